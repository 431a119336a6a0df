#pragma once

#include "wasm/api/common.hpp"
#include "wasm/model/yearly.hpp"

/// `/api/yearly/:id/copy-month` and `/api/yearly/:id/clear-month`
///
/// Both change many rows. They lock the budget first, so that two of them cannot deadlock, and a copy also
/// locks the rows it reads, so that it sees what the previous action wrote.
namespace budgeting::api {

namespace month_actions {

using namespace query;

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

inline constexpr Root root{&model::yearly_budget, "(select id from target)"};

constexpr Rows with_budget(Builder& sql) {
  return with_target(sql, model::yearly_budget, {}, lock_root(model::yearly_budget));
}

constexpr void reset(Builder& sql) { sql << "coalesce(" << field("resetPaidStatus", "boolean") << ", true)"; }

/// CTE: selects `select` from the `entries` of a budget's categories for which `condition` holds.
constexpr Rows with_category_entries(Builder& sql, const Rows& budget, Text select, auto condition) {
  const Linked sections = below(budget, model::section, "sections");
  const Linked categories = below(sections, model::yearly_category, "categories");
  const Linked entries = below(categories, model::category_entry, "entries");
  return cte(sql, "amounts", [&] {
    sql << "select " << select << " from target" << join(sections) << join(categories) << join(entries)
        << condition;
    return entries;
  });
}

/// CTE: the same for its income sources.
constexpr Rows with_income_entries(Builder& sql, const Rows& budget, Text select, auto condition) {
  const Linked sources = below(budget, model::income_source, "sources");
  const Linked entries = below(sources, model::income_entry, "entries");
  return cte(sql, "incomes", [&] {
    sql << "select " << select << " from target" << join(sources) << join(entries) << condition;
    return entries;
  });
}

/// `set`: the columns that `values` writes, and the time of the change.
constexpr auto and_updated_at(auto values) {
  return [=](Builder& sql) { sql << values << ", updated_at = " << now; };
}

constexpr void copy_month(Builder& sql) {
  const Parameter source = field("sourceMonth", "integer");
  const Parameter target = field("targetMonth", "integer");
  const auto of_source = [=](Builder& out) {
    out << " where entries.month = " << source << " for share of entries";
  };
  const auto of_target = [=](Builder& out) { out << " and entries.month = " << target; };
  const Rows budget = with_budget(sql);
  const Rows amounts = with_category_entries(sql, budget, "entries.category_id, entries.amount", of_source);
  const Rows incomes = with_income_entries(
      sql, budget, "entries.id, entries.income_source_id, entries.gross_amount", of_source);
  cte(sql, "deductions", [&] {
    sql << "select incomes.income_source_id, deduction.id, deduction.name, deduction.amount,"
           " deduction.order_index from incomes"
        << join(below(incomes, model::deduction, "deduction")) << " for share of deduction";
  });
  cte(sql, "last_deductions", [&] {
    sql << "select distinct on (income_source_id, name) income_source_id, name, amount from deductions"
           " order by income_source_id, name, order_index desc, id desc";
  });
  const Rows first_deductions = cte(sql, "first_deductions", [&] {
    const Linked entries = beside(incomes, "entries");
    const Linked deduction = below(entries, model::deduction, "deduction");
    sql << "select distinct on (entries.income_source_id, deduction.name) entries.income_source_id,"
           " deduction.name, deduction.id from incomes"
        << join(entries) << join(deduction) << " where entries.month = " << target
        << " order by entries.income_source_id, deduction.name, deduction.order_index, deduction.id";
    return deduction;
  });
  cte(sql, "copied_amounts", [&] {
    const auto values = [](Builder& out) {
      out << "amount = amounts.amount, is_paid = entries.is_paid and not " << reset;
    };
    sql << update(beside(amounts, "entries"), and_updated_at(values)) << of_target << " returning entries.id";
  });
  cte(sql, "copied_incomes", [&] {
    sql << update(beside(incomes, "entries"), and_updated_at(Text("gross_amount = incomes.gross_amount")))
        << of_target << " returning entries.id";
  });
  cte(sql, "copied_deductions", [&] {
    sql << update(same(first_deductions, "deduction"),
                  and_updated_at(Text("amount = last_deductions.amount")),
                  "first_deductions join last_deductions using (income_source_id, name)")
        << " returning deduction.id";
  });
  answer(sql, root, [=](Builder& out) {
    out << "json_build_object('success', true, 'copiedCategoryEntries', (select count(*) from"
           " copied_amounts), 'copiedIncomeEntries', (select count(*) from copied_incomes),"
           " 'copiedDeductions', (select count(*) from copied_deductions), 'sourceMonth', "
        << source << ", 'targetMonth', " << target << ", 'resetPaidStatus', " << reset
        << ") as body, null as problem, null as etag from target";
  });
}

constexpr void clear_month(Builder& sql) {
  const Parameter month = field("month", "integer");
  const auto of_month = [=](Builder& out) { out << " where entries.month = " << month; };
  const Rows budget = with_budget(sql);
  const Rows amounts = with_category_entries(sql, budget, "entries.id", of_month);
  const Rows incomes = with_income_entries(sql, budget, "entries.id", of_month);
  cte(sql, "cleared_amounts", [&] {
    const auto values = [](Builder& out) {
      out << "amount = 0, is_paid = entries.is_paid and not " << reset;
    };
    sql << update(same(amounts, "entries"), and_updated_at(values)) << " returning entries.id";
  });
  cte(sql, "cleared_incomes", [&] {
    sql << update(same(incomes, "entries"), and_updated_at(Text("gross_amount = 0")))
        << " returning entries.id";
  });
  cte(sql, "cleared_deductions", [&] {
    sql << update(below(incomes, model::deduction, "deduction"), and_updated_at(Text("amount = 0")))
        << " returning deduction.id";
  });
  answer(sql, root, [=](Builder& out) {
    out << "json_build_object('success', true, 'clearedCategoryEntries', (select count(*) from"
           " cleared_amounts), 'clearedIncomeEntries', (select count(*) from cleared_incomes),"
           " 'clearedDeductions', (select count(*) from cleared_deductions), 'month', "
        << month << ", 'resetPaidStatus', " << reset
        << ") as body, null as problem, null as etag from target";
  });
}

}  // namespace month_actions

inline constexpr std::array month_action_endpoints{
    Endpoint{.operation = "copyMonth",
             .method = http::Method::post,
             .path = "/api/yearly/:id/copy-month",
             .thing = model::yearly_budget.thing,
             .missing = "Budget",
             .body = {month_actions::copy_fields},
             .statement = query::statement<month_actions::copy_month, query::Guard::key>,
             .prepare = month_actions::months_differ},
    Endpoint{.operation = "clearMonth",
             .method = http::Method::post,
             .path = "/api/yearly/:id/clear-month",
             .thing = model::yearly_budget.thing,
             .missing = "Budget",
             .body = {month_actions::clear_fields},
             .statement = query::statement<month_actions::clear_month, query::Guard::key>},
};

}  // namespace budgeting::api
