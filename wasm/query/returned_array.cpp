#include "wasm/query/returned_array.hpp"

#include <algorithm>

namespace budgeting::query {
namespace {

constexpr std::string_view null = "NULL";

/// One more than there are commas: at least as many as there are items.
std::size_t most_items(std::string_view array) noexcept {
  return static_cast<std::size_t>(std::count(array.begin(), array.end(), ',')) + 1;
}

/// The length of a quoted text without its quotes, after the first one.
std::size_t quoted_length(std::string_view text) noexcept {
  std::size_t at = 0;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  if (at >= text.size()) __builtin_trap();
  return at;
}

}  // namespace

std::vector<std::string_view> returned_numbers(std::string_view array) {
  std::vector<std::string_view> numbers;
  numbers.reserve(most_items(array));
  std::size_t begin = 0;
  for (std::size_t at = 0; at < array.size(); ++at) {
    const char character = array[at];
    if (character != ',' && character != '{' && character != '}') continue;
    if (at > begin) numbers.push_back(array.substr(begin, at - begin));
    begin = at + 1;
  }
  return numbers;
}

std::vector<ReturnedText> returned_texts(std::string_view array) {
  if (!array.starts_with('{') || !array.ends_with('}')) __builtin_trap();
  array = array.substr(1, array.size() - 2);
  std::vector<ReturnedText> texts;
  texts.reserve(most_items(array));
  while (!array.empty()) {
    std::size_t end = 0;
    if (array.front() == '"') {
      array.remove_prefix(1);
      end = quoted_length(array);
      texts.push_back({array.substr(0, end)});
      ++end;
    } else {
      end = std::min(array.find(','), array.size());
      const std::string_view text = array.substr(0, end);
      texts.push_back({text, text == null});
    }
    array.remove_prefix(std::min(end + 1, array.size()));
  }
  return texts;
}

}  // namespace budgeting::query
