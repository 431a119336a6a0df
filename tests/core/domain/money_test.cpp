#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include "wasm/domain/decimal.hpp"

using namespace budgeting::domain;

namespace {

/// A decimal number as it is done on paper: digits of any number before and behind the point.
struct Paper {
  bool minus = false;
  std::string whole;
  std::string fraction;

  [[nodiscard]] bool is_zero() const {
    return (whole + fraction).find_first_not_of('0') == std::string::npos;
  }

  /// Moves the point by that many places, to the right if it is above zero.
  void shift(int places) {
    for (; places > 0; --places) {
      whole += fraction.empty() ? '0' : fraction.front();
      fraction.erase(0, fraction.empty() ? 0 : 1);
    }
    for (; places < 0; ++places) {
      fraction.insert(0, 1, whole.empty() ? '0' : whole.back());
      if (!whole.empty()) whole.pop_back();
    }
  }

  /// Half away from zero, with a carry from digit to digit.
  void round() {
    const bool up = !fraction.empty() && fraction.front() >= '5';
    fraction.clear();
    if (!up) return;
    for (std::size_t at = whole.size(); at > 0; --at) {
      if (whole[at - 1] != '9') {
        ++whole[at - 1];
        return;
      }
      whole[at - 1] = '0';
    }
    whole.insert(0, 1, '1');
  }

  /// The whole digits as a column's value: compared with its ends as text, by length first.
  [[nodiscard]] std::optional<std::int32_t> column() const {
    const std::string digits = whole.substr(std::min(whole.find_first_not_of('0'), whole.size()));
    const std::string most = minus ? "2147483648" : "2147483647";
    if (digits.size() > most.size() || (digits.size() == most.size() && digits > most)) return std::nullopt;
    std::int64_t value = 0;
    for (const char digit : digits) value = value * 10 + (digit - '0');
    return static_cast<std::int32_t>(minus ? -value : value);
  }
};

class Numbers {
 public:
  explicit Numbers(unsigned seed) : random_(seed) {}

  /// A number of any shape that JSON allows, and the same on paper.
  std::string next(Paper& paper) {
    paper.minus = one_in(3);
    paper.whole = one_in(3) ? "0" : digits(1, one_in(5) ? 60 : 10);
    if (paper.whole.size() > 1 && paper.whole.front() == '0') paper.whole.front() = '2';
    paper.fraction = one_in(4) ? "" : digits(1, one_in(5) ? 60 : 5);
    std::string text = (paper.minus ? "-" : "") + paper.whole;
    if (!paper.fraction.empty()) text += "." + paper.fraction;
    if (one_in(2)) return text;
    const int exponent = static_cast<int>(random_() % (one_in(6) ? 200 : 14));
    const bool down = one_in(2);
    text += one_in(2) ? "e" : "E";
    text += down ? "-" : one_in(2) ? "+" : "";
    if (one_in(4)) text += "00";
    text += std::to_string(exponent);
    paper.shift(down ? -exponent : exponent);
    return text;
  }

 private:
  bool one_in(unsigned chances) { return random_() % chances == 0; }

  /// Mostly any digits; sometimes those at which rounding and carrying happen.
  std::string digits(unsigned least, unsigned most) {
    const std::size_t count = least + random_() % (most - least + 1);
    const std::string_view from = one_in(4) ? "0459" : "0123456789";
    std::string text;
    while (text.size() < count) text += from[random_() % from.size()];
    return text;
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("cents, integers and signs agree with arithmetic on paper, for 30,000 numbers of any shape") {
  Numbers numbers(31);
  int stored = 0;
  int whole = 0;
  for (int round = 0; round < 30'000; ++round) {
    Paper paper;
    const std::string text = numbers.next(paper);
    CAPTURE(text);
    CHECK(is_negative(text) == (paper.minus && !paper.is_zero()));
    const bool integral = paper.fraction.find_first_not_of('0') == std::string::npos;
    CHECK(integer(text) == (integral ? paper.column() : std::nullopt));
    whole += integral ? 1 : 0;

    paper.shift(2);
    paper.round();
    CHECK(cents_from_units(text) == paper.column());
    stored += paper.column() ? 1 : 0;
  }
  // Or the numbers would be no test.
  CHECK(stored > 8'000);
  CHECK(stored < 25'000);
  CHECK(whole > 3'000);
}

TEST_CASE("rounding is exact near powers of ten and near the ends of a column's range") {
  for (std::int64_t cents = 1; cents <= 1'000'000'000; cents *= 10) {
    const std::string units = std::to_string(cents / 100);
    const std::string rest = std::to_string(100 + cents % 100).substr(1);
    CAPTURE(cents);
    CHECK(cents_from_units(units + "." + rest) == cents);
    CHECK(cents_from_units(units + "." + rest + "4" + std::string(1000, '9')) == cents);
    CHECK(cents_from_units(units + "." + rest + "5") == cents + 1);
    CHECK(cents_from_units("-" + units + "." + rest + "5") == -cents - 1);
    CHECK(cents_from_units(std::to_string(cents) + "e-2") == cents);
  }
  CHECK(cents_from_units("21474836.47499999999999999999999999") == 2147483647);
  CHECK_FALSE(cents_from_units("21474836.475"));
  CHECK(cents_from_units("-21474836.48499") == -2147483647 - 1);
  CHECK_FALSE(cents_from_units("-21474836.485"));
}
