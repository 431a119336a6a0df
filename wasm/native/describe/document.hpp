#pragma once

#include "wasm/native/describe/json.hpp"

namespace budgeting::describe {

/// The description of the whole API, as OpenAPI 3.1 has it.
Json document(std::string_view version);

}  // namespace budgeting::describe
