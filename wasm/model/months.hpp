#pragma once

#include <array>

#include "wasm/model/entity.hpp"

/// Transaction mode: a month, what is fixed in it, and what is spent by category.
namespace budgeting::model {

inline constexpr Column id{"id", "id", "ID", Type::reference};
inline constexpr Column created_at{"created_at", "createdAt", "Creation time", Type::timestamp};
inline constexpr Column updated_at{"updated_at", "updatedAt", "Time of the last change", Type::timestamp};
inline constexpr Column name{"name", "name", "Name", Type::name, Given::required, true};
inline constexpr Column order_index{"order_index",   "orderIndex", "Order index", Type::order_index,
                                    Given::optional, true,         false,         "0"};
inline constexpr std::array by_order_index{Order{"order_index"}, Order{"id"}};

inline constexpr std::array month_columns{
    id,
    Column{"month_name", "name", "Name", Type::name, Given::required, true},
    Column{"year", "year", "Year", Type::year, Given::required, true},
    Column{"month", "month", "Month", Type::month, Given::required, true},
    Column{"income", "income", "Income", Type::units, Given::required, true},
    created_at,
    updated_at,
};
inline constexpr std::array newest_month_first{Order{"year", " desc"}, Order{"month", " desc"},
                                               Order{"id", " desc"}};
inline constexpr Entity month{"transaction_months", "Month",       nullptr,
                              "profile_token",      month_columns, newest_month_first};

inline constexpr std::array fixed_payment_columns{
    id,          Column{"month_id", "monthId", "Month ID", Type::reference, Given::required},
    name,        Column{"amount", "amount", "Amount", Type::units, Given::required, true},
    order_index, created_at,
    updated_at,
};
inline constexpr Entity fixed_payment{"transaction_fixed_payments", "Fixed payment", &month, "month_id",
                                      fixed_payment_columns,        by_order_index};

inline constexpr std::array category_columns{
    id,
    Column{"month_id", "monthId", "Month ID", Type::reference, Given::required},
    name,
    Column{"allocated_amount", "allocatedAmount", "Allocated amount", Type::units, Given::required, true},
    order_index,
    created_at,
    updated_at,
};
inline constexpr Entity category{"transaction_categories", "Category",    &month, "month_id",
                                 category_columns,         by_order_index};

inline constexpr std::array transaction_columns{
    id,
    Column{"category_id", "categoryId", "Category ID", Type::reference, Given::required},
    Column{"amount", "amount", "Amount", Type::signed_units, Given::required, true},
    Column{"description", "description", "Description", Type::description, Given::optional, true, true,
           "null"},
    Column{"transaction_date", "transactionDate", "Date", Type::timestamp, Given::optional, true, true,
           "now"},
    created_at,
    updated_at,
};
/// Descending puts nulls, the undated ones, first.
inline constexpr std::array newest_transaction_first{Order{"transaction_date", " desc"}, Order{"id"}};
inline constexpr Entity transaction{"transaction_entries", "Transaction",       &category,
                                    "category_id",         transaction_columns, newest_transaction_first};

inline constexpr std::array category_lists{Nested{"transactions", &transaction, {}}};
inline constexpr std::array month_lists{Nested{"fixedPayments", &fixed_payment, {}},
                                        Nested{"categories", &category, category_lists}};

}  // namespace budgeting::model
