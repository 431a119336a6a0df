#pragma once

#include "wasm/api/common.hpp"
#include "wasm/model/yearly.hpp"

/// `/api/yearly/sections`
namespace budgeting::api {

inline constexpr std::array section_endpoints{
    changes<model::section, no_lists>("updateSection", "/api/yearly/sections/:id"),
};

}  // namespace budgeting::api
