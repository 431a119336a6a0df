#include <algorithm>
#include <string>

#include "wasm/statements/amounts.hpp"
#include "wasm/statements/csv_table.hpp"
#include "wasm/statements/csv_words.hpp"
#include "wasm/statements/fold.hpp"
#include "wasm/statements/texts.hpp"
#include "wasm/statements/utf8.hpp"

namespace budgeting::statements {
namespace {

constexpr std::size_t most_header_rows = 100;

bool is_amount(std::string_view cell) noexcept {
  return written_amount(cell).reading == Reading::exact && !is_day(written_day(cell));
}

bool has_day(const std::vector<std::string_view>& cells) noexcept {
  return std::any_of(cells.begin(), cells.end(),
                     [](std::string_view cell) { return is_day(written_day(cell)); });
}

/// How many of the first rows look like movements if this is the delimiter; a header counts for some.
std::size_t score(std::string_view text, char delimiter) {
  std::size_t score = 0;
  std::size_t seen = 0;
  bool has_header = false;
  constexpr std::size_t most_bytes = 65'536;
  CsvRows rows(text.substr(0, most_bytes), delimiter);
  while (seen++ < 2 * most_header_rows && rows.next()) {
    if (rows.cells.size() < 2) continue;
    const bool has_both = has_day(rows.cells) && std::any_of(rows.cells.begin(), rows.cells.end(), is_amount);
    score += has_both ? 1U : 0U;
    Columns columns;
    if (!has_both && !has_header && read_header(rows.cells, columns)) {
      has_header = true;
      score += columns.has_amounts() ? 20U : 3U;
    }
  }
  return score;
}

char best_delimiter(std::string_view text) {
  char best = ',';
  std::size_t most = 0;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    const std::size_t found = score(text, delimiter);
    if (found <= most) continue;
    most = found;
    best = delimiter;
  }
  return best;
}

/// The amount of a balance above the table: the one in the column of amounts if only the table's rows could
/// name the columns, else the first one that is not zero.
std::optional<std::int64_t> balance_in(const std::vector<std::string_view>& cells,
                                       const Layout& layout) noexcept {
  const auto amount_in = [](std::string_view cell) -> std::optional<std::int64_t> {
    const Amount amount = read_amount(cell, '.');
    if (amount.reading != Reading::exact || is_day(written_day(cell))) return std::nullopt;
    return amount.cents;
  };
  if (layout.header_line == 0) {
    if (const auto found = amount_in(cell_at(cells, layout.columns.amount))) return found;
  }
  for (const std::string_view cell : cells) {
    if (const auto found = amount_in(cell); found.value_or(0) != 0) return found;
  }
  return std::nullopt;
}

/// Notes what a row above the table says about the statement.
void read_preamble(const std::vector<std::string_view>& cells, Layout& layout) {
  if (layout.bank_account.empty()) layout.bank_account = account_number(cells);
  const RowKind kind = kind_of_row(cells);
  if (kind == RowKind::opening_balance) layout.opening_balance = balance_in(cells, layout);
  if (kind == RowKind::closing_balance) layout.closing_balance = balance_in(cells, layout);
  for (std::size_t at = 0; at < cells.size(); ++at) {
    const WrittenDay day = written_day(cells[at]);
    if (const auto found = day_of(day, DayOrder::dmy)) layout.period = found;
    const bool is_key = begins_with(cells[at], "currency") || begins_with(cells[at], "w\xC3\xA4hrung");
    if (!is_key || at + 1 == cells.size()) continue;
    const std::string_view code = cells[at + 1].substr(0, 3);
    const bool is_code = code.size() == 3 && std::all_of(code.begin(), code.end(), [](char each) {
                           return each >= 'A' && each <= 'Z';
                         });
    if (is_code) layout.currency = code;
  }
}

/// Looks for the header from a line on. One that names no amounts counts only if no other does.
void find_header(std::string_view text, std::int32_t begin, Layout& layout) {
  CsvRows rows(text, layout.delimiter);
  for (std::size_t seen = 0; seen < most_header_rows && !layout.columns.has_amounts() && rows.next();
       ++seen) {
    Columns columns;
    if (rows.line < begin || rows.cells.size() < 2 || has_day(rows.cells) ||
        !read_header(rows.cells, columns))
      continue;
    if (layout.header_line > 0 && !columns.has_amounts()) continue;
    layout.columns = columns;
    layout.header_line = rows.line;
    layout.first_line = rows.line + 1;
    layout.width = rows.cells.size();
  }
}

/// Whether the columns that the header names have amounts in the first rows, if these have days.
bool has_amounts_as_named(std::string_view text, const Layout& layout) {
  std::size_t days = 0;
  CsvRows rows(text, layout.delimiter);
  while (days < most_header_rows && rows.next()) {
    if (rows.line < layout.first_line || !is_day(written_day(cell_at(rows.cells, layout.columns.day))))
      continue;
    ++days;
    for (const int column :
         {layout.columns.amount, layout.columns.debit, layout.columns.credit, layout.columns.fee}) {
      if (written_amount(cell_at(rows.cells, column)).reading == Reading::exact) return true;
    }
  }
  return days == 0;
}

}  // namespace

Layout find_layout(std::string_view text, const Options& options) {
  Layout layout;
  const bool names_delimiter = begins_with(text, "sep=") && text.size() > 4;
  if (options.delimiter != 0) {
    layout.delimiter = options.delimiter;
  } else {
    layout.delimiter = names_delimiter ? text[4] : best_delimiter(text);
  }
  find_header(text, names_delimiter ? 2 : 1, layout);
  Columns& columns = layout.columns;
  Columns unnamed = columns;
  unnamed.amount = unnamed.debit = unnamed.credit = -1;
  const bool is_misled = columns.has_amounts() && !has_amounts_as_named(text, layout);
  if (is_misled && infer_columns(text, layout.delimiter, layout.first_line, unnamed)) columns = unnamed;
  const bool has_texts = !columns.texts.empty() || columns.payee >= 0;
  if (!columns.has_amounts() || !has_texts) {
    Columns inferred = columns;
    if (infer_columns(text, layout.delimiter, layout.first_line, inferred)) {
      if (columns.has_amounts()) {
        columns.texts = inferred.texts;
      } else {
        columns = inferred;
      }
    }
  }
  CsvRows preamble(text, layout.delimiter);
  for (std::size_t seen = 0;
       seen < most_header_rows && preamble.next() && preamble.line != layout.header_line; ++seen) {
    const bool is_row = layout.header_line == 0 && is_day(written_day(cell_at(preamble.cells, columns.day)));
    if (is_row) {
      layout.first_line = preamble.line;
      break;
    }
    read_preamble(preamble.cells, layout);
  }
  return layout;
}

}  // namespace budgeting::statements
