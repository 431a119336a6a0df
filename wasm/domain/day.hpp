#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace budgeting::domain {

/// A calendar day, as the number of days since 1970-01-01, independent of time zones.
using Day = std::int32_t;

struct Date {
  std::int32_t year;
  std::int32_t month;  ///< 1 to 12
  std::int32_t day;    ///< 1 to 31

  friend constexpr bool operator==(const Date&, const Date&) = default;
};

constexpr bool is_leap(std::int32_t year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr std::int32_t days_in_month(std::int32_t year, std::int32_t month) noexcept {
  if (month == 2) return is_leap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

constexpr bool is_valid(const Date& date) noexcept {
  return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= days_in_month(date.year, date.month);
}

/// The day of a valid date. Years are counted from March, which makes a leap day the last day of its year;
/// the method is Howard Hinnant's (howardhinnant.github.io/date_algorithms.html).
constexpr Day day_of(const Date& date) noexcept {
  const std::int32_t year = date.month > 2 ? date.year : date.year - 1;
  const std::int32_t month = (date.month + 9) % 12;  // counted from March
  const std::int32_t days_before_month = (153 * month + 2) / 5;
  constexpr std::int32_t days_before_1970 = 719'468;
  return year * 365 + year / 4 - year / 100 + year / 400 + days_before_month + date.day - 1 -
         days_before_1970;
}

/// The date of a day, from 0001-03-01 on; the inverse of `day_of`.
constexpr Date date_of(Day day) noexcept {
  constexpr std::int32_t days_of_400_years = 146'097;
  const std::int32_t days = day + 719'468;
  const std::int32_t era = days / days_of_400_years;
  const std::int32_t of_era = days % days_of_400_years;
  const std::int32_t year_of_era =
      (of_era - of_era / 1460 + of_era / 36'524 - of_era / 146'096) / 365;  // without the leap days
  const std::int32_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int32_t month = (5 * of_year + 2) / 153;  // counted from March
  const std::int32_t calendar_month = month < 10 ? month + 3 : month - 9;
  return {era * 400 + year_of_era + (calendar_month <= 2 ? 1 : 0), calendar_month,
          of_year - (153 * month + 2) / 5 + 1};
}

/// The weekday, from 0 for Monday to 6 for Sunday.
constexpr std::int32_t weekday(Day day) noexcept {
  constexpr std::int32_t thursday = 3;  // the weekday of 1970-01-01
  return ((day + thursday) % 7 + 7) % 7;
}

/// Parses `YYYY-MM-DD` (full-date in RFC 3339); nothing for any other text or a day that does not exist.
std::optional<Day> parse_day(std::string_view text) noexcept;

/// Appends the day as `YYYY-MM-DD`.
void append_day(std::string& out, Day day);

}  // namespace budgeting::domain
