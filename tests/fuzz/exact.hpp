#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Decimal arithmetic on strings of digits, independent of `wasm/domain/decimal.cpp`: digits are moved, not
/// computed with.
namespace fuzz {

struct Exact {
  bool below_zero = false;
  bool whole = true;                   ///< nothing was rounded away
  std::optional<std::int32_t> column;  ///< nothing if it does not fit 32 bits
  std::optional<std::int64_t> value;   ///< nothing if it has more than 16 digits
};

/// The JSON number `text` times 10^`shift`, rounded half away from zero.
inline Exact exact(std::string_view text, int shift) {
  const bool minus = text.front() == '-';
  std::string_view mantissa = text.substr(minus ? 1 : 0);
  std::int64_t zeros = shift;  // to append, or below zero digits to cut off
  if (const std::size_t mark = mantissa.find_first_of("eE"); mark != std::string_view::npos) {
    std::string_view exponent = mantissa.substr(mark + 1);
    mantissa = mantissa.substr(0, mark);
    const bool down = exponent.front() == '-';
    exponent.remove_prefix(exponent.find_first_of("0123456789"));
    exponent.remove_prefix(std::min(exponent.find_first_not_of('0'), exponent.size()));
    const std::int64_t size = exponent.size() > 9 ? 1'000'000'000 : std::stoll("0" + std::string(exponent));
    zeros += down ? -size : size;
  }
  std::string digits(mantissa);
  if (const std::size_t point = digits.find('.'); point != std::string::npos) {
    zeros -= static_cast<std::int64_t>(digits.size() - point - 1);
    digits.erase(point, 1);
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.empty()) return {false, true, 0, 0};

  Exact result{minus, true, std::nullopt, std::nullopt};
  bool up = false;
  if (zeros < 0) {
    const auto cut = static_cast<std::uint64_t>(-zeros);
    if (cut > digits.size()) return {minus, false, 0, 0};
    const std::string gone = digits.substr(digits.size() - cut);
    digits.resize(digits.size() - cut);
    result.whole = gone.find_first_not_of('0') == std::string::npos;
    up = gone.front() >= '5';
  } else if (zeros < 20) {
    digits.append(static_cast<std::size_t>(zeros), '0');
  }
  if (zeros >= 20 || digits.size() > 16) return result;
  const std::int64_t magnitude = std::stoll("0" + digits) + (up ? 1 : 0);
  const std::int64_t value = minus ? -magnitude : magnitude;
  result.value = value;
  if (value >= INT32_MIN && value <= INT32_MAX) result.column = static_cast<std::int32_t>(value);
  return result;
}

}  // namespace fuzz
