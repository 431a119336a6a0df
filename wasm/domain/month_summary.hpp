#pragma once

#include <cstdint>
#include <span>

/// `GET /api/months/:id/summary`. Every amount is in cents.
namespace budgeting::domain {

struct CategorySpending {
  std::int64_t allocated = 0;
  std::int64_t spent = 0;

  /// What is left of the allocation; below zero once more was spent.
  [[nodiscard]] constexpr std::int64_t remaining() const noexcept { return allocated - spent; }
  /// By how much more was spent than allocated; never below zero.
  [[nodiscard]] constexpr std::int64_t over_budget() const noexcept {
    return remaining() < 0 ? -remaining() : 0;
  }
};

struct MonthSummary {
  std::int64_t available_after_fixed = 0;    ///< income less what is fixed
  std::int64_t total_budgeted = 0;           ///< allocated to all categories
  std::int64_t available_after_budgets = 0;  ///< what no category has
  std::int64_t total_spent = 0;
  std::int64_t total_remaining = 0;  ///< income less what is fixed and what is spent
};

MonthSummary month_summary(std::int64_t income, std::int64_t total_fixed_payments,
                           std::span<const CategorySpending> categories) noexcept;

}  // namespace budgeting::domain
