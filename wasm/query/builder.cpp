#include "wasm/query/builder.hpp"

#include <algorithm>

namespace budgeting::query {

std::string text(const Statement& statement, bool keyed) {
  std::string_view rest = statement.sql;
  std::string text;
  text.reserve(rest.size());
  while (!rest.empty()) {
    const std::size_t begin = std::min(rest.find(part_begin), rest.size());
    text += rest.substr(0, begin);
    rest.remove_prefix(begin);
    if (rest.empty()) break;
    const std::size_t end = rest.find(part_end);
    if (keyed) text += rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
  }
  return text;
}

std::span<const Parameter> parameters(const Statement& statement, bool keyed) noexcept {
  return keyed ? statement.parameters : statement.parameters.first(statement.without_key);
}

}  // namespace budgeting::query
