#pragma once

#include "wasm/native/describe/json.hpp"

namespace budgeting::describe {

/// The description of the whole API in OpenAPI 3.1.
Json document(std::string_view version);

}  // namespace budgeting::describe
