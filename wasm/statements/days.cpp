#include "wasm/statements/days.hpp"

#include <algorithm>

#include "wasm/statements/fold.hpp"
#include "wasm/statements/texts.hpp"
#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

/// The beginnings of month names, each with its number as a hexadecimal digit.
constexpr std::string_view months[] = {"1jan", "1ene",  "2feb", "2fev", "3mar", "3mrt", "3maa", "3mae",
                                       "4apr", "4avr",  "4abr", "5may", "5mai", "5mei", "6jun", "6juin",
                                       "7jul", "7juil", "8aug", "8aou", "8ago", "9sep", "9set", "Aoct",
                                       "Aokt", "Bnov",  "Cdec", "Cdez", "Cdic", "Cdes"};

/// The month that a word names; 0 if it names none.
std::int32_t month_named(std::string_view word) noexcept {
  // Accents within what is compared: février, décembre, März, août.
  char plain[8] = {};
  std::size_t size = 0;
  while (!word.empty() && size < sizeof plain) {
    const std::uint32_t code = take_character(word);
    const char letter = code == 0xE9 || code == 0xC9                   ? 'e'
                        : code == 0xE4 || code == 0xC4 || code == 0xE1 ? 'a'
                        : code == 0xFB || code == 0xDB                 ? 'u'
                        : code < 0x80 && is_letter(code)               ? lower(static_cast<char>(code))
                                                                       : '\0';
    if (letter == 0) break;
    plain[size++] = letter;
  }
  const std::string_view text(plain, size);
  for (const std::string_view month : months) {
    if (text.size() < 3 || text.substr(0, month.size() - 1) != month.substr(1)) continue;
    return month[0] <= '9' ? month[0] - '0' : month[0] - 'A' + 10;
  }
  return 0;
}

/// Whether what stands behind a day is a time, a zone or nothing.
bool is_time(std::string_view rest) noexcept {
  return std::all_of(rest.begin(), rest.end(), [](char each) {
    return is_digit(each) || is_letter(each) ||
           std::string_view(" :.,+-[]/_()").find(each) != std::string_view::npos;
  });
}

constexpr bool is_word(char each) noexcept {
  return is_letter(each) || static_cast<unsigned char>(each) >= 0x80;
}

/// Reads parts from the front of a text.
class DayScanner {
 public:
  explicit DayScanner(std::string_view text) noexcept : rest_(text) {}

  WrittenDay scan() noexcept {
    while (written_.count < 3 && !rest_.empty()) {
      const char first = rest_.front();
      const Character character = first_character(rest_);
      if (character.size > 1 && (is_blank(character.code) || is_invisible(character.code))) {
        rest_.remove_prefix(character.size);
      } else if (is_digit(first)) {
        if (!take_number()) return {};
      } else if (is_word(first)) {
        if (!take_word()) break;
      } else if (!take_separator(first)) {
        return {};
      }
    }
    return finish();
  }

 private:
  bool take_number() noexcept {
    std::int32_t number = 0;
    std::size_t size = 0;
    while (size < rest_.size() && is_digit(rest_[size])) {
      if (size < 8) number = number * 10 + (rest_[size] - '0');
      ++size;
    }
    if (written_.count == 0 && size >= 8) return take_compact(number, size);
    if (size > 4) return false;
    rest_.remove_prefix(size);
    return add(number, size);
  }

  /// `20260131`, also before a time without a separator, and `31012026`.
  bool take_compact(std::int32_t number, std::size_t size) noexcept {
    if (size != 8 && size != 12 && size != 14 && size != 17) return false;
    rest_.remove_prefix(size);
    const bool begins_with_year = number / 10'000 >= 1900 && number / 10'000 < 2200;
    written_.parts = begins_with_year
                         ? std::array{number / 10'000, number / 100 % 100, number % 100}
                         : std::array{number / 1'000'000, number / 10'000 % 100, number % 10'000};
    written_.sizes =
        begins_with_year ? std::array<std::uint8_t, 3>{4, 2, 2} : std::array<std::uint8_t, 3>{2, 2, 4};
    written_.count = 3;
    return true;
  }

  /// A month's name, or a weekday's before the first number. Nothing else is part of a day.
  bool take_word() noexcept {
    std::size_t size = 0;
    while (size < rest_.size() && is_word(rest_[size])) ++size;
    const std::int32_t month = month_named(rest_.substr(0, size));
    if (month == 0 && (written_.count > 0 || has_month_)) return false;
    if (month == 0 && (size > 10 || has_weekday_)) {
      failed_ = true;
      return false;
    }
    rest_.remove_prefix(size);
    if (month == 0) {
      has_weekday_ = true;
      return true;
    }
    if (has_month_) {  // `mar` was a weekday (mardi, martes)
      if (written_.parts[0] != 3 || written_.sizes[0] != 0) return false;
      std::move(written_.parts.begin() + 1, written_.parts.end(), written_.parts.begin());
      std::move(written_.sizes.begin() + 1, written_.sizes.end(), written_.sizes.begin());
      --written_.count;
    }
    has_month_ = true;
    return add(month, 0);
  }

  /// Two separators in a row are one only if one of them is a blank or an apostrophe: `8/31' 0`, `6. Juni`.
  bool take_separator(char first) noexcept {
    if (std::string_view("/-. ',").find(first) == std::string_view::npos) return false;
    if (written_.count == 0 && first != ' ' && first != '\'' && !has_weekday_) return false;
    if (first != ' ' && first != '\'') {
      if (separator_ == first && after_separator_) return false;
      separator_ = first;
      if (first == '.' && !has_month_) written_.has_points = true;
    }
    after_separator_ = true;
    rest_.remove_prefix(1);
    return true;
  }

  bool add(std::int32_t number, std::size_t size) noexcept {
    written_.parts[written_.count] = number;
    written_.sizes[written_.count] = static_cast<std::uint8_t>(size);
    ++written_.count;
    after_separator_ = false;
    return true;
  }

  WrittenDay finish() noexcept {
    const bool is_without_year = written_.count == 2 && has_month_;
    if (failed_ || (written_.count != 3 && !is_without_year) || !is_time(rest_)) return {};
    if (is_without_year && !rest_.empty()) return {};
    if (written_.count == 3 && !rest_.empty() && is_digit(rest_.front())) return {};
    return written_;
  }

  std::string_view rest_;
  WrittenDay written_;
  char separator_ = 0;
  bool after_separator_ = false;
  bool has_month_ = false;
  bool has_weekday_ = false;
  bool failed_ = false;
};

std::int32_t full_year(std::int32_t year, std::uint8_t digits) noexcept {
  if (digits > 2) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

/// The places of day, month and year among the parts.
std::array<std::size_t, 3> places(const WrittenDay& written, DayOrder order) noexcept {
  const auto& sizes = written.sizes;
  if (sizes[0] == 0) return {1, 0, 2};  // Jun 3, 2026
  if (sizes[1] == 0)
    return sizes[0] > 2 ? std::array<std::size_t, 3>{2, 1, 0} : std::array<std::size_t, 3>{0, 1, 2};
  if (sizes[0] > 2) return {2, 1, 0};
  if (order == DayOrder::mdy) return {1, 0, 2};
  if (order == DayOrder::ymd && sizes[2] <= 2) return {2, 1, 0};
  return {0, 1, 2};
}

}  // namespace

WrittenDay written_day(std::string_view text) noexcept {
  constexpr std::size_t most_bytes = 48;  // a day with weekday, time and zone is shorter
  text = trimmed(text);
  while (!text.empty() && (text.front() == '\'' || text.front() == '"')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == '\'' || text.back() == '"')) text.remove_suffix(1);
  return text.size() > most_bytes ? WrittenDay{} : DayScanner(text).scan();
}

