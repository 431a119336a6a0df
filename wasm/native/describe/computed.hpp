#pragma once

#include "wasm/native/describe/json.hpp"

namespace budgeting::describe {

/// The schemas of answers that no table has the columns of: the summaries, and what actions tell.
Members computed_schemas();

}  // namespace budgeting::describe
