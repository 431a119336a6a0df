#pragma once

#include <span>

#include "wasm/model/months.hpp"
#include "wasm/model/yearly.hpp"
#include "wasm/native/describe/json.hpp"

namespace budgeting::describe {

/// How a table's rows appear in responses: its columns, and the lists below each row.
struct Shape {
  std::string_view name;  ///< the name among the description's schemas
  const model::Entity* entity;
  std::span<const model::Nested> lists;
  std::string_view description;
  std::string_view without = {};  ///< a column that is left out
};

inline constexpr Shape shapes[] = {
    {"Month", &model::month, {}, "A month in transaction mode."},
    {"MonthListItem", &model::month, {}, "A month as it appears in the list of months.", "updatedAt"},
    {"MonthTree", &model::month, model::month_lists,
     "A month with its fixed payments and its categories with their transactions."},
    {"FixedPayment", &model::fixed_payment, {}, "A fixed payment that is made every month."},
    {"Category", &model::category, {}, "A category that part of the month's income is allocated to."},
    {"CategoryWithTransactions", &model::category, model::category_lists,
     "A category with its transactions: those without a date first, then the newest first."},
    {"Transaction", &model::transaction, {}, "Money spent on a category, or refunded."},

    {"YearlyBudget", &model::yearly_budget, {}, "A year in yearly mode."},
    {"YearlyBudgetListItem",
     &model::yearly_budget,
     {},
     "A year as it appears in the list of years.",
     "updatedAt"},
    {"YearTree", &model::yearly_budget, model::yearly_budget_lists,
     "A year with everything in it: income by source and month, expenses by section, category and month."},
    {"IncomeSource", &model::income_source, {}, "A source of income, such as an employer."},
    {"IncomeSourceTree", &model::income_source, model::income_source_lists,
     "An income source with its entries, one for each month."},
    {"IncomeEntryWithDeductions", &model::income_entry, model::income_entry_lists,
     "The gross income from a source in one month, with its deductions."},
    {"Deduction", &model::deduction, {}, "An amount deducted from an income entry, such as income tax."},
    {"Section",
     &model::section,
     {},
     "A part of the year's expenses, with a target for its share of the net income."},
    {"SectionTree", &model::section, model::section_lists, "A section with its top-level categories."},
    {"YearlyCategory", &model::yearly_category, {}, "A category of expenses. Categories have two levels."},
    {"YearlyCategoryTree", &model::yearly_category, model::category_children,
     "A top-level category with its entries, one for each month, and its children."},
    {"ChildCategory", &model::yearly_category, model::child_category_lists,
     "A subcategory with its entries, one for each month."},
    {"CategoryEntry", &model::category_entry, {}, "The amount budgeted for a category in one month."},
};

/// The table whose rows the schema with this name shows; null for a schema that shows no rows.
const model::Entity* entity_of(std::string_view schema);

/// The schemas of `shapes`, and of responses that are computed or report an action.
Members answer_schemas();

/// An object with all these properties.
Json record(std::string_view description, const Members& properties);

}  // namespace budgeting::describe
