// QIF: lines that begin with the letter of a field, and `^` at the end of each record (Quicken Interchange
// Format, as Quicken, GnuCash and banks write it).

#include <algorithm>
#include <vector>

#include "wasm/statements/amounts.hpp"
#include "wasm/statements/days.hpp"
#include "wasm/statements/fold.hpp"
#include "wasm/statements/readers.hpp"
#include "wasm/statements/text_lines.hpp"
#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

/// A record as it stands. Its splits only divide its amount among the categories of another program.
struct Record {
  std::int32_t line = 0;
  std::string_view day, amount, same_amount, payee, memo, category;

  [[nodiscard]] bool is_empty() const noexcept { return line == 0; }
};

class QifReader {
 public:
  QifReader(const Options& options, Collector& collector) noexcept
      : options_(&options), collector_(&collector) {}

  void read(std::string_view text) {
    scan(text, &QifReader::learn);
    account_ = {};
    order_ = options_->day_order.value_or(orders_.order());
    scan(text, &QifReader::take);
    finish();
  }

 private:
  enum class Section : std::uint8_t { transactions, account, investment, other };

  /// Goes through all records of the sections that have transactions.
  void scan(std::string_view text, void (QifReader::*use)(const Record&)) {
    section_ = Section::transactions;
    Record record;
    bool is_in_split = false;
    const auto end_record = [&] {
      if (section_ == Section::account && !record.payee.empty()) account_ = record.payee;
      if (section_ == Section::transactions && !record.is_empty()) (this->*use)(record);
      record = {};
      is_in_split = false;
    };
    TextLines lines(text);
    while (lines.next()) {
      const std::string_view line = trimmed(lines.line);
      if (line.empty()) continue;
      if (line.front() == '^') {
        end_record();
      } else if (line.front() == '!') {
        end_record();
        begin_section(line);
      } else {
        if (record.is_empty()) record.line = lines.number;
        is_in_split = is_in_split || line.front() == 'S';
        field(record, line.front(), trimmed(line.substr(1)), is_in_split);
      }
    }
    end_record();
  }

  void begin_section(std::string_view line) {
    if (begins_with(line, "!Option") || begins_with(line, "!Clear")) return;
    if (begins_with(line, "!Account")) {
      section_ = Section::account;
      return;
    }
    const std::string kind = fold(line.substr(std::min(line.find(':'), line.size() - 1) + 1));
    constexpr std::string_view kinds[] = {"bank", "ccard", "cash", "oth a", "oth l"};
    const bool has_transactions = std::find(std::begin(kinds), std::end(kinds), kind) != std::end(kinds);
    section_ = has_transactions  ? Section::transactions
               : kind == "invst" ? Section::investment
                                 : Section::other;
    has_investments_ = has_investments_ || section_ == Section::investment;
  }

  void field(Record& record, char letter, std::string_view text, bool is_in_split) noexcept {
    const auto set = [&](std::string_view& place) {
      if (place.empty()) place = text;
    };
    switch (letter) {
      case 'D':
        return set(record.day);
      case 'T':
        return set(record.amount);
      case 'U':
        return set(record.same_amount);
      case 'P':
        return set(record.payee);
      case 'N':  // the name, within !Account; else the number of a cheque
        if (section_ == Section::account) set(record.payee);
        return;
      case 'M':
        return set(record.memo);
      case 'L':
        if (!is_in_split) set(record.category);
        return;
      default:
        return;
    }
  }

  static std::string_view amount_text(const Record& record) noexcept {
    return record.amount.empty() ? record.same_amount : record.amount;
  }

  void learn(const Record& record) {
    orders_.add(written_day(record.day));
    const char separator = decimal_separator(written_amount(amount_text(record)));
    points_ += separator == '.' ? 1 : 0;
    commas_ += separator == ',' ? 1 : 0;
  }

  void take(const Record& record) {
    Statement& statement = collector_->statement(account_, {});
    const std::string_view text = amount_text(record);
    const Amount amount = amount_of(written_amount(text), points_ >= commas_ ? '.' : ',');
    if (amount.reading != Reading::exact) {
      return Collector::lose(
          statement, record.line,
          joined({"The record's amount cannot be read: ", why_not(amount.reading, text), "."}));
    }
    const auto day = day_of(written_day(record.day), order_);
    if (!day) {
      return Collector::lose(statement, record.line,
                             joined({"The record's day cannot be read: ", quoted(record.day),
                                     " is not a day as ", name(order_), "."}));
    }
    // Quicken's way to write the balance with which an account begins: a transfer from the account to itself.
    if (is_same(record.payee, "Opening Balance") && record.category.substr(0, 1) == "[") {
      statement.opening_balance = amount.cents;
      return;
    }
    Texts& texts = collector_->texts();
    const std::string_view payee = texts.clean(record.payee);
    const std::string_view memo = texts.clean(record.memo);
    collector_->add(statement, {record.line,
                                *day,
                                amount.cents,
                                payee.empty() ? memo : payee,
                                payee.empty() || memo == payee ? std::string_view{} : memo,
                                {},
                                false});
  }

  void finish() {
    File& file = collector_->file();
    file.dialect = joined({"QIF, ", name(order_)});
    if (!options_->day_order && orders_.is_open()) {
      for (Statement& statement : file.statements) {
        Collector::note(statement, 0,
                        "No day shows whether it is written day/month or month/day; day/month was taken. "
                        "The parameter `dayOrder` says otherwise.");
      }
    }
    collector_->finish(has_investments_
                           ? "This QIF file has only investments, which cannot be imported. Export the bank "
                             "account's or the card's transactions instead."
                           : "This QIF file has no transactions of a bank account, a card or cash.");
  }

  const Options* options_;
  Collector* collector_;
  Section section_ = Section::transactions;
  DayOrders orders_;
  DayOrder order_ = DayOrder::dmy;
  std::string_view account_{};
  std::int32_t points_ = 0;
  std::int32_t commas_ = 0;
  bool has_investments_ = false;
};

}  // namespace

void read_qif(std::string_view text, const Options& options, Collector& collector) {
  QifReader(options, collector).read(text);
}

}  // namespace budgeting::statements
