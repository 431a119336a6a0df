#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "wasm/model/limits.hpp"

namespace budgeting::api {

/// The values of `model::limits`, in the same order.
struct RowLimits {
  std::array<std::int32_t, model::limits.size()> most;
  std::string problem;  ///< the problem with the variable, for the log; empty if there is none

  /// The value of a limit; traps if there is no limit with that name.
  [[nodiscard]] std::int32_t of(std::string_view name) const noexcept;
};

/// The limits as changed by the variable `ROW_LIMITS`: `name=number`, separated by spaces or commas.
RowLimits row_limits(std::string_view variable);

}  // namespace budgeting::api
