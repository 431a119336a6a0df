#pragma once

#include "wasm/api/common.hpp"
#include "wasm/api/summaries.hpp"
#include "wasm/domain/sections.hpp"
#include "wasm/model/yearly.hpp"
#include "wasm/query/entries.hpp"
#include "wasm/query/profile.hpp"

/// `/api/yearly`
namespace budgeting::api {

namespace yearly_budgets {

using namespace query;

inline constexpr std::string_view latest_columns[] = {"year"};
inline constexpr std::array failures{
    Failure{"conflict", http::Code::conflict, "Budget for year {year} already exists"}};
inline constexpr std::array made{Made{&model::yearly_budget}};

constexpr void newest(Builder& sql) { latest(sql, model::yearly_budget, latest_columns); }
constexpr void get_by_year(Builder& sql) { tree(sql, model::yearly_budget_tree, most_answer_bytes, "year"); }

/// The default sections, as rows of a `values` list.
constexpr void default_sections(Builder& sql) {
  std::string_view open = "('";
  int order_index = 0;
  for (const domain::Section& section : domain::default_sections) {
    sql << open << section.type << "', '" << section.name << "', " << section.target_percent << ", "
        << order_index << ")";
    open = ", ('";
    ++order_index;
  }
}

constexpr void create(Builder& sql) {
  cte(sql, "allowed", [&] { sql << "select where true" << unless_stored; });
  const Rows owner = owner_profile(sql, model::yearly_budget, made);
  const Rows created = created_row(sql, owner, model::yearly_budget, " on conflict do nothing");
  const Rows sections = cte(sql, "sections", [&] {
    const Linked rows = below(created, model::section);
    const auto values = [](Builder& out) {
      out << ", preset.type::" << Schema::section_type
          << ", preset.name, preset.target_percent, preset.order_index";
    };
    sql << insert(rows, Text(", type, name, target_percent, order_index"), values)
        << " from created cross join (values " << default_sections
        << ") as preset(type, name, target_percent, order_index) order by preset.order_index returning *";
    return rows;
  });
  const auto lists = [&](Builder& out) {
    out << ", '[]'::json as \"incomeSources\"" << made_list(sections, "sections", model::section_lists);
  };
  answer(sql, {&model::yearly_budget, "(select min(id) from created)"}, [&](Builder& out) {
    out << "case when created.id is not null then " << object(created, lists)
        << " when owner.reached is not null then " << reached_body(made, "owner.reached")
        << " else json_build_object('year', " << field("year", "integer") << ") end as body"
        << problem_and_tag(
               "case when owner.reached is not null then owner.reached"
               " when created.id is null then 'conflict' end",
               created)
        << " from owner left join created on true";
  });
}

/// `[[month, cents], ...]`: the `sum` for each month over the `entries` that `from` writes, as a column of
/// the answer.
constexpr auto by_month(Text sum, auto from, Text name) {
  return [=](Builder& sql) {
    sql << ", coalesce((select json_agg(json_build_array(month, total)) from (select entries.month, sum("
        << sum << ") as total" << from << " group by entries.month) as monthly), '[]') as \"" << name << "\"";
  };
}

/// The input of the summary: sums by month of incomes and deductions, and for each section the sums of the
/// entries of its categories.
constexpr void summary(Builder& sql) {
  const Owned budget(model::yearly_budget);
  const Linked sources = below(budget, model::income_source, "sources");
  const Linked incomes = below(sources, model::income_entry, "entries");
  const Linked deductions = below(incomes, model::deduction, "deductions");
  const Linked sections = below(budget, model::section, "sections");
  sql << "select row_to_json(answer) as body from (select yearly_budgets.id as \"budgetId\","
         " yearly_budgets.year, yearly_budgets.spend_target as \"spendTarget\","
         " yearly_budgets.show_warnings as \"showWarnings\""
      << by_month("entries.gross_amount", from_below(budget, model::income_entry, "entries"), "gross")
      << by_month("deductions.amount", from(sources, join(incomes), join(deductions)), "deductions")
      << ", coalesce((select json_agg(item) from (select sections.id as \"sectionId\","
         " sections.type as \"sectionType\", sections.name as \"sectionName\","
         " sections.target_percent as \"targetPercent\""
      << by_month("entries.amount", from_below(sections, model::category_entry, "entries"), "totals")
      << from(sections) << order_by(sections) << ") as item), '[]') as sections" << from(budget)
      << and_in_path(budget) << ") as answer" << uncached;
}

}  // namespace yearly_budgets

inline constexpr std::array yearly_budget_endpoints{
    shows<model::yearly_budget_list>("listYearlyBudgets", "/api/yearly"),
    creates_by<model::yearly_budget, yearly_budgets::create>("createYearlyBudget", "/api/yearly", {},
                                                             yearly_budgets::failures),
    reads<yearly_budgets::newest>("latestYearlyBudget", "/api/yearly/latest"),
    Endpoint{.operation = "getYearlyBudgetByYear",
             .method = http::Method::get,
             .path = "/api/yearly/by-year/:year",
             .missing = "Budget for year {number}",
             .statement = query::statement<yearly_budgets::get_by_year>,
             .tree = &model::yearly_budget_tree},
    shows<model::yearly_budget_tree>("getYearlyBudget", "/api/yearly/:id", model::yearly_budget.thing),
    changes<model::yearly_budget, no_lists, model::yearly_budget_lists>("updateYearlyBudget",
                                                                        "/api/yearly/:id"),
    removes<model::yearly_budget, model::yearly_budget_lists>("deleteYearlyBudget", "/api/yearly/:id"),
    reads<yearly_budgets::summary, most_year_row_bytes>("summarizeYearlyBudget", "/api/yearly/:id/summary",
                                                        "Budget", summarize_year),
};

}  // namespace budgeting::api
