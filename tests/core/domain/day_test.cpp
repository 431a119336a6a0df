#include "wasm/domain/day.hpp"

#include <doctest/doctest.h>

using namespace budgeting::domain;

namespace {

std::string text_of(Day day) {
  std::string text;
  append_day(text, day);
  return text;
}

}  // namespace

TEST_CASE("known days have their numbers and weekdays") {
  CHECK(day_of({1970, 1, 1}) == 0);
  CHECK(day_of({1969, 12, 31}) == -1);
  CHECK(day_of({2000, 2, 29}) == 11'016);
  CHECK(day_of({2026, 11, 27}) == 20'784);
  CHECK(weekday(day_of({1970, 1, 1})) == 3);    // a Thursday
  CHECK(weekday(day_of({2026, 11, 27})) == 4);  // a Friday
  CHECK(weekday(day_of({1900, 1, 1})) == 0);    // a Monday
}

TEST_CASE("every day from 1600 to 2500 follows the one before it") {
  std::int32_t year = 1600;
  std::int32_t month = 1;
  std::int32_t day = 1;
  // Counted by hand, with the Gregorian rule for leap years.
  for (Day number = day_of({1600, 1, 1}); year <= 2500; ++number) {
    REQUIRE(date_of(number) == Date{year, month, day});
    REQUIRE(day_of({year, month, day}) == number);
    constexpr std::int32_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const std::int32_t length = lengths[month - 1] + (month == 2 && leap ? 1 : 0);
    if (++day <= length) continue;
    day = 1;
    if (++month <= 12) continue;
    month = 1;
    ++year;
  }
}

TEST_CASE("a day is parsed from text and written back unchanged") {
  for (const char* text : {"0001-03-01", "1970-01-01", "2024-02-29", "2026-11-27", "9999-12-31"}) {
    const auto day = parse_day(text);
    REQUIRE(day);
    CHECK(text_of(*day) == text);
  }
}

TEST_CASE("a text that is not a calendar day is rejected") {
  for (const char* text :
       {"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32", "0000-01-01", "2026-1-01",
        "2026/01/01", "20260101", " 2026-01-01", "2026-01-01T", "2026-01-0a", "+026-01-01", "2026-01--1"}) {
    CHECK_FALSE(parse_day(text));
  }
}
