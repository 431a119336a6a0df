#include "wasm/json/stored.hpp"

#include <charconv>

#include "wasm/json/text.hpp"

namespace budgeting::json {
namespace {

/// The text without any leading `characters`.
std::string_view skip(std::string_view text, std::string_view characters) noexcept {
  const std::size_t at = text.find_first_not_of(characters);
  if (at == std::string_view::npos) __builtin_trap();
  return text.substr(at);
}

/// The length of a string, including its quotes.
std::size_t string_length(std::string_view text) noexcept {
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  __builtin_trap();
}

/// The length of an object or an array, including its brackets.
std::size_t nested_length(std::string_view text) noexcept {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char character = text[at];
    if (character == '"') {
      at += string_length(text.substr(at)) - 1;
    } else if (character == '{' || character == '[') {
      ++depth;
    } else if ((character == '}' || character == ']') && --depth == 0) {
      return at + 1;
    }
  }
  __builtin_trap();
}

}  // namespace

Stored::Stored(std::string_view text) noexcept : text_(skip(text, white_space)) {}

std::size_t Stored::length(std::string_view text) noexcept {
  if (text.front() == '"') return string_length(text);
  if (text.front() == '{' || text.front() == '[') return nested_length(text);
  const std::size_t end = text.find_first_of(",]} \t\r\n");
  return end == std::string_view::npos ? text.size() : end;
}

std::string_view Stored::first(std::string_view text, char bracket) noexcept {
  if (text.front() != bracket) __builtin_trap();
  return skip(text.substr(1), white_space);
}

std::string_view Stored::behind(std::string_view text) noexcept {
  text = skip(text.substr(length(text)), white_space);
  return text.front() == ',' ? skip(text.substr(1), white_space) : text;
}

std::int64_t Stored::integer() const noexcept {
  const std::string_view text = token();
  std::int64_t number = 0;
  const std::from_chars_result result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) __builtin_trap();
  return number;
}

Stored Stored::member(std::string_view name) const noexcept {
  std::string_view rest = first(text_, '{');
  while (rest.front() == '"') {
    const std::string_view key = rest.substr(1, string_length(rest) - 2);
    rest = skip(rest.substr(key.size() + 2), ": \t\r\n");
    if (key == name) return Stored(rest);
    rest = behind(rest);
  }
  __builtin_trap();
}

}  // namespace budgeting::json
