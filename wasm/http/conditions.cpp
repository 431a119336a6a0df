#include "wasm/http/conditions.hpp"

#include <algorithm>

namespace budgeting::http {
namespace {

std::string_view trimmed(std::string_view text) noexcept {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string_view unquoted(std::string_view text) noexcept {
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

/// Ours are 64 bits in hexadecimal.
bool may_be_ours(std::string_view tag) noexcept {
  constexpr std::size_t most_digits = 16;
  return !tag.empty() && tag.size() <= most_digits && std::all_of(tag.begin(), tag.end(), [](char digit) {
    return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
  });
}

}  // namespace

std::optional<std::string> entity_tags(std::string_view header) {
  if (header.empty()) return std::nullopt;
  std::string literal = "{";
  while (!header.empty()) {
    const std::size_t comma = std::min(header.find(','), header.size());
    std::string_view tag = trimmed(header.substr(0, comma));
    header.remove_prefix(std::min(comma + 1, header.size()));
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag != "*") tag = unquoted(tag);
    if (tag != "*" && !may_be_ours(tag)) continue;
    if (literal.size() > 1) literal += ',';
    literal += tag;
  }
  return literal + "}";
}

std::optional<std::string_view> idempotency_key(std::string_view header) noexcept {
  constexpr std::size_t most_characters = 255;
  const std::string_view key = unquoted(header);
  const bool visible =
      std::all_of(key.begin(), key.end(), [](char each) { return each > ' ' && each <= '~'; });
  if (key.empty() || key.size() > most_characters || !visible) return std::nullopt;
  return key;
}

}  // namespace budgeting::http
