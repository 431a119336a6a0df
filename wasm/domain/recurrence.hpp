#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/domain/day.hpp"

/// Recurrence rules (RFC 5545 section 3.3.10) for calendar days, without times or time zones.
namespace budgeting::domain {

enum class Frequency : std::uint8_t { daily, weekly, monthly, yearly };

/// A weekday of BYDAY, such as `FR`, or `-1FR` for the last one of the month or year.
struct WeekdayNumber {
  std::int32_t ordinal;  ///< 0: every one
  std::int32_t weekday;  ///< 0 for Monday
};

struct Rule {
  Frequency frequency = Frequency::daily;
  std::int64_t interval = 1;
  std::optional<std::int64_t> count;
  std::optional<Day> until;
  std::vector<WeekdayNumber> by_day;
  std::vector<std::int32_t> by_month_day;  ///< 1 to 31, or -1 to -31 counted from the end of the month
  std::vector<std::int32_t> by_month;
  std::vector<std::int32_t> by_set_position;
  std::int32_t week_start = 0;
};

/// Parses the value of an RRULE, such as `FREQ=MONTHLY;BYDAY=-1FR`. On failure, `problem` says which part is
/// invalid or not supported, as the end of a sentence that begins with the field's name. If UNTIL has a time,
/// only its day counts, as written.
std::optional<Rule> parse_rule(std::string_view text, std::string& problem);

/// The days on which a rule falls, in order. Whatever the rule, the time needed grows with the number of days
/// since the start, and the memory does not grow.
///
/// If the rule does not fall on the start, the start is not an occurrence (RFC 5545 leaves that undefined).
class Occurrences {
 public:
  /// `rule` must outlive this object.
  Occurrences(Day start, const Rule& rule) noexcept : rule_(rule), start_(start), date_(date_of(start)) {}

  /// The next occurrence up to and including `last`; nothing if there is none.
  std::optional<Day> next(Day last);

 private:
  static constexpr std::size_t most_days = 366;

  bool fill(Day last);
  void fill_day();
  void fill_week();
  void fill_month(std::int32_t year, std::int32_t month);
  void fill_year(std::int32_t year);
  void add(std::int32_t year, std::int32_t month, std::int32_t day);
  void add_month_days(std::int32_t year, std::int32_t month);
  void add_weekdays(Day first, std::int32_t length);
  void keep_weekdays(Day first, std::int32_t length);
  void keep_set_positions();

  const Rule& rule_;
  Day start_;
  Date date_;  ///< the date of the start
  std::int64_t given_ = 0;
  /// The days on which the rule falls within one period (a day, week, month or year), from `first_` on.
  std::bitset<most_days> days_;
  Day first_ = 0;
  std::size_t at_ = 0;        ///< the index of the first one not yet returned
  std::int64_t period_ = -1;  ///< intervals since the start's period; -1 before the first one
};

}  // namespace budgeting::domain
