#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

/// The calculation for `GET /api/yearly/:id/summary`. Every amount is in cents; months are counted from 0
/// here.
namespace budgeting::domain {

inline constexpr std::size_t months_in_year = 12;
using MonthlyAmounts = std::array<std::int64_t, months_in_year>;

/// What a section should take of the net income, and what its categories and subcategories actually take.
struct SectionYear {
  std::int64_t target_percent = 0;
  MonthlyAmounts totals{};
};

struct SectionMonth {
  std::int64_t total = 0;
  std::int64_t actual_percent = 0;
  bool is_over_budget = false;
};

struct MonthOfYear {
  std::int64_t total_gross = 0;
  std::int64_t total_deductions = 0;
  std::int64_t total_net = 0;
  std::int64_t total_expenses = 0;
  std::int64_t leftover = 0;           ///< net income minus expenses and the spend target
  std::vector<SectionMonth> sections;  ///< in the order given
};

struct YearSummary {
  std::array<MonthOfYear, months_in_year> months;
  std::int64_t total_gross = 0;
  std::int64_t total_deductions = 0;
  std::int64_t total_net = 0;
  std::int64_t total_expenses = 0;
  std::int64_t total_spend_target = 0;
  std::int64_t total_leftover = 0;
};

/// `total` as a whole percentage of `net`, rounded half up in integer arithmetic; 0 if `net` is not positive.
std::int64_t percent_of_net(std::int64_t total, std::int64_t net) noexcept;

YearSummary year_summary(std::int64_t spend_target, const MonthlyAmounts& gross,
                         const MonthlyAmounts& deductions, std::span<const SectionYear> sections);

}  // namespace budgeting::domain
