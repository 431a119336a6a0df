#pragma once

#include "wasm/api/common.hpp"
#include "wasm/model/months.hpp"

/// `/api/categories`
namespace budgeting::api {

inline constexpr std::array category_endpoints{
    creates<model::category, model::category_lists>("createCategory", "/api/categories", "Month"),
    changes<model::category, no_lists>("updateCategory", "/api/categories/:id"),
    removes<model::category>("deleteCategory", "/api/categories/:id"),
};

}  // namespace budgeting::api
