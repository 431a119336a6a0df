#include "wasm/domain/recurrence.hpp"

#include <algorithm>

namespace budgeting::domain {
namespace {

bool holds(const std::vector<std::int32_t>& numbers, std::int32_t number) noexcept {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

/// Whether a weekday matches a BYDAY part, counted from either end of a month or year.
bool is_named(const WeekdayNumber& part, Day day, Day first, std::int32_t length) noexcept {
  if (part.weekday != weekday(day)) return false;
  const std::int32_t from_start = (day - first) / 7 + 1;
  const std::int32_t from_end = -((first + length - 1 - day) / 7 + 1);
  return part.ordinal == 0 || part.ordinal == from_start || part.ordinal == from_end;
}

}  // namespace

std::optional<Day> Occurrences::next(Day last) {
  if (rule_.until) last = std::min(last, *rule_.until);
  while (!rule_.count || given_ < *rule_.count) {
    for (; period_ >= 0 && at_ < most_days; ++at_) {
      const Day day = first_ + static_cast<Day>(at_);
      if (!days_[at_] || day < start_) continue;
      if (day > last) return std::nullopt;
      ++at_;
      ++given_;
      return day;
    }
    if (!fill(last)) return std::nullopt;
  }
  return std::nullopt;
}

/// Advances to the next period. Returns false, and changes nothing, if that begins after `last`.
bool Occurrences::fill(Day last) {
  const std::int64_t passed = rule_.interval * (period_ + 1);
  const Date end = date_of(last);
  // Compared before the value is narrowed: an interval may lead far beyond the calendar.
  switch (rule_.frequency) {
    case Frequency::daily:
      if (start_ + passed > last) return false;
      break;
    case Frequency::weekly:
      if (start_ - 6 + passed * 7 > last) return false;
      break;
    case Frequency::monthly:
      if (date_.year * 12LL + date_.month + passed > end.year * 12LL + end.month) return false;
      break;
    case Frequency::yearly:
      if (date_.year + passed > end.year) return false;
      break;
  }
  ++period_;
  at_ = 0;
  days_.reset();
  const auto step = static_cast<std::int32_t>(passed);
  switch (rule_.frequency) {
    case Frequency::daily:
      first_ = start_ + step;
      fill_day();
      break;
    case Frequency::weekly:
      first_ = start_ - (weekday(start_) - rule_.week_start + 7) % 7 + step * 7;
      fill_week();
      break;
    case Frequency::monthly: {
      const std::int32_t months = date_.year * 12 + date_.month - 1 + step;
      first_ = day_of({months / 12, months % 12 + 1, 1});
      fill_month(months / 12, months % 12 + 1);
      break;
    }
    case Frequency::yearly:
      first_ = day_of({date_.year + step, 1, 1});
      fill_year(date_.year + step);
      break;
  }
  if (!rule_.by_set_position.empty()) keep_set_positions();
  return true;
}

void Occurrences::fill_day() {
  const Date date = date_of(first_);
  const std::int32_t from_end = date.day - days_in_month(date.year, date.month) - 1;
  const bool fits_day = rule_.by_month_day.empty() || holds(rule_.by_month_day, date.day) ||
                        holds(rule_.by_month_day, from_end);
  days_[0] = fits_day && (rule_.by_month.empty() || holds(rule_.by_month, date.month));
  if (!rule_.by_day.empty()) keep_weekdays(first_, 1);
}

void Occurrences::fill_week() {
  if (rule_.by_day.empty()) {
    days_.set(static_cast<std::size_t>((weekday(start_) - rule_.week_start + 7) % 7));
  } else {
    add_weekdays(first_, 7);
  }
  if (rule_.by_month.empty()) return;
  for (std::size_t at = 0; at < 7; ++at) {
    if (!holds(rule_.by_month, date_of(first_ + static_cast<Day>(at)).month)) days_.reset(at);
  }
}

void Occurrences::fill_month(std::int32_t year, std::int32_t month) {
  if (!rule_.by_month.empty() && !holds(rule_.by_month, month)) return;
  const std::int32_t length = days_in_month(year, month);
  if (!rule_.by_month_day.empty()) {
    add_month_days(year, month);
    if (!rule_.by_day.empty()) keep_weekdays(first_, length);
  } else if (!rule_.by_day.empty()) {
    add_weekdays(first_, length);
  } else {
    add(year, month, date_.day);
  }
}

void Occurrences::fill_year(std::int32_t year) {
  const std::int32_t length = is_leap(year) ? 366 : 365;
  if (rule_.by_month.empty()) {
    if (!rule_.by_month_day.empty()) {
      for (std::int32_t month = 1; month <= 12; ++month) add_month_days(year, month);
      if (!rule_.by_day.empty()) keep_weekdays(first_, length);
    } else if (!rule_.by_day.empty()) {
      add_weekdays(first_, length);
    } else {
      add(year, date_.month, date_.day);
    }
    return;
  }
  for (const std::int32_t month : rule_.by_month) {
    const Day first = day_of({year, month, 1});
    if (!rule_.by_month_day.empty()) {
      add_month_days(year, month);
      if (!rule_.by_day.empty()) keep_weekdays(first, days_in_month(year, month));
    } else if (!rule_.by_day.empty()) {
      add_weekdays(first, days_in_month(year, month));
    } else {
      add(year, month, date_.day);
    }
  }
}

/// A day that may not exist in the month.
void Occurrences::add(std::int32_t year, std::int32_t month, std::int32_t day) {
  if (day < 1 || day > days_in_month(year, month)) return;
  days_.set(static_cast<std::size_t>(day_of({year, month, day}) - first_));
}

void Occurrences::add_month_days(std::int32_t year, std::int32_t month) {
  for (const std::int32_t day : rule_.by_month_day) {
    add(year, month, day > 0 ? day : days_in_month(year, month) + 1 + day);
  }
}

void Occurrences::add_weekdays(Day first, std::int32_t length) {
  for (std::int32_t at = 0; at < length; ++at) days_.set(static_cast<std::size_t>(first + at - first_));
  keep_weekdays(first, length);
}

/// Keeps those days of a month or year that match BYDAY.
void Occurrences::keep_weekdays(Day first, std::int32_t length) {
  for (std::int32_t at = 0; at < length; ++at) {
    const Day day = first + at;
    const bool named = std::any_of(rule_.by_day.begin(), rule_.by_day.end(), [&](const WeekdayNumber& part) {
      return is_named(part, day, first, length);
    });
    if (!named) days_.reset(static_cast<std::size_t>(day - first_));
  }
}

void Occurrences::keep_set_positions() {
  const auto count = static_cast<std::int32_t>(days_.count());
  std::int32_t position = 0;
  for (std::size_t at = 0; at < most_days; ++at) {
    if (!days_[at]) continue;
    ++position;
    const bool kept =
        holds(rule_.by_set_position, position) || holds(rule_.by_set_position, position - count - 1);
    if (!kept) days_.reset(at);
  }
}

}  // namespace budgeting::domain
