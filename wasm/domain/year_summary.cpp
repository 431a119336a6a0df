#include "wasm/domain/year_summary.hpp"

namespace budgeting::domain {

std::int64_t percent_of_net(std::int64_t total, std::int64_t net) noexcept {
  if (net <= 0) return 0;
  // floor(100 * total / net + 1/2) in integer arithmetic. Division truncates, so a negative quotient that is
  // not whole needs one less.
  const std::int64_t numerator = 200 * total + net;
  const std::int64_t denominator = 2 * net;
  const std::int64_t quotient = numerator / denominator;
  return numerator % denominator < 0 ? quotient - 1 : quotient;
}

YearSummary year_summary(std::int64_t spend_target, const MonthlyAmounts& gross,
                         const MonthlyAmounts& deductions, std::span<const SectionYear> sections) {
  YearSummary year;
  for (std::size_t at = 0; at < months_in_year; ++at) {
    MonthOfYear& month = year.months[at];
    month.total_gross = gross[at];
    month.total_deductions = deductions[at];
    month.total_net = month.total_gross - month.total_deductions;
    month.sections.reserve(sections.size());
    for (const SectionYear& section : sections) {
      const std::int64_t total = section.totals[at];
      const std::int64_t percent = percent_of_net(total, month.total_net);
      month.sections.push_back({total, percent, percent > section.target_percent});
      month.total_expenses += total;
    }
    month.leftover = month.total_net - month.total_expenses - spend_target;

    year.total_gross += month.total_gross;
    year.total_deductions += month.total_deductions;
    year.total_net += month.total_net;
    year.total_expenses += month.total_expenses;
    year.total_spend_target += spend_target;
    year.total_leftover += month.leftover;
  }
  return year;
}

}  // namespace budgeting::domain
