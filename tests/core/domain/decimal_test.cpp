#include "wasm/domain/decimal.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <string>

using namespace budgeting::domain;

namespace {

struct Case {
  const char* number;
  std::int32_t value;
};

/// The same rule by another way: digits as whole thousandths, 128 bits wide.
std::optional<std::int32_t> naive_cents(bool minus, std::uint64_t whole, std::uint32_t thousandths) {
  __extension__ using Wide = __int128;
  const Wide total = static_cast<Wide>(whole) * 1000 + thousandths;
  Wide cents = total / 10 + (total % 10 >= 5 ? 1 : 0);
  if (minus) cents = -cents;
  if (cents > 2147483647 || cents < -static_cast<Wide>(2147483648)) return std::nullopt;
  return static_cast<std::int32_t>(cents);
}

}  // namespace

TEST_CASE("currency units become cents, exactly and half away from zero") {
  const Case cases[] = {
      {"0", 0},           {"-0", 0},
      {"-0.0", 0},        {"1", 100},
      {"1.005", 101},     {"1.0049999", 100},
      {"0.1", 10},        {"0.01", 1},
      {"0.005", 1},       {"0.00499999999999999999999", 0},
      {"1e2", 10000},     {"1E+2", 10000},
      {"1e-2", 1},        {"5e-3", 1},
      {"4.9e-3", 0},      {"1234.5", 123450},
      {"1.115", 112},     {"2.675", 268},
      {"-1.005", -101},   {"21474836.47", 2147483647},
      {"0.0e99", 0},      {"21474836.474999", 2147483647},
      {"1e-400", 0},      {"0.00000000000000000000001e25", 10000},
      {"100000e-5", 100}, {"1e-99999999999999999999", 0},
  };
  for (const Case& known : cases) {
    CAPTURE(known.number);
    CHECK(cents_from_units(known.number) == known.value);
  }
}

TEST_CASE("cents that do not fit in a column are rejected") {
  for (const char* number : {"21474836.48", "21474836.475", "1e10", "1e400", "99999999999999999999",
                             "1e99999999999999999999", "-21474836.49"}) {
    CAPTURE(number);
    CHECK(cents_from_units(number) == std::nullopt);
  }
}

TEST_CASE("cents agree with integer arithmetic on random amounts") {
  std::mt19937_64 random(7);
  for (int round = 0; round < 20'000; ++round) {
    const bool minus = random() % 2 == 0;
    const std::uint64_t whole = random() % (round % 3 == 0 ? 30'000'000 : 1'000);
    const auto thousandths = static_cast<std::uint32_t>(random() % 1000);
    std::string fraction = std::to_string(1000 + thousandths).substr(1);
    const std::string number = (minus ? "-" : "") + std::to_string(whole) + "." + fraction;
    CAPTURE(number);
    CHECK(cents_from_units(number) == naive_cents(minus, whole, thousandths));
  }
}

TEST_CASE("moving the decimal point into the exponent changes nothing") {
  std::mt19937_64 random(8);
  for (int round = 0; round < 5'000; ++round) {
    const std::uint64_t digits = random() % 10'000'000'000;
    const auto shift = static_cast<int>(random() % 12);
    std::string text = std::to_string(digits);
    if (static_cast<int>(text.size()) <= shift) {
      text.insert(0, static_cast<std::size_t>(shift) + 1 - text.size(), '0');
    }
    const std::string plain =
        text.substr(0, text.size() - static_cast<std::size_t>(shift)) +
        (shift == 0 ? "" : "." + text.substr(text.size() - static_cast<std::size_t>(shift)));
    const std::string scientific = std::to_string(digits) + "e-" + std::to_string(shift);
    std::uint64_t divisor = 1;
    for (int step = 0; step < shift; ++step) divisor *= 10;
    const std::uint64_t cents = (digits * 200 + divisor) / (2 * divisor);
    const auto expected =
        cents > 2'147'483'647 ? std::nullopt : std::optional(static_cast<std::int32_t>(cents));
    CAPTURE(plain);
    CHECK(cents_from_units(plain) == expected);
    CHECK(cents_from_units(scientific) == expected);
  }
}

TEST_CASE("integers may be written with a point or an exponent, but must be whole") {
  const Case cases[] = {{"1", 1},
                        {"1.0", 1},
                        {"1e2", 100},
                        {"-0", 0},
                        {"100e-2", 1},
                        {"1.5e1", 15},
                        {"2147483647", 2147483647},
                        {"-2147483648", -2147483647 - 1},
                        {"0.2147483647e10", 2147483647}};
  for (const Case& known : cases) {
    CAPTURE(known.number);
    CHECK(integer(known.number) == known.value);
  }
  for (const char* number : {"1.5", "0.1", "1e-1", "2147483648", "-2147483649", "1e400", "1e-400",
                             "1.00000000000000000000000000001"}) {
    CAPTURE(number);
    CHECK(integer(number) == std::nullopt);
  }
}

TEST_CASE("integers may exceed a column's range if the caller allows it") {
  constexpr std::int64_t most = 9007199254740991;
  for (const char* number : {"9007199254740991", "9007199254740991.0", "0.9007199254740991e16"}) {
    CAPTURE(number);
    CHECK(integer(number, most) == most);
    CHECK(integer(number) == std::nullopt);
  }
  CHECK(integer("-9007199254740992", most) == -most - 1);
  for (const char* number :
       {"9007199254740992", "-9007199254740993", "9007199254740991.5", "9e15000", "18446744073709551617"}) {
    CAPTURE(number);
    CHECK(integer(number, most) == std::nullopt);
  }
}

TEST_CASE("a number is negative if it is below zero, however little") {
  for (const char* number : {"-1", "-0.001", "-1e-400", "-0.000000000000000000000000000001"}) {
    CAPTURE(number);
    CHECK(is_negative(number));
  }
  for (const char* number : {"0", "-0", "-0.000", "-0e5", "1", "1e-400"}) {
    CAPTURE(number);
    CHECK_FALSE(is_negative(number));
  }
}
