#include "wasm/domain/day.hpp"

namespace budgeting::domain {
namespace {

/// The number that the `count` characters from `begin` form; -1 if one of them is not a digit.
std::int32_t number_at(std::string_view text, std::size_t begin, std::size_t count) noexcept {
  std::int32_t number = 0;
  for (const char digit : text.substr(begin, count)) {
    if (digit < '0' || digit > '9') return -1;
    number = number * 10 + (digit - '0');
  }
  return number;
}

void append_padded(std::string& out, std::int32_t number, std::int32_t divisor) {
  for (; divisor > 0; divisor /= 10) out += static_cast<char>('0' + number / divisor % 10);
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) noexcept {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const Date date{number_at(text, 0, 4), number_at(text, 5, 2), number_at(text, 8, 2)};
  if (!is_valid(date)) return std::nullopt;
  return day_of(date);
}

void append_day(std::string& out, Day day) {
  const Date date = date_of(day);
  append_padded(out, date.year, 1000);
  out += '-';
  append_padded(out, date.month, 10);
  out += '-';
  append_padded(out, date.day, 10);
}

}  // namespace budgeting::domain
