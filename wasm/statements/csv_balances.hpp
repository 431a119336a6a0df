#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "wasm/statements/file.hpp"

namespace budgeting::statements {

/// A row of a table that moves money.
struct CsvMovement {
  std::size_t statement = 0;  ///< its place among the file's statements
  Line line{};
  bool has_amount = false;            ///< else only a fee
  std::optional<std::int64_t> fee{};  ///< negative, in cents
  std::optional<std::int64_t> balance{};
};

/// What the running balances of a statement's rows say. The rows are in the file's order, which may be the
/// newest first.
struct RunningBalance {
  bool includes_fee = false;  ///< the fee is a part of the amount, and no movement of its own
  std::optional<std::int64_t> opening{};
  std::optional<std::int64_t> closing{};
  std::int32_t first_fault = 0;  ///< the line whose balance does not follow from its neighbour's
  std::int32_t faults = 0;
};
RunningBalance running_balance(const std::vector<CsvMovement>& movements, std::size_t statement);

}  // namespace budgeting::statements
