#pragma once

#include "wasm/api/common.hpp"
#include "wasm/model/yearly.hpp"

/// Endpoints 25 and 26: copying one month of a year to another, and clearing one.
///
/// Both change many rows. They lock the budget first, so two of them never wait for each other in a circle,
/// and a copy locks what it reads, so it reads what the one before it wrote.
namespace budgeting::api {

namespace month_actions {

using query::Builder;
using query::field;

inline constexpr std::array copy_fields{
    Field{"sourceMonth", "Source month", model::Type::month, true},
    Field{"targetMonth", "Target month", model::Type::month, true},
    Field{"resetPaidStatus", "Reset paid status", model::Type::boolean},
};
inline constexpr std::array clear_fields{
    Field{"month", "Month", model::Type::month, true},
    Field{"resetPaidStatus", "Reset paid status", model::Type::boolean},
};

inline void months_differ(const Body& body, Values& values, std::vector<http::FieldError>& errors) {
  if (values.items[0][0].text != values.items[0][1].text) return;
  const Field& target = body.fields[1];
  errors.push_back(
      {std::string(target.name), std::string(target.label) + " must differ from the source month"});
}

constexpr void reset(Builder& sql) { sql << "coalesce(" << field("resetPaidStatus", "boolean") << ", true)"; }

constexpr void with_budget(Builder& sql) {
  query::with_target(sql, model::yearly_budget);
  sql << " for no key update of yearly_budgets)";
}

inline constexpr auto root = [](Builder& sql) {
  query::root_text(sql, model::yearly_budget, "(select id from target)");
};

inline constexpr std::string_view category_entries =
    " from target join budgeting.yearly_sections as sections on sections.yearly_budget_id = target.id"
    " join budgeting.yearly_categories as categories on categories.section_id = sections.id"
    " join budgeting.yearly_category_entries as entries on entries.category_id = categories.id";
inline constexpr std::string_view income_entries =
    " from target join budgeting.yearly_income_sources as sources on sources.yearly_budget_id = target.id"
    " join budgeting.yearly_income_entries as entries on entries.income_source_id = sources.id";

constexpr void copy_month(Builder& sql) {
  const auto source = field("sourceMonth", "integer");
  const auto target = field("targetMonth", "integer");
  with_budget(sql);
  sql << ", amounts as (select entries.category_id, entries.amount" << category_entries
      << " where entries.month = " << source
      << " for share of entries), incomes as (select entries.id, entries.income_source_id, "
         "entries.gross_amount"
      << income_entries << " where entries.month = " << source
      << " for share of entries), deductions as (select incomes.income_source_id, deduction.id, "
         "deduction.name,"
         " deduction.amount, deduction.order_index from incomes join budgeting.yearly_deductions as deduction"
         " on deduction.income_entry_id = incomes.id for share of deduction), last_deductions as ("
         "select distinct on (income_source_id, name) income_source_id, name, amount from deductions"
         " order by income_source_id, name, order_index desc, id desc), first_deductions as ("
         "select distinct on (entries.income_source_id, deduction.name) entries.income_source_id,"
         " deduction.name, deduction.id from incomes join budgeting.yearly_income_entries as entries"
         " on entries.income_source_id = incomes.income_source_id"
         " join budgeting.yearly_deductions as deduction on deduction.income_entry_id = entries.id"
         " where entries.month = "
      << target
      << " order by entries.income_source_id, deduction.name, deduction.order_index, deduction.id),"
         " copied_amounts as (update budgeting.yearly_category_entries as entries set amount = "
         "amounts.amount,"
         " is_paid = entries.is_paid and not ";
  reset(sql);
  sql << ", updated_at = " << query::now
      << " from amounts where entries.category_id = amounts.category_id and entries.month = " << target
      << " returning entries.id), copied_incomes as (update budgeting.yearly_income_entries as entries"
         " set gross_amount = incomes.gross_amount, updated_at = "
      << query::now
      << " from incomes where entries.income_source_id = incomes.income_source_id and entries.month = "
      << target
      << " returning entries.id), copied_deductions as (update budgeting.yearly_deductions as deduction"
         " set amount = last_deductions.amount, updated_at = "
      << query::now
      << " from first_deductions join last_deductions using (income_source_id, name)"
         " where deduction.id = first_deductions.id returning deduction.id)";
  query::answer(sql);
  sql << "json_build_object('success', true, 'copiedCategoryEntries', (select count(*) from"
         " copied_amounts), 'copiedIncomeEntries', (select count(*) from copied_incomes),"
         " 'copiedDeductions', (select count(*) from copied_deductions), 'sourceMonth', "
      << source << ", 'targetMonth', " << target << ", 'resetPaidStatus', ";
  reset(sql);
  sql << ") as body, null as problem, null as etag from target";
  query::end(sql, root);
}

constexpr void clear_month(Builder& sql) {
  const auto month = field("month", "integer");
  with_budget(sql);
  sql << ", amounts as (select entries.id" << category_entries << " where entries.month = " << month
      << "), incomes as (select entries.id" << income_entries << " where entries.month = " << month
      << "), cleared_amounts as (update budgeting.yearly_category_entries as entries set amount = 0,"
         " is_paid = entries.is_paid and not ";
  reset(sql);
  sql << ", updated_at = " << query::now
      << " from amounts where entries.id = amounts.id returning entries.id), cleared_incomes as (update"
         " budgeting.yearly_income_entries as entries set gross_amount = 0, updated_at = "
      << query::now
      << " from incomes where entries.id = incomes.id returning entries.id), cleared_deductions as (update"
         " budgeting.yearly_deductions as deduction set amount = 0, updated_at = "
      << query::now << " from incomes where deduction.income_entry_id = incomes.id returning deduction.id)";
  query::answer(sql);
  sql << "json_build_object('success', true, 'clearedCategoryEntries', (select count(*) from"
         " cleared_amounts), 'clearedIncomeEntries', (select count(*) from cleared_incomes),"
         " 'clearedDeductions', (select count(*) from cleared_deductions), 'month', "
      << month << ", 'resetPaidStatus', ";
  reset(sql);
  sql << ") as body, null as problem, null as etag from target";
  query::end(sql, root);
}

}  // namespace month_actions

inline constexpr std::array month_action_endpoints{
    Endpoint{.operation = "copyMonth",
             .method = http::Method::post,
             .path = "/api/yearly/:id/copy-month",
             .thing = model::yearly_budget.thing,
             .missing = "Budget",
             .body = {month_actions::copy_fields},
             .statement = query::statement<month_actions::copy_month, true>,
             .prepare = month_actions::months_differ},
    Endpoint{.operation = "clearMonth",
             .method = http::Method::post,
             .path = "/api/yearly/:id/clear-month",
             .thing = model::yearly_budget.thing,
             .missing = "Budget",
             .body = {month_actions::clear_fields},
             .statement = query::statement<month_actions::clear_month, true>},
};

}  // namespace budgeting::api
