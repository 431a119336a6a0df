#pragma once

#include "wasm/api/common.hpp"
#include "wasm/model/months.hpp"

/// `/api/fixed-payments`
namespace budgeting::api {

inline constexpr std::array fixed_payment_endpoints{
    creates<model::fixed_payment, no_lists>("createFixedPayment", "/api/fixed-payments", "Month"),
    changes<model::fixed_payment, no_lists>("updateFixedPayment", "/api/fixed-payments/:id"),
    removes<model::fixed_payment>("deleteFixedPayment", "/api/fixed-payments/:id"),
};

}  // namespace budgeting::api
