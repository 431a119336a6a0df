#pragma once

#include <cstdint>
#include <span>

/// The calculation for `GET /api/months/:id/summary`. Every amount is in cents.
namespace budgeting::domain {

struct CategorySpending {
  std::int64_t allocated = 0;
  std::int64_t spent = 0;

  /// What is left of the allocation; negative if more was spent.
  [[nodiscard]] constexpr std::int64_t remaining() const noexcept { return allocated - spent; }
  /// By how much the spending exceeds the allocation; never negative.
  [[nodiscard]] constexpr std::int64_t over_budget() const noexcept {
    return remaining() < 0 ? -remaining() : 0;
  }
};

struct MonthSummary {
  std::int64_t available_after_fixed = 0;    ///< income minus fixed payments
  std::int64_t total_budgeted = 0;           ///< allocated to all categories together
  std::int64_t available_after_budgets = 0;  ///< what is not allocated to any category
  std::int64_t total_spent = 0;
  std::int64_t total_remaining = 0;  ///< income minus fixed payments and spending
};

MonthSummary month_summary(std::int64_t income, std::int64_t total_fixed_payments,
                           std::span<const CategorySpending> categories) noexcept;

}  // namespace budgeting::domain
