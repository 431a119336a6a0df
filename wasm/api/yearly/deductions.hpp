#pragma once

#include "wasm/api/common.hpp"
#include "wasm/model/yearly.hpp"

/// `/api/yearly/deductions`
namespace budgeting::api {

inline constexpr std::array deduction_endpoints{
    creates<model::deduction, no_lists>("createDeduction", "/api/yearly/deductions", "Income entry"),
    changes<model::deduction, no_lists>("updateDeduction", "/api/yearly/deductions/:id"),
    removes<model::deduction>("deleteDeduction", "/api/yearly/deductions/:id"),
};

}  // namespace budgeting::api
