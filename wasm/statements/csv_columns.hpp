#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "wasm/statements/csv_rows.hpp"

namespace budgeting::statements {

/// Columns beyond these are not looked at to learn what a table's columns are and how they are written.
inline constexpr std::size_t most_columns = 40;

/// What a column of a statement can be.
enum class Role : std::uint8_t {
  none,
  day,
  value_day,
  amount,
  debit,
  credit,
  fee,
  balance,
  direction,
  currency,
  account,
  id,
  state,
  payee,
  text,
};

/// The role that a header names, in English, Afrikaans, German, French, Dutch or Spanish, and how well it
/// fits: among several columns of the same role, the one with the lowest rank has it.
struct Named {
  Role role = Role::none;
  std::size_t rank = 0;
};
Named role_of(std::string_view header);

/// The columns of a file. -1 is a column that it does not have.
struct Columns {
  int day = -1;
  int value_day = -1;
  int amount = -1;
  int debit = -1;
  int credit = -1;
  int fee = -1;
  int balance = -1;
  int direction = -1;
  int currency = -1;
  int account = -1;
  int id = -1;
  int state = -1;
  int payee = -1;
  std::vector<int> texts{};
  bool may_have_accounts = false;    ///< the account's column is surely the owner's, so it may have several
  std::string_view currency_code{};  ///< the currency in the amount's header, such as `Amount (EUR)`

  [[nodiscard]] bool has_amounts() const noexcept { return amount >= 0 || debit >= 0 || credit >= 0; }
};

/// The columns that a row of headers names. It is none unless it names a day and an amount, or a day and two
/// other columns; `has_amounts` says which.
bool read_header(const std::vector<std::string_view>& cells, Columns& columns);

/// Finds the columns that no header names from what is in them. `begin` is the line of the first row that
/// counts; if it is 1 there is no header, and the account and the currency are looked for as well. False if
/// there are no days and amounts.
bool infer_columns(std::string_view text, char delimiter, std::int32_t begin, Columns& columns);

/// The cell of a column; empty if the row does not reach that far.
inline std::string_view cell_at(const std::vector<std::string_view>& cells, int column) noexcept {
  return column >= 0 && static_cast<std::size_t>(column) < cells.size()
             ? cells[static_cast<std::size_t>(column)]
             : std::string_view{};
}

}  // namespace budgeting::statements
