#include "wasm/domain/decimal.hpp"

#include <algorithm>

namespace budgeting::domain {
namespace {

/// A number multiplied by a power of ten, rounded half away from zero.
struct Scaled {
  bool negative = false;       ///< the number is below zero, even if it rounds to zero
  bool exact = true;           ///< no rounding was necessary
  std::int64_t magnitude = 0;  ///< at most `ceiling`
};

/// Larger than any column can hold; further digits no longer matter.
constexpr std::int64_t ceiling = 100'000'000'000'000'000;
/// Larger than the number of digits that a body can have (1 MiB).
constexpr std::int64_t exponent_ceiling = 100'000'000;

constexpr bool is_digit(char character) noexcept { return character >= '0' && character <= '9'; }

std::int64_t exponent_of(std::string_view text) noexcept {
  std::int64_t exponent = 0;
  for (const char character : text) {
    if (is_digit(character)) exponent = std::min(exponent * 10 + (character - '0'), exponent_ceiling);
  }
  return !text.empty() && text.front() == '-' ? -exponent : exponent;
}

Scaled scale(std::string_view number, std::int64_t shift) noexcept {
  Scaled scaled;
  const bool minus = !number.empty() && number.front() == '-';
  if (minus) number.remove_prefix(1);
  const std::size_t mark = number.find_first_of("eE");
  const std::string_view mantissa = number.substr(0, mark);
  const std::int64_t exponent = mark == std::string_view::npos ? 0 : exponent_of(number.substr(mark + 1));
  const auto whole_digits = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));

  // The first `kept` digits form the result; the next one decides the rounding.
  const std::int64_t kept = whole_digits + exponent + shift;
  std::int64_t position = 0;
  bool any_digit_set = false;
  bool round_up = false;
  for (const char character : mantissa) {
    if (!is_digit(character)) continue;
    const std::int64_t digit = character - '0';
    any_digit_set = any_digit_set || digit != 0;
    if (position < kept) {
      scaled.magnitude = std::min(scaled.magnitude * 10 + digit, ceiling);
    } else {
      scaled.exact = scaled.exact && digit == 0;
      round_up = round_up || (position == kept && digit >= 5);
    }
    ++position;
  }
  for (; position < kept && scaled.magnitude != 0 && scaled.magnitude < ceiling; ++position) {
    scaled.magnitude *= 10;
  }
  if (round_up) ++scaled.magnitude;
  scaled.negative = minus && any_digit_set;
  return scaled;
}

std::optional<std::int32_t> column_value(const Scaled& scaled) noexcept {
  const std::int64_t value = scaled.negative ? -scaled.magnitude : scaled.magnitude;
  if (value > column_max || value < -column_max - 1) return std::nullopt;
  return static_cast<std::int32_t>(value);
}

}  // namespace

std::optional<std::int32_t> cents_from_units(std::string_view number) noexcept {
  return column_value(scale(number, 2));
}

std::optional<std::int64_t> integer(std::string_view number, std::int64_t most) noexcept {
  const Scaled scaled = scale(number, 0);
  const std::int64_t value = scaled.negative ? -scaled.magnitude : scaled.magnitude;
  if (!scaled.exact || value > most || value < -most - 1) return std::nullopt;
  return value;
}

bool is_whole(std::string_view number) noexcept { return scale(number, 0).exact; }

bool is_negative(std::string_view number) noexcept { return scale(number, 0).negative; }

}  // namespace budgeting::domain
