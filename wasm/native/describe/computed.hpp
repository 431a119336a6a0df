#pragma once

#include "wasm/native/describe/json.hpp"

namespace budgeting::describe {

/// The schemas of responses that are not made of a table's columns: the summaries, and the results of
/// actions.
Members computed_schemas();

}  // namespace budgeting::describe
