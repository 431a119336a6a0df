// CSV in the dialect of any bank. What the columns are is found by their headers or contents
// (csv_layout.cpp), how they are written by all rows together (csv_dialect.cpp). Here each row becomes a
// movement, a problem, or nothing.

#include <algorithm>
#include <string>
#include <utility>

#include "wasm/statements/amounts.hpp"
#include "wasm/statements/csv_balances.hpp"
#include "wasm/statements/csv_table.hpp"
#include "wasm/statements/csv_words.hpp"
#include "wasm/statements/readers.hpp"
#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

constexpr std::size_t most_row_bytes = 262'144;

class CsvReader {
 public:
  CsvReader(const Layout& layout, const Dialect& dialect, Collector& collector) noexcept
      : layout_(&layout), columns_(&layout.columns), dialect_(&dialect), collector_(&collector) {}

  void read(std::string_view text) {
    // Room for all of them at once, since the memory of a vector that has grown is not given back.
    movements_.reserve(std::min(static_cast<std::size_t>(dialect_->rows), collector_->most_lines()));
    CsvRows rows(text, layout_->delimiter);
    while (rows.next()) {
      if (rows.line < layout_->first_line) continue;
      mend_row(rows.cells, *layout_);
      read_row(rows.cells, rows.line);
    }
    finish();
  }

 private:
  using Cells = std::vector<std::string_view>;

  void read_row(const Cells& cells, std::int32_t line) {
    const auto has_text = [](std::string_view cell) { return !cell.empty(); };
    const auto filled = std::count_if(cells.begin(), cells.end(), has_text);
    if (filled == 0) return;
    Statement& statement = statement_of(cells);
    if (is_not_booked(cell_at(cells, columns_->state))) {
      ++statement.pending;
      return;
    }
    CsvMovement movement;
    movement.line.number = line;
    const Reading reading = read_amounts(cells, movement);
    const bool has_money = movement.has_amount || movement.fee.value_or(0) != 0;
    const RowKind kind = kind_of_row(cells);
    const std::string_view day_cell = cell_at(cells, columns_->day);
    const auto day = day_of_row(cells);
    if (kind == RowKind::opening_balance || kind == RowKind::closing_balance) {
      return take_balance(statement, cells, kind, movement);
    }
    if (!day && is_not_booked(day_cell)) {
      ++statement.pending;
      return;
    }
    if (!day) {
      // What has no day is a total, a repeated header or a remark, unless it has an amount or digits for a
      // day.
      const bool has_digits = day_cell.find_first_of("0123456789") != std::string_view::npos;
      const bool is_cut_off =
          has_digits && day_cell.find_first_not_of("0123456789/-. ") == std::string_view::npos;
      const bool is_remark =
          kind == RowKind::total || (!has_digits && !has_money) || (filled < 2 && !is_cut_off);
      if (is_remark || role_of(day_cell).role == Role::day) return;
      return Collector::lose(statement, line,
                             day_cell.empty() ? std::string("The row has an amount but no day.")
                                              : joined({"The day cannot be read: ", quoted(day_cell),
                                                        " is no day that exists", as_order(), "."}));
    }
    if (reading != Reading::exact && reading != Reading::nothing) {
      return Collector::lose(statement, line,
                             joined({"The amount cannot be read: ", why_not(reading, faulty_), "."}));
    }
    if (!has_money && is_cut(cells))
      return Collector::lose(statement, line, "The row ends before its amount.");
    if (!has_money) {
      ++statement.without_amount;
      return;
    }
    if (movements_.size() >= collector_->most_lines()) return collector_->leave_out(1);
    movement.line.day = *day;
    movement.statement = latest_;
    read_texts(cells, movement.line);
    movements_.push_back(movement);
  }

  /// The statement to which a row belongs: that of its account and currency. A total has none of its own.
  Statement& statement_of(const Cells& cells) {
    auto& statements = collector_->file().statements;
    const bool names_account =
        !dialect_->has_account_column ||
        cell_at(cells, columns_->account).find_first_of("0123456789") != std::string_view::npos;
    const bool names_currency = columns_->currency < 0 || !cell_at(cells, columns_->currency).empty();
    if (!statements.empty() && !(names_account && names_currency)) return statements[latest_];
    Statement& statement = named_statement(cells);
    latest_ = static_cast<std::size_t>(&statement - statements.data());
    return statement;
  }

  Statement& named_statement(const Cells& cells) {
    std::string_view account =
        dialect_->has_account_column ? cell_at(cells, columns_->account) : std::string_view{};
    if (account.find_first_of("0123456789") == std::string_view::npos) account = layout_->bank_account;
    std::string_view currency = cell_at(cells, columns_->currency);
    if (currency.size() != 3)
      currency = columns_->currency_code.empty() ? layout_->currency : columns_->currency_code;
    return collector_->statement(account, currency);
  }

