#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace budgeting::statements {

/// No amount is as large as this (900 thousand million units), so a sum of 100,000 of them fits in 64 bits.
constexpr std::int64_t most_cents = 90'000'000'000'000;

/// What became of the text of an amount.
enum class Reading : std::uint8_t {
  exact,
  nothing,      ///< no amount is there: blanks, a dash, a currency alone
  unreadable,   ///< this is no amount
  ambiguous,    ///< a single point before three digits: thousands or decimals
  too_precise,  ///< parts of a cent
  too_large,
};

/// An amount as it is written, before it is known which separator is the decimal one.
struct Written {
  Reading reading = Reading::nothing;
  bool is_negative = false;
  bool has_sign = false;          ///< a sign, parentheses, or a word such as `Cr`
  bool is_marked_credit = false;  ///< the sign is a word such as `Cr`
  std::uint8_t size = 0;
  char digits[40] = {};  ///< digits and the separators `.`, `,` and `'` (which also stands for a blank)
};

/// Reads currencies in any place, signs (also U+2212) before or behind, parentheses, `Cr` and `Dr`, and
/// blanks of any kind between groups of digits.
Written written_amount(std::string_view text) noexcept;

/// The decimal separator that the amount shows, by having both separators or by other than three digits
/// behind the only one: '.' or ','; 0 if it does not show.
char decimal_separator(const Written& written) noexcept;

/// An amount in cents.
struct Amount {
  Reading reading = Reading::nothing;
  std::int64_t cents = 0;
};

/// The exact amount. `decimal` is the separator in the rest of the file, which decides what `1,234` is; 0 if
/// that is unknown. If `is_strict`, only `decimal` is one. Whole numbers are units.
Amount amount_of(const Written& written, char decimal, bool is_strict = false) noexcept;

/// The exact amount in a text of its own, such as an element of OFX.
Amount read_amount(std::string_view text, char decimal = 0) noexcept;

/// Why `text` is not an amount, as the end of a sentence that names it.
std::string why_not(Reading reading, std::string_view text);

/// Appends cents as units with a decimal point: -1234.05.
void append_units(std::string& out, std::int64_t cents);

}  // namespace budgeting::statements
