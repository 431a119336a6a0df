// MT940 and MT942 (SWIFT, category 9), alone or within SWIFT's envelope `{1:...}{4:`.

#include <algorithm>
#include <string>
#include <utility>

#include "wasm/statements/amounts.hpp"
#include "wasm/statements/days.hpp"
#include "wasm/statements/mt940_text.hpp"
#include "wasm/statements/readers.hpp"
#include "wasm/statements/text_lines.hpp"
#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

constexpr std::string_view digits = "0123456789";

/// Whether the text has `count` digits at its front.
bool has_digits(std::string_view text, std::size_t count) noexcept {
  return text.size() >= count && text.substr(0, count).find_first_not_of(digits) == std::string_view::npos;
}

std::int32_t two_digits(std::string_view text, std::size_t at) noexcept {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

/// The tag of a field at the front of a line, such as `61` or `60F`; empty if the line is text.
std::string_view tag_of(std::string_view line) noexcept {
  if (line.size() < 4 || line[0] != ':') return {};
  const std::size_t end = line.find(':', 1);
  if (end == std::string_view::npos || end < 3 || end > 4) return {};
  const std::string_view tag = line.substr(1, end - 1);
  const std::string_view number = tag.substr(0, 2);
  constexpr std::string_view known[] = {"20", "21", "25", "28", "60", "61", "62", "64",
                                        "65", "86", "13", "34", "90", "12", "NS"};
  if (std::find(std::begin(known), std::end(known), number) == std::end(known)) return {};
  if (tag.size() == 3 && !is_letter(tag[2])) return {};
  // Text may begin like a field; a statement line and a balance are told by their form.
  const std::string_view value = line.substr(end + 1);
  if (number == "61" && !has_digits(trimmed(value), 6)) return {};
  if ((number == "60" || number == "62") && tag.size() == 2) return {};
  return tag;
}

/// The day of `YYMMDD`. Banks that count months of 30 days write 30 February; that is its last day.
std::optional<Day> short_day(std::string_view text) noexcept {
  if (!has_digits(text, 6)) return std::nullopt;
  const std::int32_t year = two_digits(text, 0);
  domain::Date date{year < 70 ? 2000 + year : 1900 + year, two_digits(text, 2), two_digits(text, 4)};
  if (date.month == 2 && date.day <= 30) date.day = std::min(date.day, domain::days_in_month(date.year, 2));
  if (!domain::is_valid(date)) return std::nullopt;
  return domain::day_of(date);
}

/// The day of `MMDD` that is nearest to another one: a year may turn between value and entry date.
std::optional<Day> entry_day(std::string_view text, Day value_day) noexcept {
  WrittenDay written;
  written.parts = {two_digits(text, 0), two_digits(text, 2), 0};
  if (written.parts[0] == 2 && written.parts[1] == 30) written.parts[1] = 28;
  written.count = 2;
  return nearest_day(written, value_day);
}

/// A field :61: as it stands.
struct StatementLine {
  std::int32_t line = 0;
  std::string_view text;    ///< its first line
  std::string_view more{};  ///< its second one
  std::string details;      ///< the lines of :86:, joined by line feeds
};

class Mt940Reader {
 public:
  explicit Mt940Reader(Collector& collector) noexcept : collector_(&collector) {}

  void read(std::string_view text) {
    TextLines lines(text);
    while (lines.next()) take_line(lines.line, lines.number);
    end_line();
    collector_->finish("This MT940 file has no statement lines. Export a period in which there are some.");
  }

 private:
  enum class Field : std::uint8_t { other, line, details };

  void take_line(std::string_view line, std::int32_t number) {
    while (!line.empty() && (line.back() == ' ' || line.back() == '\x03')) line.remove_suffix(1);
    const std::size_t envelope = line.rfind("{4:");
    if (envelope != std::string_view::npos) line.remove_prefix(envelope + 3);
    const std::string_view unindented = line.substr(std::min(line.find_first_not_of(' '), line.size()));
    const std::string_view tag = tag_of(unindented);
    if (!tag.empty()) return take_field(tag, trimmed(unindented.substr(tag.size() + 2)), number);
    if (line.substr(0, 2) == "-}" || line == "-" || line.substr(0, 4) == "-XXX" ||
        line.substr(0, 3) == "{1:") {
      end_line();
    } else if (field_ == Field::details) {
      append_details(line);
    } else if (field_ == Field::line && line_.more.empty()) {
      line_.more = line;
    }
  }

  void append_details(std::string_view line) {
    if (line_.details.size() > Texts::most_bytes) return;
    line_.details += '\n';
    line_.details += line;
  }

  void take_field(std::string_view tag, std::string_view value, std::int32_t number) {
    const std::string_view kind = tag.substr(0, 2);
    if (kind == "86" || kind == "NS") {
      if (line_.line > 0) {
        field_ = Field::details;
        append_details(value);
      }
      return;
    }
    end_line();
    if (kind == "25") {
      account_ = value;
      currency_ = {};
    } else if (kind == "60") {
      balance(value, true);
    } else if (kind == "62") {
      balance(value, false);
    } else if (kind == "34" && currency_.empty() && value.size() > 3 && !is_digit(value[2])) {
      currency_ = value.substr(0, 3);
    } else if (kind == "61") {
      line_.line = number;
      line_.text = value;
      field_ = Field::line;
    }
  }

  /// `C260131EUR1234,56`
  void balance(std::string_view value, bool is_opening) {
    if (value.size() < 11 || !has_digits(value.substr(1), 6)) return;
    currency_ = value.substr(7, 3);
    Amount amount = read_amount(value.substr(10), ',');
    if (amount.reading != Reading::exact) return;
    if (value[0] == 'D') amount.cents = -amount.cents;
    Statement& statement = current();
    const auto day = short_day(value.substr(1));
    if (is_opening) {
      if (!statement.opening_balance) statement.opening_balance = amount.cents;
    } else {
      statement.closing_balance = amount.cents;
      if (day) statement.to = day;
    }
  }

  Statement& current() { return collector_->statement(account_, currency_); }

  void lose(const StatementLine& line, std::string_view reason) {
    Collector::lose(current(), line.line, joined({"The statement line cannot be read: ", reason, "."}));
  }

  void end_line() {
    field_ = Field::other;
    const StatementLine line = std::exchange(line_, {});
    if (line.line > 0) add(line);
  }

  void add(const StatementLine& line) {
    std::string_view rest = line.text;
    std::optional<Day> day = short_day(rest);
    if (has_digits(rest.substr(6), 4)) {
      // Without a day of its own, the value date still says in which year the entry was booked.
      const Day near = day.value_or(domain::day_of({2000 + two_digits(rest, 0), 7, 1}));
      day = entry_day(rest.substr(6), near);
      rest.remove_prefix(4);
    }
    rest.remove_prefix(6);
    take_amount(rest, line, day);
  }

  /// Reads the mark, the funds code, the amount, the type and the references:
  /// `RDR1234,56NTRFNONREF//B4E07XM`.
  void take_amount(std::string_view rest, const StatementLine& line, std::optional<Day> day) {
    rest = trimmed(rest);
    const bool is_expected = rest.substr(0, 1) == "E";
    const bool is_reversal =
        rest.substr(0, 1) == "R" && (rest.substr(1, 1) == "C" || rest.substr(1, 1) == "D");
    if (is_expected || is_reversal) rest.remove_prefix(1);
    const char mark = rest.empty() ? '\0' : rest[0];
    if (mark != 'C' && mark != 'D') return lose(line, "it has neither C nor D");
    rest.remove_prefix(1);
    if (!rest.empty() && is_letter(rest[0])) rest.remove_prefix(1);  // the funds code
    const std::size_t size = std::min(rest.find_first_not_of("0123456789,."), rest.size());
    Amount amount = read_amount(rest.substr(0, size), ',');
    if (amount.reading != Reading::exact) return lose(line, why_not(amount.reading, rest.substr(0, size)));
    if (!day) return lose(line, joined({quoted(line.text.substr(0, 6)), " is no day that exists"}));
    if (is_expected) {
      ++current().pending;
      return;
    }
    if ((mark == 'D') != is_reversal) amount.cents = -amount.cents;
    add_line(line, *day, amount.cents, rest.substr(size));
  }

  void add_line(const StatementLine& line, Day day, std::int64_t cents, std::string_view rest) {
    Texts& texts = collector_->texts();
    std::size_t type_size = std::min<std::size_t>(4, rest.size());
    while (type_size < rest.size() && (static_cast<unsigned char>(rest[type_size]) & 0xC0U) == 0x80U)
      ++type_size;
    const std::string_view references = rest.substr(type_size);
    const std::size_t slashes = references.find("//");
    std::string_view id =
        slashes == std::string_view::npos ? std::string_view{} : trimmed(references.substr(slashes + 2));
    if (is_same(id, "NONREF")) id = {};
    const Mt940Text text =
        mt940_text(std::string_view(line.details).substr(std::min<std::size_t>(1, line.details.size())));
    std::string_view memo = texts.clean(texts.keep(text.memo));
    if (memo.empty()) memo = texts.clean(line.more);
    if (memo.empty()) {
      const std::string_view reference = texts.clean(references.substr(0, slashes));
      if (!is_same(reference, "NONREF")) memo = reference;
    }
    const std::string_view payee = texts.clean(texts.keep(text.payee));
    collector_->add(current(),
                    {line.line, day, cents, payee.empty() ? memo : payee,
                     payee.empty() || payee == memo ? std::string_view{} : memo, texts.clean(id), false});
  }

  Collector* collector_;
  Field field_ = Field::other;
  StatementLine line_;
  std::string_view account_{}, currency_{};
};

}  // namespace

void read_mt940(std::string_view text, const Options& /*options*/, Collector& collector) {
  collector.file().dialect = "MT940";
  Mt940Reader(collector).read(text);
}

}  // namespace budgeting::statements
