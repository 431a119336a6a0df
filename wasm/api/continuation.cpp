#include "wasm/api/continuation.hpp"

#include <charconv>

#include "wasm/api/endpoints.hpp"
#include "wasm/json/writer.hpp"

namespace budgeting::api {
namespace {

/// Removes a number and the space after it from the front of `text`, and returns the number.
std::int64_t take_number(std::string_view& text) {
  std::int64_t number = 0;
  const std::from_chars_result result = std::from_chars(text.data(), text.data() + text.size(), number);
  const auto length = static_cast<std::size_t>(result.ptr - text.data());
  if (result.ec != std::errc{} || length >= text.size() || text[length] != ' ') __builtin_trap();
  text.remove_prefix(length + 1);
  return number;
}

/// Removes the text up to the next space, and that space, from the front of `text`, and returns the text.
std::string_view take_word(std::string_view& text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) __builtin_trap();
  const std::string_view word = text.substr(0, space);
  text.remove_prefix(space + 1);
  return word;
}

}  // namespace

std::string Continuation::text() const {
  std::string text;
  json::append_integer(text, endpoint - routes().data());
  text += ' ';
  json::append_integer(text, number);
  text += is_keyed ? " 1 " : " 0 ";
  json::append_integer(text, attempts);
  text += may_have_been_made ? " 1 " : " 0 ";
  text += wide;
  text += ' ';
  text += condition;
  text += ' ';
  text += request_id;
  return text;
}

Continuation Continuation::from(std::string_view text) {
  const auto at = static_cast<std::size_t>(take_number(text));
  if (at >= routes().size()) __builtin_trap();
  const std::int64_t number = take_number(text);
  const bool is_keyed = take_number(text) == 1;
  const std::int64_t attempts = take_number(text);
  const bool may_have_been_made = take_number(text) == 1;
  const std::string_view wide = take_word(text);
  const std::string_view condition = take_word(text);
  return {&routes()[at], number, is_keyed, attempts, may_have_been_made, wide, condition, text};
}

}  // namespace budgeting::api
