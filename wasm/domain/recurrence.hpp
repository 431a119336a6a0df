#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/domain/day.hpp"

/// Recurrence rules of RFC 5545 section 3.3.10 over civil days: nothing here knows of times or time zones.
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
  std::vector<std::int32_t> by_month_day;  ///< 1 to 31, or -1 to -31 from the month's end
  std::vector<std::int32_t> by_month;
  std::vector<std::int32_t> by_set_position;
  std::int32_t week_start = 0;
};

/// Reads the value of an RRULE, such as `FREQ=MONTHLY;BYDAY=-1FR`. If it cannot, `problem` says which part is
/// wrong or not supported, as the end of a sentence that begins with the field's name. Of an UNTIL with a
/// time only the day counts, as it is written.
std::optional<Rule> parse_rule(std::string_view text, std::string& problem);

/// The days on which a rule falls, in order. The time it takes grows with the days since the start, whatever
/// the rule is, and its memory does not grow.
///
/// A start on which the rule does not fall is no occurrence (RFC 5545 leaves that undefined).
class Occurrences {
 public:
  /// `rule` must outlive this.
  Occurrences(Day start, const Rule& rule) noexcept : rule_(rule), start_(start), date_(date_of(start)) {}

  /// The next one that is not after `last`; nothing if there is none.
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
  Date date_;  ///< of the start
  std::int64_t given_ = 0;
  /// The days of one day, week, month or year, from `first_` on, on which the rule falls.
  std::bitset<most_days> days_;
  Day first_ = 0;
  std::size_t at_ = 0;        ///< the first one that is not yet looked at
  std::int64_t period_ = -1;  ///< how many intervals after the start's own; -1: none yet
};

}  // namespace budgeting::domain