std::optional<Day> day_of(const WrittenDay& written, DayOrder order) noexcept {
  if (written.count != 3) return std::nullopt;
  const auto [day, month, year] = places(written, order);
  const domain::Date date{full_year(written.parts[year], written.sizes[year]), written.parts[month],
                          written.parts[day]};
  if (date.year < 1900 || date.year > 2199 || !domain::is_valid(date)) return std::nullopt;
  return domain::day_of(date);
}

bool is_day(const WrittenDay& written) noexcept {
  return day_of(written, DayOrder::dmy) || day_of(written, DayOrder::mdy) || day_of(written, DayOrder::ymd);
}

std::optional<Day> read_day(std::string_view text, DayOrder order) noexcept {
  return day_of(written_day(text), order);
}

std::optional<Day> nearest_day(const WrittenDay& written, Day near) noexcept {
  if (written.count != 2) return std::nullopt;
  const bool is_month_first = written.sizes[0] == 0;
  const std::int32_t month = written.parts[is_month_first ? 0 : 1];
  const std::int32_t day = written.parts[is_month_first ? 1 : 0];
  std::optional<Day> nearest;
  for (std::int32_t year = domain::date_of(near).year - 1; year <= domain::date_of(near).year + 1; ++year) {
    const domain::Date date{year, month, day};
    if (!domain::is_valid(date)) continue;
    const Day found = domain::day_of(date);
    if (!nearest || std::abs(found - near) < std::abs(*nearest - near)) nearest = found;
  }
  return nearest;
}

void DayOrders::add(const WrittenDay& written) noexcept {
  if (written.count != 3) return;
  if (written.sizes[0] == 0 || written.sizes[1] == 0 || written.sizes[0] > 2) {
    is_year_first_ = is_year_first_ || written.sizes[0] > 2;
    return;
  }
  const auto dmy = day_of(written, DayOrder::dmy);
  const auto mdy = written.has_points ? dmy : day_of(written, DayOrder::mdy);
  const auto ymd = day_of(written, DayOrder::ymd);
  differs_ = differs_ || (dmy && mdy && *dmy != *mdy);
  const auto count = [](Votes& votes, std::optional<Day> day) {
    if (!day) return;
    votes.first = votes.count == 0 ? *day : std::min(votes.first, *day);
    votes.last = votes.count == 0 ? *day : std::max(votes.last, *day);
    ++votes.count;
  };
  count(votes_[0], dmy);
  count(votes_[1], mdy);
  count(votes_[2], ymd);
}

DayOrder DayOrders::order() const noexcept {
  const Votes& dmy = votes_[0];
  const Votes& mdy = votes_[1];
  const Votes& ymd = votes_[2];
  const std::int32_t most = std::max(dmy.count, mdy.count);
  if (most == 0 && ymd.count == 0 && is_year_first_) return DayOrder::ymd;
  // `26-01-31` is a day either way. The right way makes a statement of months, the wrong one of many years.
  const bool is_shorter =
      ymd.count == most && most > 1 && (ymd.last - ymd.first) < (dmy.last - dmy.first) / 4;
  if (ymd.count > most || is_shorter) return DayOrder::ymd;
  return mdy.count > dmy.count ? DayOrder::mdy : DayOrder::dmy;
}

bool DayOrders::is_open() const noexcept {
  return differs_ && votes_[0].count == votes_[1].count && order() != DayOrder::ymd;
}

std::string_view name(DayOrder order) noexcept {
  constexpr std::string_view names[] = {"day/month/year", "month/day/year", "year-month-day"};
  return names[static_cast<std::size_t>(order)];
}

std::string text_of(Day day) {
  std::string text;
  domain::append_day(text, day);
  return text;
}

}  // namespace budgeting::statements
