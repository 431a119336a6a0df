#pragma once

#include <optional>
#include <ranges>
#include <string>

namespace budgeting::query {

/// A PostgreSQL array literal of the texts that `value` returns for the items, null where it returns none.
/// The texts are digits or booleans, which need no quotes.
std::string array_of(const std::ranges::range auto& items, auto value) {
  std::string literal = "{";
  for (const auto& item : items) {
    if (literal.size() > 1) literal += ',';
    literal += value(item).value_or("NULL");
  }
  return literal + "}";
}

}  // namespace budgeting::query
