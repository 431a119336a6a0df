#pragma once

#include "wasm/api/common.hpp"
#include "wasm/api/summaries.hpp"
#include "wasm/domain/sections.hpp"
#include "wasm/model/yearly.hpp"
#include "wasm/query/profile.hpp"

/// Endpoints 17 to 24: yearly budgets.
namespace budgeting::api {

namespace yearly_budgets {

using query::Builder;

inline constexpr std::string_view latest_columns[] = {"year"};
inline constexpr std::array failures{
    Failure{"conflict", http::Code::conflict, "Budget for year {year} already exists"}};

/// The default sections as rows of a `values` list.
constexpr void default_sections(Builder& sql) {
  int order_index = 0;
  for (const domain::Section& section : domain::default_sections) {
    sql << (order_index == 0 ? "('" : ", ('") << section.type << "', '" << section.name << "', "
        << section.target_percent << ", " << order_index << ")";
    ++order_index;
  }
}

inline constexpr std::array made{query::Made{&model::yearly_budget}};

constexpr void create(Builder& sql) {
  query::with(sql);
  sql << "allowed as (select where true";
  query::unless_stored(sql);
  sql << "), ";
  query::owner_profile(sql, model::yearly_budget, made, [] {});
  sql << ", created as (";
  query::insert(sql, model::yearly_budget, "owner.profile_token");
  sql << " from owner where owner.reached is null on conflict do nothing returning *), sections as (insert "
         "into "
         "budgeting.yearly_sections"
         " (yearly_budget_id, type, name, target_percent, order_index, created_at, updated_at)"
         " select created.id, preset.type::budgeting.\"SectionType\", preset.name, preset.target_percent,"
         " preset.order_index, "
      << query::now << ", " << query::now << " from created cross join (values ";
  default_sections(sql);
  sql << ") as preset(type, name, target_percent, order_index) order by preset.order_index returning *)";
  query::answer(sql);
  sql << "case when created.id is not null then ";
  query::object(sql, model::yearly_budget, "created", [&] {
    sql << ", '[]'::json as \"incomeSources\", (select json_agg(item) from (select ";
    query::columns(sql, model::section, "sections");
    query::empty_lists(sql, model::section_lists);
    sql << " from sections";
    query::order_by(sql, model::section, "sections");
    sql << ") as item) as \"sections\"";
  });
  sql << " when owner.reached is not null then ";
  query::reached_body(sql, made, "owner.reached", [] {});
  sql << " else json_build_object('year', " << query::field("year", "integer") << ") end as body";
  query::problem_and_tag(sql,
                         "case when owner.reached is not null then owner.reached"
                         " when created.id is null then 'conflict' end",
                         "created");
  sql << " from owner left join created on true";
  query::end(sql, [](Builder& out) {
    query::root_text(out, model::yearly_budget, "(select min(id) from created)");
  });
}

/// `[[month, cents], ...]`: `sum` by month over the entries that `from` gives, as a column of an answer.
constexpr void by_month(Builder& sql, std::string_view sum, std::string_view entries, std::string_view from,
                        std::string_view name) {
  sql << ", coalesce((select json_agg(json_build_array(month, total)) from (select " << entries
      << ".month, sum(" << sum << ") as total from " << from << " group by " << entries
      << ".month) as monthly), '[]') as \"" << name << "\"";
}

/// What the summary is computed from: sums by month of incomes and deductions, and by section of the
/// entries of its top-level categories and of their children.
constexpr void summary(Builder& sql) {
  sql << "select row_to_json(answer) as body from (select yearly_budgets.id as \"budgetId\","
         " yearly_budgets.year, yearly_budgets.spend_target as \"spendTarget\","
         " yearly_budgets.show_warnings as \"showWarnings\"";
  by_month(sql, "entries.gross_amount", "entries",
           "budgeting.yearly_income_sources as sources join budgeting.yearly_income_entries as entries"
           " on entries.income_source_id = sources.id where sources.yearly_budget_id = yearly_budgets.id",
           "gross");
  by_month(sql, "deductions.amount", "entries",
           "budgeting.yearly_income_sources as sources join budgeting.yearly_income_entries as entries"
           " on entries.income_source_id = sources.id join budgeting.yearly_deductions as deductions"
           " on deductions.income_entry_id = entries.id where sources.yearly_budget_id = yearly_budgets.id",
           "deductions");
  sql << ", coalesce((select json_agg(item) from (select sections.id as \"sectionId\","
         " sections.type as \"sectionType\", sections.name as \"sectionName\","
         " sections.target_percent as \"targetPercent\"";
  by_month(sql, "entries.amount", "entries",
           "(select top.id from budgeting.yearly_categories as top where top.section_id = sections.id"
           " and top.parent_id is null union all select children.id from budgeting.yearly_categories as top"
           " join budgeting.yearly_categories as children on children.parent_id = top.id"
           " where top.section_id = sections.id and top.parent_id is null) as categories"
           " join budgeting.yearly_category_entries as entries on entries.category_id = categories.id",
           "totals");
  sql << " from budgeting.yearly_sections as sections where sections.yearly_budget_id = yearly_budgets.id";
  query::order_by(sql, model::section, "sections");
  sql << ") as item), '[]') as sections";
  query::from_owned(sql, model::yearly_budget);
  sql << " and yearly_budgets.id = " << query::path_number << ") as answer";
  query::uncached(sql);
}

}  // namespace yearly_budgets

inline constexpr std::array yearly_budget_endpoints{
    Endpoint{.operation = "listYearlyBudgets",
             .method = http::Method::get,
             .path = "/api/yearly",
             .statement =
                 read_statement<[](query::Builder& sql) { query::list_owned(sql, model::yearly_budget); }>},
    Endpoint{.operation = "createYearlyBudget",
             .method = http::Method::post,
             .path = "/api/yearly",
             .body = {fields<model::yearly_budget, Purpose::create>},
             .status = 201,
             .statement = query::statement<yearly_budgets::create, true>,
             .failures = yearly_budgets::failures},
    Endpoint{.operation = "latestYearlyBudget",
             .method = http::Method::get,
             .path = "/api/yearly/latest",
             .statement = read_statement<[](query::Builder& sql) {
               query::latest(sql, model::yearly_budget, yearly_budgets::latest_columns);
             }>},
    Endpoint{.operation = "getYearlyBudgetByYear",
             .method = http::Method::get,
             .path = "/api/yearly/by-year/:year",
             .missing = "Budget for year {number}",
             .statement = read_statement<[](query::Builder& sql) {
               query::tree(sql, model::yearly_budget, model::yearly_budget_lists, "year");
             }>},
    Endpoint{.operation = "getYearlyBudget",
             .method = http::Method::get,
             .path = "/api/yearly/:id",
             .thing = model::yearly_budget.thing,
             .missing = model::yearly_budget.thing,
             .statement = read_statement<[](query::Builder& sql) {
               query::tree(sql, model::yearly_budget, model::yearly_budget_lists);
             }>},
    changes<model::yearly_budget, no_lists, model::yearly_budget_lists>("updateYearlyBudget",
                                                                        "/api/yearly/:id"),
    removes<model::yearly_budget, model::yearly_budget_lists>("deleteYearlyBudget", "/api/yearly/:id"),
    Endpoint{.operation = "summarizeYearlyBudget",
             .method = http::Method::get,
             .path = "/api/yearly/:id/summary",
             .thing = "Budget",
             .missing = "Budget",
             .statement = read_statement<yearly_budgets::summary, most_year_row_bytes>,
             .compute = summarize_year},
};

}  // namespace budgeting::api