  std::optional<Day> day_of_row(const Cells& cells) const noexcept {
    for (const int column : {columns_->day, columns_->value_day}) {
      const std::string_view cell = cell_at(cells, column);
      const WrittenDay written = written_day(cell);
      if (written.count == 2 && layout_->period) return nearest_day(written, *layout_->period);
      if (const auto day = day_of(written, dialect_->order)) return day;
      if (!cell.empty()) return std::nullopt;  // a day that does not exist is not replaced by another one
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string as_order() const { return joined({" as ", name(dialect_->order)}); }

  Amount amount_in(std::string_view cell) const noexcept {
    return amount_of(written_amount(cell), dialect_->decimal, dialect_->is_decimal_strict);
  }

  /// Reads the amount, the fee and the balance. The reading is that of the cell that cannot be read, if there
  /// is one.
  Reading read_amounts(const Cells& cells, CsvMovement& movement) {
    const Amount balance = amount_in(cell_at(cells, columns_->balance));
    if (balance.reading == Reading::exact) movement.balance = balance.cents;
    const Amount fee = amount_in(cell_at(cells, columns_->fee));
    if (fee.reading == Reading::exact && fee.cents != 0)
      movement.fee = fee.cents > 0 ? -fee.cents : fee.cents;
    Reading worst = fee.reading > Reading::nothing ? fee.reading : Reading::exact;
    if (worst != Reading::exact) faulty_ = cell_at(cells, columns_->fee);
    const auto add = [&](int column, auto cents_of) {
      const std::string_view cell = cell_at(cells, column);
      const Written written = written_amount(cell);
      const Amount amount = amount_of(written, dialect_->decimal, dialect_->is_decimal_strict);
      if (amount.reading == Reading::exact) {
        movement.line.amount += cents_of(amount.cents, written);
        movement.has_amount = true;
      } else if (amount.reading != Reading::nothing) {
        worst = amount.reading;
        faulty_ = cell;
      }
    };
    add(columns_->amount, [&](std::int64_t cents, const Written& written) {
      if (dialect_->direction >= 0)
        return direction_of(cell_at(cells, dialect_->direction)) < 0 ? -cents : cents;
      return dialect_->is_unmarked_debit && !written.has_sign ? -cents : cents;
    });
    if (movement.has_amount || columns_->amount >= 0) return worst;
    add(columns_->debit,
        [&](std::int64_t cents, const Written&) { return dialect_->is_debit_negative ? cents : -cents; });
    add(columns_->credit,
        [&](std::int64_t cents, const Written&) { return dialect_->is_credit_negative ? -cents : cents; });
    return worst;
  }

  /// A row that is a balance: its value is where balances are, or else the only amount.
  void take_balance(Statement& statement, const Cells& cells, RowKind kind,
                    const CsvMovement& movement) const {
    std::optional<std::int64_t> balance = movement.balance;
    if (!balance && movement.has_amount) balance = movement.line.amount;
    for (std::size_t at = 0; !balance && at < cells.size(); ++at) {
      const Amount amount = amount_in(cells[at]);
      if (amount.reading == Reading::exact && !is_day(written_day(cells[at]))) balance = amount.cents;
    }
    if (kind == RowKind::opening_balance) {
      if (!statement.opening_balance) statement.opening_balance = balance;
    } else {
      statement.closing_balance = balance;
    }
  }

  [[nodiscard]] bool is_cut(const Cells& cells) const noexcept {
    const auto is_missing = [&](int column) {
      return column < 0 || static_cast<std::size_t>(column) >= cells.size();
    };
    return is_missing(columns_->amount) && is_missing(columns_->debit) && is_missing(columns_->credit);
  }

  std::string_view text_in(const Cells& cells, int column) const {
    std::string_view cell = cell_at(cells, column);
    if (cell.size() > 1 && cell.front() == '\'' && cell.back() == '\'')
      cell = cell.substr(1, cell.size() - 2);
    const bool has_quotes = cell.find('"') != std::string_view::npos;
    Texts& texts = collector_->texts();
    return texts.clean(has_quotes ? texts.keep(unescaped(cell)) : cell);
  }

  void read_texts(const Cells& cells, Line& line) const {
    std::vector<std::string_view> parts;
    for (const int column : columns_->texts) {
      if (column != dialect_->direction) parts.push_back(text_in(cells, column));
    }
    line.payee = text_in(cells, columns_->payee);
    if (line.payee.empty()) {
      const auto first =
          std::find_if(parts.begin(), parts.end(), [](std::string_view part) { return !part.empty(); });
      if (first != parts.end()) line.payee = *first;
    }
    parts.erase(std::remove(parts.begin(), parts.end(), line.payee), parts.end());
    line.memo = collector_->texts().join(parts);
    line.bank_id = text_in(cells, columns_->id);
  }

  /// Adds the lines of all statements, each fee behind its movement.
  void finish() {
    auto& statements = collector_->file().statements;
    std::vector<RunningBalance> balances;
    balances.reserve(statements.size());
    for (std::size_t at = 0; at < statements.size(); ++at)
      balances.push_back(running_balance(movements_, at));
    if (statements.size() == 1) statements.front().lines.reserve(movements_.size());
    for (const CsvMovement& movement : movements_) {
      Statement& statement = statements[movement.statement];
      if (movement.has_amount) collector_->add(statement, movement.line);
      if (!movement.fee || (movement.has_amount && balances[movement.statement].includes_fee)) continue;
      Line fee = movement.line;
      fee.amount = *movement.fee;
      if (movement.has_amount) {
        fee.memo = "Fee";
        fee.bank_id = {};
      }
      collector_->add(statement, fee);
    }
    for (std::size_t at = 0; at < statements.size(); ++at) take_running_balance(statements[at], balances[at]);
    if (statements.size() == 1) {
      Statement& statement = statements.front();
      if (!statement.opening_balance) statement.opening_balance = layout_->opening_balance;
      if (!statement.closing_balance) statement.closing_balance = layout_->closing_balance;
    }
  }

  static void take_running_balance(Statement& statement, const RunningBalance& balance) {
    if (!balance.opening) return;
    statement.opening_balance = balance.opening;
    statement.closing_balance = balance.closing;
    if (balance.faults == 0) return;
    const std::string more = balance.faults == 1
                                 ? std::string()
                                 : joined({", nor do ", std::to_string(balance.faults - 1), " more"});
    Collector::note(statement, balance.first_fault,
                    joined({"The balance in this line does not follow from the one next to it", more, "."}));
  }

  const Layout* layout_;
  const Columns* columns_;
  const Dialect* dialect_;
  Collector* collector_;
  std::vector<CsvMovement> movements_;
  std::size_t latest_ = 0;     ///< the statement of the row before
  std::string_view faulty_{};  ///< the cell whose amount could not be read
};

std::string dialect_text(const Layout& layout, const Dialect& dialect) {
  const std::string_view delimiter = layout.delimiter == ','    ? "comma"
                                     : layout.delimiter == ';'  ? "semicolon"
                                     : layout.delimiter == '\t' ? "tab"
                                     : layout.delimiter == '|'  ? "bar"
                                                                : "other delimiter";
  return joined(
      {delimiter, ", ",
       layout.header_line > 0 ? joined({"header in line ", std::to_string(layout.header_line)}) : "no header",
       ", ", name(dialect.order), ", decimal ", dialect.decimal == ',' ? "comma" : "point"});
}

/// Whether a row is too long to be one: a file without line ends is no table.
bool has_long_row(std::string_view text, char delimiter) {
  CsvRows rows(text, delimiter);
  while (rows.next()) {
    if (rows.size > most_row_bytes) return true;
  }
  return false;
}

}  // namespace

void read_csv(std::string_view text, const Options& options, Collector& collector) {
  File& file = collector.file();
  const Layout layout = find_layout(text, options);
  if (has_long_row(text, layout.delimiter)) {
    file.refusal =
        "The file has a line of more than 256 KiB, so it is no list of transactions. Export it again as CSV.";
    return;
  }
  if (layout.columns.day < 0 || !layout.columns.has_amounts()) {
    file.refusal =
        layout.columns.day >= 0
            ? "The file has a header but no row with a day and an amount under it. Export a period in which "
              "there "
              "are transactions."
            : "The file looks like text, but has no column of days and no column of amounts. Export the "
              "statement as CSV, OFX, QIF, CAMT or MT940.";
    return;
  }
  const Dialect dialect = learn_dialect(text, layout, options);
  file.dialect = dialect_text(layout, dialect);
  CsvReader(layout, dialect, collector).read(text);
  if (!options.day_order && dialect.orders.is_open()) {
    for (Statement& statement : file.statements) {
      Collector::note(
          statement, 0,
          "No day shows whether it is written day/month or month/day; day/month was taken. The parameter "
          "`dayOrder` says otherwise.");
    }
  }
  collector.finish(
      dialect.rows == 0
          ? "The file has a header but no row under it. Export a period in which there are transactions."
          : "The file has no transaction, only balances or notices. Export a period in which there are "
            "some.");
}

}  // namespace budgeting::statements
