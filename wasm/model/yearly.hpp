#pragma once

#include <array>

#include "wasm/model/shared.hpp"

/// Yearly mode: a year's income by source, and its expenses by section, category and subcategory.
namespace budgeting::model {

inline constexpr std::array yearly_budget_columns{
    id,
    Column{"year", "year", "Year", Type::year, Given::required},
    Column{.name = "spend_target",
           .json = "spendTarget",
           .label = "Spend target",
           .type = Type::signed_cents,
           .on_create = Given::optional,
           .on_patch = true,
           .absent = "500000"},
    Column{.name = "show_warnings",
           .json = "showWarnings",
           .label = "Show warnings",
           .type = Type::boolean,
           .on_create = Given::optional,
           .on_patch = true,
           .absent = "true"},
    created_at,
    updated_at,
};
inline constexpr std::array newest_year_first{Order{"year", " desc"}, Order{"id", " desc"}};
inline constexpr Entity yearly_budget{.table = "yearly_budgets",
                                      .thing = "Yearly budget",
                                      .parent_column = "profile_token",
                                      .columns = yearly_budget_columns,
                                      .order = newest_year_first};

inline constexpr std::array income_source_columns{
    id,
    Column{"yearly_budget_id", "yearlyBudgetId", "Yearly budget ID", Type::reference, Given::required},
    name,
    order_index,
    created_at,
    updated_at,
};
inline constexpr Entity income_source{.table = "yearly_income_sources",
                                      .thing = "Income source",
                                      .parent = &yearly_budget,
                                      .parent_column = "yearly_budget_id",
                                      .columns = income_source_columns,
                                      .order = by_order_index};

inline constexpr Column month_column{"month", "month", "Month", Type::month};
inline constexpr std::array by_month{Order{"month"}};

inline constexpr std::array income_entry_columns{
    id,
    Column{"income_source_id", "incomeSourceId", "Income source ID", Type::reference},
    month_column,
    Column{.name = "gross_amount",
           .json = "grossAmount",
           .label = "Gross amount",
           .type = Type::cents,
           .on_patch = true},
    created_at,
    updated_at,
};
inline constexpr Entity income_entry{.table = "yearly_income_entries",
                                     .thing = "Income entry",
                                     .parent = &income_source,
                                     .parent_column = "income_source_id",
                                     .columns = income_entry_columns,
                                     .order = by_month};

inline constexpr std::array deduction_columns{
    id,
    Column{"income_entry_id", "incomeEntryId", "Income entry ID", Type::reference, Given::required},
    name,
    Column{.name = "amount",
           .json = "amount",
           .label = "Amount",
           .type = Type::cents,
           .on_create = Given::optional,
           .on_patch = true,
           .absent = "0"},
    order_index,
    created_at,
    updated_at,
};
inline constexpr Entity deduction{.table = "yearly_deductions",
                                  .thing = "Deduction",
                                  .parent = &income_entry,
                                  .parent_column = "income_entry_id",
                                  .columns = deduction_columns,
                                  .order = by_order_index};

inline constexpr std::array section_columns{
    id,
    Column{"yearly_budget_id", "yearlyBudgetId", "Yearly budget ID", Type::reference},
    Column{"type", "type", "Type", Type::section_type},
    name,
    Column{.name = "target_percent",
           .json = "targetPercent",
           .label = "Target percent",
           .type = Type::percent,
           .on_patch = true},
    order_index,
    created_at,
    updated_at,
};
inline constexpr Entity section{.table = "yearly_sections",
                                .thing = "Section",
                                .parent = &yearly_budget,
                                .parent_column = "yearly_budget_id",
                                .columns = section_columns,
                                .order = by_order_index};

inline constexpr std::array yearly_category_columns{
    id,
    Column{"section_id", "sectionId", "Section ID", Type::reference, Given::required},
    name,
    Column{.name = "parent_id",
           .json = "parentId",
           .label = "Parent category ID",
           .type = Type::reference,
           .on_create = Given::optional,
           .on_patch = true,
           .nullable = true,
           .absent = "null"},
    order_index,
    created_at,
    updated_at,
};
inline constexpr Entity yearly_category{.table = "yearly_categories",
                                        .thing = "Category",
                                        .parent = &section,
                                        .parent_column = "section_id",
                                        .columns = yearly_category_columns,
                                        .order = by_order_index};

inline constexpr std::array category_entry_columns{
    id,
    Column{"category_id", "categoryId", "Category ID", Type::reference},
    month_column,
    Column{.name = "amount", .json = "amount", .label = "Amount", .type = Type::cents, .on_patch = true},
    Column{.name = "is_paid", .json = "isPaid", .label = "Paid", .type = Type::boolean, .on_patch = true},
    created_at,
    updated_at,
};
inline constexpr Entity category_entry{.table = "yearly_category_entries",
                                       .thing = "Category entry",
                                       .parent = &yearly_category,
                                       .parent_column = "category_id",
                                       .columns = category_entry_columns,
                                       .order = by_month};

inline constexpr std::array income_entry_lists{Nested{.json = "deductions", .entity = &deduction}};
inline constexpr std::array income_source_lists{
    Nested{.json = "entries", .entity = &income_entry, .nested = income_entry_lists}};
inline constexpr std::array child_category_lists{Nested{.json = "entries", .entity = &category_entry}};
/// The hierarchy has two levels: a subcategory has no subcategories of its own.
inline constexpr std::array category_children{
    Nested{.json = "entries", .entity = &category_entry},
    Nested{
        .json = "children", .entity = &yearly_category, .nested = child_category_lists, .link = "parent_id"},
};
inline constexpr std::array section_lists{Nested{
    .json = "categories", .entity = &yearly_category, .nested = category_children, .null = "parent_id"}};
inline constexpr std::array yearly_budget_lists{
    Nested{.json = "incomeSources", .entity = &income_source, .nested = income_source_lists},
    Nested{.json = "sections", .entity = &section, .nested = section_lists}};
inline constexpr Tree yearly_budget_tree{.entity = &yearly_budget, .nested = yearly_budget_lists};
inline constexpr Tree yearly_budget_list{.entity = &yearly_budget, .is_list = true, .except = "updatedAt"};

}  // namespace budgeting::model
