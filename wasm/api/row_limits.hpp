#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "wasm/model/limits.hpp"

namespace budgeting::api {

/// The numbers of `model::limits`, in their order.
struct RowLimits {
  std::array<std::int32_t, model::limits.size()> most;
  std::string problem;  ///< what is wrong with the variable, for the log; empty if nothing is

  /// The number of a limit; traps if there is none of that name.
  [[nodiscard]] std::int32_t of(std::string_view name) const noexcept;
};

/// What the variable `ROW_LIMITS` makes of them: `name=number`, separated by spaces or commas.
RowLimits row_limits(std::string_view variable);

}  // namespace budgeting::api
