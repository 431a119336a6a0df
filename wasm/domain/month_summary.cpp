#include "wasm/domain/month_summary.hpp"

namespace budgeting::domain {

MonthSummary month_summary(std::int64_t income, std::int64_t total_fixed_payments,
                           std::span<const CategorySpending> categories) noexcept {
  MonthSummary summary;
  for (const CategorySpending& category : categories) {
    summary.total_budgeted += category.allocated;
    summary.total_spent += category.spent;
  }
  summary.available_after_fixed = income - total_fixed_payments;
  summary.available_after_budgets = summary.available_after_fixed - summary.total_budgeted;
  summary.total_remaining = summary.available_after_fixed - summary.total_spent;
  return summary;
}

}  // namespace budgeting::domain
