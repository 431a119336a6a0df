#pragma once

#include <optional>
#include <ranges>
#include <string>
#include <string_view>

namespace budgeting::query {

/// A PostgreSQL array literal (postgresql.org/docs/17/arrays.html, 8.15.6) of the texts that `value` returns
/// for the items, null where it returns none. Digits and booleans need no quotes, so only `text[]` has them.
std::string array_of(const std::ranges::range auto& items, std::string_view type, auto value) {
  const bool is_quoted = type == "text[]";
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
