#pragma once

#include <array>

#include "wasm/model/shared.hpp"

/// Transaction mode: months, their fixed payments, and their spending by category.
namespace budgeting::model {

inline constexpr std::array month_columns{
    id,
    Column{.name = "month_name",
           .json = "name",
           .label = "Name",
           .type = Type::name,
           .on_create = Given::required,
           .on_patch = true},
    Column{.name = "year",
           .json = "year",
           .label = "Year",
           .type = Type::year,
           .on_create = Given::required,
           .on_patch = true},
    Column{.name = "month",
           .json = "month",
           .label = "Month",
           .type = Type::month,
           .on_create = Given::required,
           .on_patch = true},
    Column{.name = "income",
           .json = "income",
           .label = "Income",
           .type = Type::units,
           .on_create = Given::required,
           .on_patch = true},
    created_at,
    updated_at,
};
inline constexpr std::array newest_month_first{Order{"year", " desc"}, Order{"month", " desc"},
                                               Order{"id", " desc"}};
inline constexpr Entity month{.table = "transaction_months",
                              .thing = "Month",
                              .parent_column = "profile_token",
                              .columns = month_columns,
                              .order = newest_month_first};

inline constexpr std::array fixed_payment_columns{
    id,
    Column{"month_id", "monthId", "Month ID", Type::reference, Given::required},
    name,
    Column{.name = "amount",
           .json = "amount",
           .label = "Amount",
           .type = Type::units,
           .on_create = Given::required,
           .on_patch = true},
    order_index,
    created_at,
    updated_at,
};
inline constexpr Entity fixed_payment{.table = "transaction_fixed_payments",
                                      .thing = "Fixed payment",
                                      .parent = &month,
                                      .parent_column = "month_id",
                                      .columns = fixed_payment_columns,
                                      .order = by_order_index};

inline constexpr std::array category_columns{
    id,
    Column{"month_id", "monthId", "Month ID", Type::reference, Given::required},
    name,
    Column{.name = "allocated_amount",
           .json = "allocatedAmount",
           .label = "Allocated amount",
           .type = Type::units,
           .on_create = Given::required,
           .on_patch = true},
    order_index,
    created_at,
    updated_at,
};
inline constexpr Entity category{.table = "transaction_categories",
                                 .thing = "Category",
                                 .parent = &month,
                                 .parent_column = "month_id",
                                 .columns = category_columns,
                                 .order = by_order_index};

inline constexpr std::array transaction_columns{
    id,
    Column{"category_id", "categoryId", "Category ID", Type::reference, Given::required},
    Column{.name = "amount",
           .json = "amount",
           .label = "Amount",
           .type = Type::signed_units,
           .on_create = Given::required,
           .on_patch = true},
    Column{.name = "description",
           .json = "description",
           .label = "Description",
           .type = Type::description,
           .on_create = Given::optional,
           .on_patch = true,
           .nullable = true,
           .absent = "null"},
    Column{.name = "transaction_date",
           .json = "transactionDate",
           .label = "Date",
           .type = Type::timestamp,
           .on_create = Given::optional,
           .on_patch = true,
           .nullable = true,
           .absent = "now"},
    created_at,
    updated_at,
};
/// Descending order puts nulls first, that is, transactions without a date.
inline constexpr std::array newest_transaction_first{Order{"transaction_date", " desc"}, Order{"id"}};
inline constexpr Entity transaction{.table = "transaction_entries",
                                    .thing = "Transaction",
                                    .parent = &category,
                                    .parent_column = "category_id",
                                    .columns = transaction_columns,
                                    .order = newest_transaction_first};

inline constexpr std::array category_lists{Nested{.json = "transactions", .entity = &transaction}};
inline constexpr std::array month_lists{
    Nested{.json = "fixedPayments", .entity = &fixed_payment},
    Nested{.json = "categories", .entity = &category, .nested = category_lists}};
inline constexpr Tree month_tree{.entity = &month, .nested = month_lists};
inline constexpr Tree month_list{.entity = &month, .is_list = true, .except = "updatedAt"};

}  // namespace budgeting::model
