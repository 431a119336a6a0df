#include "wasm/api/words.hpp"

#include <charconv>

#include "wasm/api/endpoints.hpp"
#include "wasm/json/writer.hpp"

namespace budgeting::api {

void append_word(std::string& text, std::int64_t number) {
  json::append_integer(text, number);
  text += ' ';
}

void append_word(std::string& text, std::string_view word) {
  text += word;
  text += ' ';
}

std::string_view take_word(std::string_view& text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) __builtin_trap();
  const std::string_view word = text.substr(0, space);
  text.remove_prefix(space + 1);
  return word;
}

std::int64_t take_number(std::string_view& text) {
  const std::string_view word = take_word(text);
  std::int64_t number = 0;
  const std::from_chars_result read = std::from_chars(word.data(), word.data() + word.size(), number);
  if (read.ec != std::errc{} || read.ptr != word.data() + word.size()) __builtin_trap();
  return number;
}

const Endpoint& take_endpoint(std::string_view& text) {
  const auto place = static_cast<std::size_t>(take_number(text));
  if (place >= routes().size()) __builtin_trap();
  return routes()[place];
}

}  // namespace budgeting::api
