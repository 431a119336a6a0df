#include "wasm/statements/amounts.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "tests/statements/support.hpp"

using namespace budgeting::statements;

namespace {

struct Case {
  const char* text;
  std::int64_t cents;
};

/// `units` with a separator between groups of three digits.
std::string grouped(std::int64_t units, const std::string& separator) {
  std::string digits = std::to_string(units);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, separator);
  return digits;
}

}  // namespace

TEST_CASE("amounts are read in every form that banks use") {
  const Case cases[] = {
      {"0", 0},
      {"12", 1200},
      {"R-50.00", -5000},
      {"-R50.00", -5000},
      {"R 1 000.00", 100000},
      {"1\xC2\xA0"
       "000,00",
       100000},
      {"1\xE2\x80\xAF"
       "000,00",
       100000},
      {"1.234,56", 123456},
      {"1,234.56", 123456},
      {"12,34,567.89", 123456789},
      {"1'234.56", 123456},
      {"1\xE2\x80\x99"
       "234.56",
       123456},
      {"(R200.00)", -20000},
      {"(1,000)", -100000},
      {"150.00-", -15000},
      {"150.00 Dr", -15000},
      {"150.00DR.", -15000},
      {"150.00 Cr", 15000},
      {"-150.00 DR", -15000},
      {"12,00 S", -1200},
      {"12,00 H", 1200},
      {"ZAR -50.00", -5000},
      {"+ \xC2\xA3"
       "1,100.00 CR",
       110000},
      {"US$ 5", 500},
      {"Rs. 500", 50000},
      {"kr 500,-", 50000},
      {"50.-", 5000},
      {"1'000.--", 100000},
      {".50", 50},
      {"-.5", -50},
      {"50.", 5000},
      {"-110.7", -11070},
      {"\xE2\x88\x92"
       "75.25",
       -7525},
      {"\xE2\x80\x8E\xE2\x82\xAC\xE2\x80\x8E 12.00", 1200},
      {"000000000050,00", 5000},
      {"0.500", 50},
      {"12.5000", 1250},
      {"1,234", 123400},
      {"1.234.567", 123456700},
      {"12 345 678,90 z\xC5\x82", 1234567890},
  };
  for (const Case& known : cases) {
    CAPTURE(known.text);
    const Amount amount = read_amount(known.text);
    CHECK(amount.reading == Reading::exact);
    CHECK(amount.cents == known.cents);
  }
}

TEST_CASE("what is no amount is told apart") {
  for (const char* text : {"", "  ", "-", "--", "R", "R -", "\xE2\x82\xAC", "EUR", "\xE2\x80\x93"}) {
    CAPTURE(text);
    CHECK(read_amount(text).reading == Reading::nothing);
  }
  for (const char* text :
       {"abc",   "x",       "1.2.3",     "1,2,3",      "5-5",   "--5",           "+-5",   "(5",
        "5)",    "1 2",     "1,0000.00", "2026-01-31", "12:30", "1.234,567,890", "5 %",   "-5 CR",
        "+5 DR", "5 CR DR", ".",         ",",          "1e5",   "0x10",          "12/13", "''"}) {
    CAPTURE(text);
    CHECK(read_amount(text).reading == Reading::unreadable);
  }
  CHECK(read_amount("1.234").reading == Reading::ambiguous);
  CHECK(read_amount("12.505").reading == Reading::ambiguous);
  CHECK(read_amount("12.5051").reading == Reading::too_precise);
  CHECK(read_amount("1,234.567").reading == Reading::too_precise);
  CHECK(read_amount("900000000000.00").reading == Reading::too_large);
  CHECK(read_amount("-899999999999.99").cents == -89'999'999'999'999);
  CHECK(read_amount(std::string(5'000'000, '9')).reading == Reading::too_large);
}

TEST_CASE("the rest of the file decides what one separator before three digits is") {
  const Written written = written_amount("1.234");
  CHECK(amount_of(written, ',').cents == 123400);
  CHECK(amount_of(written, '.').reading == Reading::too_precise);
  CHECK(amount_of(written_amount("1,234"), ',').reading == Reading::too_precise);
  CHECK(amount_of(written_amount("1,230"), ',').cents == 123);
  CHECK(amount_of(written_amount("1,234"), '.').cents == 123400);
}

TEST_CASE("a separator that the caller names is the only one") {
  CHECK(amount_of(written_amount("12,50"), '.', true).reading == Reading::unreadable);
  CHECK(amount_of(written_amount("1,250"), '.', true).cents == 125000);
  CHECK(amount_of(written_amount("1.250"), ',', true).cents == 125000);
  CHECK(amount_of(written_amount("1.250,5"), ',', true).cents == 125050);
}

TEST_CASE("an amount in any notation is the same number") {
  std::mt19937_64 random(11);
  struct Notation {
    const char* group;
    const char* decimal;
  };
  for (int round = 0; round < 20'000; ++round) {
    const auto whole = static_cast<std::int64_t>(random() % (round % 2 == 0 ? 2'000 : 800'000'000'000));
    const auto cents = static_cast<std::int64_t>(random() % 100);
    const bool minus = random() % 2 == 0;
    for (const Notation& notation :
         {Notation{",", "."}, {".", ","}, {"'", "."}, {" ", ","}, {"", "."}, {"\xC2\xA0", ","}}) {
      std::string text =
          grouped(whole, notation.group) + notation.decimal + std::to_string(100 + cents).substr(1);
      if (minus) text = round % 3 == 0 ? text + "-" : round % 3 == 1 ? "(" + text + ")" : "-" + text;
      CAPTURE(text);
      CHECK(read_amount(text).cents == (minus ? -1 : 1) * (whole * 100 + cents));
    }
  }
}
