#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/model/entity.hpp"

namespace budgeting::api {

/// The JSON of a tree. `columns` are the arrays that its statement returned (`query/tree.hpp`): of each table
/// the numbers, then its texts column by column. None means that the table has no rows.
std::string tree_json(const model::Tree& tree, const std::vector<std::optional<std::string_view>>& columns);

}  // namespace budgeting::api
