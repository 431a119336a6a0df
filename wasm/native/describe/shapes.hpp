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
    {"MonthListItem", &model::month, {}, "A month as the list has it.", "updatedAt"},
    {"MonthTree", &model::month, model::month_lists, "A month with all that is in it."},
    {"FixedPayment", &model::fixed_payment, {}, "What goes out every month."},
    {"Category", &model::category, {}, "What a month's money is allocated to."},
    {"CategoryWithTransactions", &model::category, model::category_lists,
     "A category with what was spent on it: newest first, undated ones before all others."},
    {"Transaction", &model::transaction, {}, "Something that was spent."},

    {"YearlyBudget", &model::yearly_budget, {}, "A year in yearly mode."},
    {"YearlyBudgetListItem", &model::yearly_budget, {}, "A year as the list has it.", "updatedAt"},
    {"YearTree", &model::yearly_budget, model::yearly_budget_lists,
     "A year with all that is in it: income by source and month, expenses by section, category and month."},
    {"IncomeSource", &model::income_source, {}, "Somebody who pays."},
    {"IncomeSourceTree", &model::income_source, model::income_source_lists,
     "An income source with its entries, one for each month."},
    {"IncomeEntryWithDeductions", &model::income_entry, model::income_entry_lists,
     "What a source pays in one month, and what goes off it."},
    {"Deduction", &model::deduction, {}, "What goes off an income entry."},
    {"Section", &model::section, {}, "A part of the year's expenses with a target."},
    {"SectionTree", &model::section, model::section_lists, "A section with its top-level categories."},
    {"YearlyCategory", &model::yearly_category, {}, "An expense, in two levels."},
    {"YearlyCategoryTree", &model::yearly_category, model::category_children,
     "A top-level category with its entries, one for each month, and its children."},
    {"ChildCategory", &model::yearly_category, model::child_category_lists,
     "A category below another one, with its entries, one for each month."},
    {"CategoryEntry", &model::category_entry, {}, "What a category takes in one month."},
};

/// The table whose rows the schema with this name shows; null for a schema that shows no rows.
const model::Entity* entity_of(std::string_view schema);

/// The schemas of `shapes`, and of responses that are computed or report an action.
Members answer_schemas();

/// An object with all these properties.
Json record(std::string_view description, const Members& properties);

}  // namespace budgeting::describe
