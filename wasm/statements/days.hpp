#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wasm/statements/file.hpp"

namespace budgeting::statements {

/// A day as it is written, before it is known in which order.
struct WrittenDay {
  std::array<std::int32_t, 3> parts{};  ///< in the order of the text; a month that is named is a number here
  std::array<std::uint8_t, 3> sizes{};  ///< how many digits each part has; 0 for a month that is named
  std::uint8_t count = 0;               ///< 3; 2 if the year is missing; 0 if the text is no day
  bool has_points = false;              ///< it is written with points, as nobody writes month.day

  explicit operator bool() const noexcept { return count > 0; }
};

/// Reads numbers with any separator, `20260131`, and month names in English, Afrikaans, German, French, Dutch
/// and Spanish. A weekday before it and a time and zone behind it are skipped: the day is the one written.
WrittenDay written_day(std::string_view text) noexcept;

/// The day; nothing if it does not exist or is not between 1900 and 2199. The order only matters where the
/// text does not show it. Two digits from 70 on are a year of the last century.
std::optional<Day> day_of(const WrittenDay& written, DayOrder order) noexcept;

/// Whether the day exists in any order.
bool is_day(const WrittenDay& written) noexcept;

/// A day whose order the format defines.
std::optional<Day> read_day(std::string_view text, DayOrder order = DayOrder::ymd) noexcept;

/// The day of a text without a year, such as `20 Jan`, that is nearest to `near`.
std::optional<Day> nearest_day(const WrittenDay& written, Day near) noexcept;

/// Finds out the order of all days of a file together.
class DayOrders {
 public:
  void add(const WrittenDay& written) noexcept;

  /// The order under which most days exist; day, month, year if that does not decide it.
  [[nodiscard]] DayOrder order() const noexcept;

  /// Whether month and day could as well be the other way round, which changes some of the days.
  [[nodiscard]] bool is_open() const noexcept;

 private:
  struct Votes {
    std::int32_t count = 0;
    Day first = 0;
    Day last = 0;
  };
  std::array<Votes, 3> votes_{};  ///< by order
  bool differs_ = false;
  bool is_year_first_ = false;  ///< some days show their order by beginning with a year of four digits
};

/// "day/month/year", "month/day/year" or "year-month-day".
std::string_view name(DayOrder order) noexcept;

/// Appends the day as `YYYY-MM-DD`, for messages.
std::string text_of(Day day);

}  // namespace budgeting::statements
