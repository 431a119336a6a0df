#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "wasm/statements/csv_columns.hpp"
#include "wasm/statements/days.hpp"
#include "wasm/statements/file.hpp"

namespace budgeting::statements {

/// Where the rows of a table are, and what stands above them.
struct Layout {
  char delimiter = ',';
  std::int32_t header_line = 0;  ///< 0 if no row names the columns
  std::int32_t first_line = 1;   ///< rows before this line are no movements
  std::size_t width = 0;         ///< how many columns the header has
  Columns columns{};
  std::string_view bank_account{};
  std::string_view currency{};
  std::optional<std::int64_t> opening_balance{};
  std::optional<std::int64_t> closing_balance{};
  std::optional<Day> period{};  ///< a day that the preamble names, near which days without a year are
};

/// Finds the table. `text` begins behind a byte order mark.
Layout find_layout(std::string_view text, const Options& options);

/// How the cells of a table are written, which only all rows together show.
struct Dialect {
  DayOrders orders{};
  DayOrder order = DayOrder::dmy;
  char decimal = '.';
  bool is_decimal_strict = false;
  bool is_debit_negative = false;  ///< money out is written with a minus
  bool is_credit_negative = false;
  bool is_unmarked_debit = false;   ///< only `Cr` is marked, so everything else is out
  int direction = -1;               ///< the column that says whether money comes or goes
  bool has_account_column = false;  ///< the account's column is about the statement's own account
  std::int32_t rows = 0;            ///< that have a day
};

/// Learns the dialect from all rows.
Dialect learn_dialect(std::string_view text, const Layout& layout, const Options& options);

/// The row with what an unquoted delimiter tore apart put together again: if there are more cells than the
/// header has, and no amount where it belongs, the surplus belongs to the description.
void mend_row(std::vector<std::string_view>& cells, const Layout& layout);

}  // namespace budgeting::statements
