#include <algorithm>
#include <array>
#include <charconv>

#include "wasm/domain/recurrence.hpp"

namespace budgeting::domain {
namespace {

constexpr std::array<std::string_view, 7> weekdays{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr std::array<std::string_view, 4> frequencies{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
constexpr std::array<std::string_view, 3> seconds_to_hours{"SECONDLY", "MINUTELY", "HOURLY"};
constexpr std::array<std::string_view, 7> unsupported{"BYSECOND", "BYMINUTE", "BYHOUR", "BYYEARDAY",
                                                      "BYWEEKNO", "RSCALE",   "SKIP"};

template <std::size_t size>
std::optional<std::int32_t> index_in(const std::array<std::string_view, size>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::int32_t>(found - names.begin());
}

/// Removes the text up to `end`, and `end` itself, from the front of `text`, and returns that text.
std::string_view take(std::string_view& text, char end) noexcept {
  const std::size_t size = std::min(text.find(end), text.size());
  const std::string_view front = text.substr(0, size);
  text.remove_prefix(std::min(size + 1, text.size()));
  return front;
}

/// A number with at most nine digits, with a sign if that is allowed.
std::optional<std::int32_t> number_of(std::string_view text, bool may_have_sign) noexcept {
  constexpr std::size_t most_digits = 9;
  const bool has_sign = may_have_sign && !text.empty() && (text.front() == '+' || text.front() == '-');
  const std::string_view digits = has_sign ? text.substr(1) : text;
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool is_number =
      error == std::errc{} && end == digits.data() + digits.size() && digits.front() != '-';
  if (!is_number || digits.size() > most_digits) return std::nullopt;
  return has_sign && text.front() == '-' ? -number : number;
}

/// Parses the parts of a rule one by one; each function returns whether its value is valid.
class Reader {
 public:
  explicit Reader(Rule& rule) noexcept : rule_(rule) {}

  /// The problem with a part; empty if there is none.
  std::string part(std::string_view name, std::string_view value) {
    if (index_in(unsupported, name)) return "uses " + std::string(name) + ", which is not supported";
    const auto known =
        std::find_if(parts.begin(), parts.end(), [&](const Part& each) { return each.name == name; });
    if (known == parts.end()) return "has the unknown part \"" + std::string(name) + '"';
    const auto index = static_cast<std::size_t>(known - parts.begin());
    if (seen_[index]) return "has " + std::string(name) + " twice";
    seen_[index] = true;
    if (name == "FREQ" && index_in(seconds_to_hours, value)) {
      return "uses FREQ=" + std::string(value) + ", which is not supported";
    }
    if ((this->*known->read)(value)) return {};
    return "needs " + std::string(name) + " to be " + std::string(known->wanted);
  }

  /// The problem with the combination of parts; empty if there is none.
  [[nodiscard]] std::string whole() const {
    if (!seen_[0]) return "needs FREQ, such as FREQ=MONTHLY";
    if (rule_.count && rule_.until) return "may have COUNT or UNTIL, not both";
    if (rule_.frequency == Frequency::weekly && !rule_.by_month_day.empty()) {
      return "may not have BYMONTHDAY with FREQ=WEEKLY";
    }
    const bool has_ordinal = std::any_of(rule_.by_day.begin(), rule_.by_day.end(),
                                         [](const WeekdayNumber& each) { return each.ordinal != 0; });
    if (has_ordinal && rule_.frequency != Frequency::monthly && rule_.frequency != Frequency::yearly) {
      return "may number the days in BYDAY only with FREQ=MONTHLY or FREQ=YEARLY";
    }
    const bool has_set = !rule_.by_day.empty() || !rule_.by_month_day.empty() || !rule_.by_month.empty();
    if (!rule_.by_set_position.empty() && !has_set) return "may have BYSETPOS only beside another BY part";
    return {};
  }

 private:
  struct Part {
    std::string_view name;
    std::string_view wanted;
    bool (Reader::*read)(std::string_view value);
  };

  bool frequency(std::string_view value) {
    const auto index = index_in(frequencies, value);
    if (index) rule_.frequency = static_cast<Frequency>(*index);
    return index.has_value();
  }

  bool interval(std::string_view value) {
    rule_.interval = number_of(value, false).value_or(0);
    return rule_.interval > 0;
  }

  bool count(std::string_view value) {
    rule_.count = number_of(value, false).value_or(0);
    return *rule_.count > 0;
  }

  /// `20261231`, `20261231T235959` or `20261231T235959Z`.
  bool until(std::string_view value) {
    constexpr std::size_t of_day = 8;
    constexpr std::size_t of_time = 15;
    if (value.size() > of_time && value.substr(of_time) == "Z") value.remove_suffix(1);
    if (value.size() != of_day &&
        (value.size() != of_time || value[of_day] != 'T' || !number_of(value.substr(of_day + 1), false))) {
      return false;
    }
    const auto number = number_of(value.substr(0, of_day), false);
    if (!number) return false;
    const Date date{*number / 10'000, *number / 100 % 100, *number % 100};
    if (!is_valid(date)) return false;
    rule_.until = day_of(date);
    return true;
  }

  bool by_day(std::string_view value) {
    return each(value, [&](std::string_view item) {
      if (item.size() < 2) return false;
      const auto day = index_in(weekdays, item.substr(item.size() - 2));
      item.remove_suffix(2);
      constexpr std::int32_t weeks_of_a_year = 53;
      const auto ordinal = item.empty() ? 0 : number_of(item, true).value_or(weeks_of_a_year + 1);
      if (!day || ordinal > weeks_of_a_year || ordinal < -weeks_of_a_year ||
          (ordinal == 0 && !item.empty())) {
        return false;
      }
      rule_.by_day.push_back({ordinal, *day});
      return true;
    });
  }

  bool by_month_day(std::string_view value) { return numbers(value, rule_.by_month_day, -31, 31); }
  bool by_month(std::string_view value) { return numbers(value, rule_.by_month, 1, 12); }
  bool by_set_position(std::string_view value) { return numbers(value, rule_.by_set_position, -366, 366); }

  bool week_start(std::string_view value) {
    const auto index = index_in(weekdays, value);
    rule_.week_start = index.value_or(0);
    return index.has_value();
  }

  /// Numbers between `least` and `most`, except 0; signed if `least` is negative.
  static bool numbers(std::string_view value, std::vector<std::int32_t>& list, std::int32_t least,
                      std::int32_t most) {
    return each(value, [&](std::string_view item) {
      const std::int32_t number = number_of(item, least < 0).value_or(0);
      list.push_back(number);
      return number != 0 && number >= least && number <= most;
    });
  }

  template <class Read>
  static bool each(std::string_view value, Read read) {
    if (value.empty() || value.back() == ',') return false;
    bool is_right = true;
    while (is_right && !value.empty()) is_right = read(take(value, ','));
    return is_right;
  }

  static constexpr std::array<Part, 9> parts_table() {
    return {{{"FREQ", "DAILY, WEEKLY, MONTHLY or YEARLY", &Reader::frequency},
             {"INTERVAL", "a whole number from 1", &Reader::interval},
             {"COUNT", "a whole number from 1", &Reader::count},
             {"UNTIL", "a day such as 20261231", &Reader::until},
             {"BYDAY", "weekdays such as MO,-1FR", &Reader::by_day},
             {"BYMONTHDAY", "days from 1 to 31, or from -1 to -31", &Reader::by_month_day},
             {"BYMONTH", "months from 1 to 12", &Reader::by_month},
             {"BYSETPOS", "positions from 1 to 366, or from -1 to -366", &Reader::by_set_position},
             {"WKST", "a weekday such as MO", &Reader::week_start}}};
  }
  static const std::array<Part, 9> parts;

  Rule& rule_;
  std::array<bool, 9> seen_{};
};

constinit const std::array<Reader::Part, 9> Reader::parts = Reader::parts_table();

}  // namespace

std::optional<Rule> parse_rule(std::string_view text, std::string& problem) {
  std::string upper(text);  // RFC 5545 section 3.3.10: values are not case-sensitive
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char each) {
    return each >= 'a' && each <= 'z' ? static_cast<char>(each - 'a' + 'A') : each;
  });
  std::string_view rest = upper;
  if (rest.starts_with("RRULE:")) rest.remove_prefix(6);
  Rule rule;
  Reader reader(rule);
  while (!rest.empty() && problem.empty()) {
    std::string_view value = take(rest, ';');
    const std::string_view name = take(value, '=');
    problem = reader.part(name, value);
  }
  if (problem.empty()) problem = reader.whole();
  if (!problem.empty()) return std::nullopt;
  return rule;
}

}  // namespace budgeting::domain
