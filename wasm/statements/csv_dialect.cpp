#include <algorithm>

#include "wasm/statements/amounts.hpp"
#include "wasm/statements/csv_table.hpp"
#include "wasm/statements/csv_words.hpp"

namespace budgeting::statements {
namespace {

/// Signs of a column's amounts.
struct Signs {
  std::int32_t positive = 0;
  std::int32_t negative = 0;
  std::int32_t marked_credit = 0;
  std::int32_t unmarked = 0;

  void add(const Written& written) noexcept {
    if (written.reading != Reading::exact) return;
    const bool is_zero = std::all_of(written.digits, written.digits + written.size,
                                     [](char each) { return each < '1' || each > '9'; });
    if (is_zero) return;
    (written.is_negative ? negative : positive) += 1;
    marked_credit += written.is_marked_credit ? 1 : 0;
    unmarked += written.has_sign ? 0 : 1;
  }
};

/// The column in which every row with an amount has a word for the direction; -1 if there is none.
class DirectionSearch {
 public:
  void add(const std::vector<std::string_view>& cells) {
    ++rows_;
    for (std::size_t at = 0; at < std::min(cells.size(), most_columns); ++at) {
      const int direction = direction_of(cells[at]);
      counts_[at] += direction != 0 ? 1 : 0;
      out_[at] += direction < 0 ? 1 : 0;
    }
  }

  [[nodiscard]] int column(int named) const noexcept {
    const auto is_direction = [&](std::size_t at) {
      return rows_ > 0 && counts_[at] == rows_ && out_[at] > 0;
    };
    if (named >= 0) return named;
    for (std::size_t at = 0; at < most_columns; ++at) {
      if (is_direction(at)) return static_cast<int>(at);
    }
    return -1;
  }

 private:
  std::array<std::int32_t, most_columns> counts_{};
  std::array<std::int32_t, most_columns> out_{};
  std::int32_t rows_ = 0;
};

}  // namespace

Dialect learn_dialect(std::string_view text, const Layout& layout, const Options& options) {
  const Columns& columns = layout.columns;
  Dialect dialect;
  Signs amounts;
  Signs debits;
  Signs credits;
  DirectionSearch directions;
  std::int32_t points = 0;
  std::int32_t commas = 0;
  std::string_view account;
  bool is_one_account = columns.account >= 0;
  CsvRows rows(text, layout.delimiter);
  while (rows.next()) {
    if (rows.line < layout.first_line) continue;
    mend_row(rows.cells, layout);
    const auto cell = [&](int column) { return cell_at(rows.cells, column); };
    const WrittenDay day = written_day(cell(columns.day));
    dialect.orders.add(day);
    dialect.orders.add(written_day(cell(columns.value_day)));
    if (!day) continue;
    ++dialect.rows;
    for (const int column : {columns.amount, columns.debit, columns.credit, columns.fee, columns.balance}) {
      const char separator = column < 0 ? '\0' : decimal_separator(written_amount(cell(column)));
      points += separator == '.' ? 1 : 0;
      commas += separator == ',' ? 1 : 0;
    }
    const Written amount = written_amount(cell(columns.amount));
    amounts.add(amount);
    debits.add(written_amount(cell(columns.debit)));
    credits.add(written_amount(cell(columns.credit)));
    if (amount.reading == Reading::exact && amounts.negative == 0) directions.add(rows.cells);
    if (account.empty()) account = cell(columns.account);
    is_one_account = is_one_account && (cell(columns.account) == account || cell(columns.account).empty());
  }
  dialect.order = options.day_order.value_or(dialect.orders.order());
  dialect.is_decimal_strict = options.decimal != 0;
  // Where nothing shows it, a comma separates thousands and a point may be either, which is then a problem.
  dialect.decimal = options.decimal != 0 ? options.decimal : points > commas ? '.' : commas > 0 ? ',' : '\0';
  dialect.is_debit_negative = debits.negative > debits.positive;
  dialect.is_credit_negative = credits.negative > credits.positive;
  dialect.is_unmarked_debit = amounts.marked_credit > 0 && amounts.unmarked > 0 && amounts.negative == 0;
  if (amounts.negative == 0 && columns.amount >= 0) dialect.direction = directions.column(columns.direction);
  dialect.has_account_column = is_one_account || columns.may_have_accounts;
  return dialect;
}

void mend_row(std::vector<std::string_view>& cells, const Layout& layout) {
  const Columns& columns = layout.columns;
  if (layout.width == 0 || cells.size() <= layout.width || columns.texts.empty()) return;
  const auto at = static_cast<std::size_t>(columns.texts.front());
  if (at >= layout.width) return;  // it was found in rows that are wider than the header
  const std::size_t surplus = cells.size() - layout.width;
  const bool is_last = at + 1 == layout.width;
  const int amount = columns.amount >= 0 ? columns.amount : std::max(columns.debit, columns.credit);
  const bool is_torn =
      amount > columns.texts.front() && written_amount(cell_at(cells, amount)).reading != Reading::exact &&
      written_amount(cell_at(cells, amount + static_cast<int>(surplus))).reading == Reading::exact;
  const auto begin = cells.begin() + static_cast<std::ptrdiff_t>(at) + 1;
  const auto end = begin + static_cast<std::ptrdiff_t>(surplus);
  const bool is_surplus_empty = std::all_of(begin, end, [](std::string_view cell) { return cell.empty(); });
  if ((!is_last || is_surplus_empty) && !is_torn) return;
  const std::string_view last = cells[at + surplus];
  if (last.data() < cells[at].data()) return;
  cells[at] = {cells[at].data(), static_cast<std::size_t>(last.data() + last.size() - cells[at].data())};
  cells.erase(begin, end);
}

}  // namespace budgeting::statements
