#pragma once

#include <optional>
#include <ranges>
#include <string>

namespace budgeting::query {

/// An array literal of PostgreSQL's from the text that `value` gives for each item, if any; the texts are
/// digits or truths, which need no quotes.
std::string array_of(const std::ranges::range auto& items, auto value) {
  std::string literal = "{";
  for (const auto& item : items) {
    if (literal.size() > 1) literal += ',';
    literal += value(item).value_or("NULL");
  }
  return literal + "}";
}

}  // namespace budgeting::query
