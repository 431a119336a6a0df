#pragma once

#include "wasm/api/common.hpp"
#include "wasm/model/months.hpp"

/// Endpoints 8 to 16: what a month holds.
namespace budgeting::api {

inline constexpr std::array category_endpoints{
    creates<model::category, model::category_lists>("createCategory", "/api/categories", "Month"),
    changes<model::category, no_lists>("updateCategory", "/api/categories/:id"),
    removes<model::category>("deleteCategory", "/api/categories/:id"),
};

inline constexpr std::array fixed_payment_endpoints{
    creates<model::fixed_payment, no_lists>("createFixedPayment", "/api/fixed-payments", "Month"),
    changes<model::fixed_payment, no_lists>("updateFixedPayment", "/api/fixed-payments/:id"),
    removes<model::fixed_payment>("deleteFixedPayment", "/api/fixed-payments/:id"),
};

inline constexpr std::array transaction_endpoints{
    creates<model::transaction, no_lists>("createTransaction", "/api/transactions", "Category"),
    changes<model::transaction, no_lists>("updateTransaction", "/api/transactions/:id"),
    removes<model::transaction>("deleteTransaction", "/api/transactions/:id"),
};

}  // namespace budgeting::api
