#pragma once

#include "wasm/api/common.hpp"
#include "wasm/model/yearly.hpp"

/// `/api/yearly/income-entries`
namespace budgeting::api {

inline constexpr std::array income_entry_endpoints{
    changes<model::income_entry, model::income_entry_lists>("updateIncomeEntry",
                                                            "/api/yearly/income-entries/:id"),
};

}  // namespace budgeting::api
