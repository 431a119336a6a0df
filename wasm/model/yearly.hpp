#pragma once

#include "wasm/model/months.hpp"

/// Yearly mode: a year's income by source, and its expenses by section, category and subcategory.
namespace budgeting::model {

inline constexpr std::array yearly_budget_columns{
    id,
    Column{"year", "year", "Year", Type::year, Given::required},
    Column{"spend_target", "spendTarget", "Spend target", Type::signed_cents, Given::optional, true, false,
           "500000"},
    Column{"show_warnings", "showWarnings", "Show warnings", Type::boolean, Given::optional, true, false,
           "true"},
    created_at,
    updated_at,
};
inline constexpr std::array newest_year_first{Order{"year", " desc"}, Order{"id", " desc"}};
inline constexpr Entity yearly_budget{"yearly_budgets", "Yearly budget",       nullptr,
                                      "profile_token",  yearly_budget_columns, newest_year_first};

inline constexpr std::array income_source_columns{
    id,
    Column{"yearly_budget_id", "yearlyBudgetId", "Yearly budget ID", Type::reference, Given::required},
    name,
    order_index,
    created_at,
    updated_at,
};
inline constexpr Entity income_source{"yearly_income_sources", "Income source",       &yearly_budget,
                                      "yearly_budget_id",      income_source_columns, by_order_index};

inline constexpr Column month_column{"month", "month", "Month", Type::month};
inline constexpr std::array by_month{Order{"month"}};

inline constexpr std::array income_entry_columns{
    id,           Column{"income_source_id", "incomeSourceId", "Income source ID", Type::reference},
    month_column, Column{"gross_amount", "grossAmount", "Gross amount", Type::cents, Given::never, true},
    created_at,   updated_at,
};
inline constexpr Entity income_entry{"yearly_income_entries", "Income entry",       &income_source,
                                     "income_source_id",      income_entry_columns, by_month};

inline constexpr std::array deduction_columns{
    id,
    Column{"income_entry_id", "incomeEntryId", "Income entry ID", Type::reference, Given::required},
    name,
    Column{"amount", "amount", "Amount", Type::cents, Given::optional, true, false, "0"},
    order_index,
    created_at,
    updated_at,
};
inline constexpr Entity deduction{"yearly_deductions", "Deduction",       &income_entry,
                                  "income_entry_id",   deduction_columns, by_order_index};

inline constexpr std::array section_columns{
    id,
    Column{"yearly_budget_id", "yearlyBudgetId", "Yearly budget ID", Type::reference},
    Column{"type", "type", "Type", Type::section_type},
    name,
    Column{"target_percent", "targetPercent", "Target percent", Type::percent, Given::never, true},
    order_index,
    created_at,
    updated_at,
};
inline constexpr Entity section{"yearly_sections",  "Section",       &yearly_budget,
                                "yearly_budget_id", section_columns, by_order_index};

inline constexpr std::array yearly_category_columns{
    id,
    Column{"section_id", "sectionId", "Section ID", Type::reference, Given::required},
    name,
    Column{"parent_id", "parentId", "Parent category ID", Type::reference, Given::optional, true, true,
           "null"},
    order_index,
    created_at,
    updated_at,
};
inline constexpr Entity yearly_category{"yearly_categories",     "Category",    &section, "section_id",
                                        yearly_category_columns, by_order_index};

inline constexpr std::array category_entry_columns{
    id,
    Column{"category_id", "categoryId", "Category ID", Type::reference},
    month_column,
    Column{"amount", "amount", "Amount", Type::cents, Given::never, true},
    Column{"is_paid", "isPaid", "Paid", Type::boolean, Given::never, true},
    created_at,
    updated_at,
};
inline constexpr Entity category_entry{"yearly_category_entries", "Category entry",
                                       &yearly_category,          "category_id",
                                       category_entry_columns,    by_month};

inline constexpr std::array income_entry_lists{Nested{"deductions", &deduction, {}}};
inline constexpr std::array income_source_lists{Nested{"entries", &income_entry, income_entry_lists}};
inline constexpr std::array child_category_lists{Nested{"entries", &category_entry, {}}};
/// The hierarchy has two levels: a child has no children of its own.
inline constexpr std::array category_children{
    Nested{"entries", &category_entry, {}},
    Nested{"children", &yearly_category, child_category_lists, "parent_id", {}, "children"},
};
inline constexpr std::array section_lists{
    Nested{"categories", &yearly_category, category_children, {}, "parent_id is null"}};
inline constexpr std::array yearly_budget_lists{Nested{"incomeSources", &income_source, income_source_lists},
                                                Nested{"sections", &section, section_lists}};

}  // namespace budgeting::model
