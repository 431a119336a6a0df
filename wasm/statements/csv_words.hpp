#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace budgeting::statements {

/// What a word says about the direction of money: -1 for out, 1 for in, 0 if it says nothing. `Af`, `Soll`,
/// `DR` and `Money out` are out.
int direction_of(std::string_view word);

/// What a row is besides a movement.
enum class RowKind : std::uint8_t {
  movement,
  opening_balance,  ///< a balance brought forward
  closing_balance,
  total,
};

/// Whether one of the cells says that the row is a balance or a total, in the languages of headers.
RowKind kind_of_row(const std::vector<std::string_view>& cells);

/// Whether a state is that of an entry which is not booked, or never will be: `Pending`, `Vorgemerkt`,
/// `DECLINED`.
bool is_not_booked(std::string_view state);

/// The number of an account in a row of a preamble, such as `Account:, 123412341234, Cheque`; empty if there
/// is none.
std::string_view account_number(const std::vector<std::string_view>& cells);

}  // namespace budgeting::statements
