#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace budgeting::domain {

/// A group of a year's expenses, with the share of the net income that it should take.
struct Section {
  std::string_view type;
  std::string_view name;
  std::int32_t target_percent;
};

/// The sections that a new yearly budget has at first, in order (`POST /api/yearly`).
inline constexpr std::array default_sections{
    Section{"LIVING", "Living Essentials", 70},
    Section{"NON_ESSENTIAL", "Non-Essentials", 20},
    Section{"SAVINGS", "Savings", 10},
};

}  // namespace budgeting::domain
