#pragma once

#include <optional>
#include <ranges>
#include <string>

namespace budgeting::query {

/// A PostgreSQL array literal (postgresql.org/docs/17/arrays.html, 8.15.6) of the texts that `value` returns
/// for the items, null where it returns none. Digits and booleans need no quotes.
std::string array_of(const std::ranges::range auto& items, bool is_quoted, auto value) {
  std::string literal = "{";
  for (const auto& item : items) {
    if (literal.size() > 1) literal += ',';
    const std::optional<std::string>& text = value(item);
    if (!text || !is_quoted) {
      literal += text.value_or("NULL");
      continue;
    }
    literal += '"';
    for (const char character : *text) {
      if (character == '"' || character == '\\') literal += '\\';
      literal += character;
    }
    literal += '"';
  }
  return literal + "}";
}

}  // namespace budgeting::query
