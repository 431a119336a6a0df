// What columns without a header are, from what is in them.

#include <algorithm>
#include <array>
#include <optional>

#include "wasm/statements/amounts.hpp"
#include "wasm/statements/csv_columns.hpp"
#include "wasm/statements/days.hpp"

namespace budgeting::statements {
namespace {

constexpr std::size_t most_rows = 400;

/// What the cells of a column are, in the rows looked at.
struct Column {
  std::size_t filled = 0;
  std::size_t days = 0;
  std::size_t yearless = 0;
  std::size_t amounts = 0;
  std::size_t decimals = 0;  ///< amounts with a decimal separator
  std::size_t bytes = 0;
  std::string_view first{};  ///< the first cell
  bool is_constant = true;   ///< all cells are the same
};

struct Sample {
  std::array<Column, most_columns> columns{};
  std::vector<std::array<std::optional<std::int64_t>, most_columns>> amounts{};
  std::size_t rows = 0;
};

/// Whether a row has a day; only such rows count, as others are a preamble, totals or blank.
bool has_some_day(const std::vector<std::string_view>& cells) noexcept {
  return std::any_of(cells.begin(), cells.end(), [](std::string_view cell) {
    const WrittenDay day = written_day(cell);
    return is_day(day) || day.count == 2;
  });
}

Sample sample(std::string_view text, char delimiter, std::int32_t begin) {
  Sample sample;
  CsvRows rows(text, delimiter);
  while (sample.rows < most_rows && rows.next()) {
    if (rows.line < begin || rows.cells.size() < 2 || !has_some_day(rows.cells)) continue;
    ++sample.rows;
    auto& amounts = sample.amounts.emplace_back();
    for (std::size_t at = 0; at < std::min(rows.cells.size(), most_columns); ++at) {
      const std::string_view cell = rows.cells[at];
      Column& column = sample.columns[at];
      if (cell.empty()) continue;
      if (++column.filled == 1) column.first = cell;
      column.is_constant = column.is_constant && cell == column.first;
      column.bytes += cell.size();
      const WrittenDay day = written_day(cell);
      if (is_day(day)) {
        ++column.days;
      } else if (day.count == 2) {
        ++column.yearless;
      } else {
        const Written written = written_amount(cell);
        const Amount amount = amount_of(written, '.');
        if (amount.reading != Reading::exact) continue;
        ++column.amounts;
        column.decimals += decimal_separator(written) != 0 ? 1U : 0U;
        amounts[at] = amount.cents;
      }
    }
  }
  return sample;
}

/// The columns that have amounts and hardly anything else. Numbers without decimals are codes or branches, if
/// other columns have decimals.
std::vector<int> numeric_columns(const Sample& sample) {
  std::vector<int> numeric;
  bool has_decimals = false;
  for (const Column& column : sample.columns) has_decimals = has_decimals || column.decimals > 0;
  for (std::size_t at = 0; at < most_columns; ++at) {
    const Column& column = sample.columns[at];
    const bool has_money = std::any_of(sample.amounts.begin(), sample.amounts.end(),
                                       [&](const auto& row) { return row[at].value_or(0) != 0; });
    const bool is_numeric = has_money && column.amounts * 10 >= column.filled * 9;
    if (is_numeric && (!has_decimals || column.decimals > 0)) numeric.push_back(static_cast<int>(at));
  }
  return numeric;
}

/// How many rows' `balance` is the row before's plus `amount`, in the file's order or from its end.
std::size_t balanced_rows(const Sample& sample, std::size_t amount, std::size_t balance) noexcept {
  std::size_t forward = 0;
  std::size_t backward = 0;
  for (std::size_t row = 1; row < sample.amounts.size(); ++row) {
    const auto& before = sample.amounts[row - 1];
    const auto& after = sample.amounts[row];
    if (!before[balance] || !after[balance]) continue;
    const std::int64_t step = after[balance].value_or(0) - before[balance].value_or(0);
    forward += step == after[amount].value_or(0) ? 1U : 0U;
    backward += -step == before[amount].value_or(0) ? 1U : 0U;
  }
  return std::max(forward, backward);
}

/// How many rows' second balance is their first one's plus the amount.
std::size_t stepping_rows(const Sample& sample, std::size_t first, std::size_t second,
                          std::size_t amount) noexcept {
  const auto is_step = [&](const auto& row) {
    const std::int64_t step = row[second].value_or(0) - row[first].value_or(0);
    return row[amount].value_or(0) != 0 && step == row[amount].value_or(0);
  };
  return static_cast<std::size_t>(std::count_if(sample.amounts.begin(), sample.amounts.end(), is_step));
}

/// Whether the columns are filled in turns, never both.
bool is_in_turns(const Sample& sample, std::size_t first, std::size_t second) noexcept {
  return std::none_of(sample.amounts.begin(), sample.amounts.end(), [&](const auto& row) {
    return row[first].value_or(0) != 0 && row[second].value_or(0) != 0;
  });
}

void choose_amounts(const Sample& sample, const std::vector<int>& numeric, Columns& columns) {
  if (numeric.empty()) return;
  columns.amount = numeric.front();
  if (numeric.size() == 1) return;
  // Which column is the balance shows by adding up. One that does not is a balance of something else, or a
  // code.
  const auto place = [](int column) { return static_cast<std::size_t>(column); };
  const std::size_t enough = (sample.rows - 1) * 3 / 5;
  for (const int balance : numeric) {
    for (const int amount : numeric) {
      if (amount == balance || balanced_rows(sample, place(amount), place(balance)) <= enough) continue;
      columns.amount = amount;
      columns.balance = balance;
      return;
    }
  }
  for (std::size_t at = 2; at < numeric.size(); ++at) {
    if (stepping_rows(sample, place(numeric[0]), place(numeric[1]), place(numeric[at])) * 2 <= sample.rows)
      continue;
    columns.amount = numeric[at];
    columns.balance = numeric[1];
    return;
  }
  if (is_in_turns(sample, place(numeric[0]), place(numeric[1]))) {
    columns.amount = -1;
    columns.debit = numeric[0];
    columns.credit = numeric[1];
    if (numeric.size() > 2) columns.balance = numeric.back();
  }
}

/// Finds the account and the currency, which are the same in all rows.
void choose_constants(const Sample& sample, Columns& columns) {
  for (std::size_t at = 0; at < most_columns && sample.rows > 1; ++at) {
    const Column& column = sample.columns[at];
    if (!column.is_constant || column.filled != sample.rows || column.days > 0) continue;
    const auto count = [&](char least, char most) {
      return static_cast<std::size_t>(std::count_if(column.first.begin(), column.first.end(), [&](char each) {
        return each >= least && each <= most;
      }));
    };
    constexpr std::size_t shortest_account = 7;
    const std::size_t digits = count('0', '9');
    const std::size_t letters = count('A', 'Z');
    const std::size_t size = column.first.size();
    if (letters == 3 && size == 3 && columns.currency < 0) columns.currency = static_cast<int>(at);
    if (digits >= shortest_account && digits + letters == size && columns.account < 0)
      columns.account = static_cast<int>(at);
  }
}

}  // namespace

bool infer_columns(std::string_view text, char delimiter, std::int32_t begin, Columns& columns) {
  const Sample found = sample(text, delimiter, begin);
  if (found.rows == 0) return false;
  const auto is_day_column = [&](const Column& column) {
    return (column.days + column.yearless) * 10 >= found.rows * 6;
  };
  std::vector<int> texts;
  for (std::size_t at = 0; at < most_columns; ++at) {
    const Column& column = found.columns[at];
    if (is_day_column(column)) {
      if (columns.day < 0) columns.day = static_cast<int>(at);
    } else if (column.filled > column.amounts * 2 && column.bytes > column.filled * 2) {
      texts.push_back(static_cast<int>(at));
    }
  }
  // A column in which all cells are the same (`HIST`) says nothing about a row.
  const auto is_constant = [&](int column) {
    return found.rows > 1 && found.columns[static_cast<std::size_t>(column)].is_constant;
  };
  if (!std::all_of(texts.begin(), texts.end(), is_constant)) {
    texts.erase(std::remove_if(texts.begin(), texts.end(), is_constant), texts.end());
  }
  std::vector<int> numeric = numeric_columns(found);
  const auto is_taken = [&](int column) {
    return column == columns.day || column == columns.balance || column == columns.fee;
  };
  numeric.erase(std::remove_if(numeric.begin(), numeric.end(), is_taken), numeric.end());
  choose_amounts(found, numeric, columns);
  if (columns.texts.empty() && columns.payee < 0) columns.texts = texts;
  if (begin == 1) choose_constants(found, columns);
  return columns.day >= 0 && columns.has_amounts();
}

}  // namespace budgeting::statements
