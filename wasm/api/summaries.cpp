#include "wasm/api/summaries.hpp"

#include <vector>

#include "wasm/domain/month_summary.hpp"
#include "wasm/domain/year_summary.hpp"
#include "wasm/json/stored.hpp"
#include "wasm/json/writer.hpp"

namespace budgeting::api {
namespace {

using json::Stored;

/// Roughly how many bytes a response has besides its rows.
constexpr std::size_t frame_bytes = 4096;

std::size_t count_of(Stored list) {
  std::size_t number = 0;
  list.each([&](Stored) { ++number; });
  return number;
}

/// Reads `[[month, cents], ...]` with months from 1; a missing month counts as zero.
domain::MonthlyAmounts monthly_amounts(Stored pairs) {
  domain::MonthlyAmounts amounts{};
  pairs.each([&](Stored pair) {
    std::int64_t both[2] = {};
    std::size_t at = 0;
    pair.each([&](Stored number) { both[at++] = number.integer(); });
    const std::int64_t month = both[0];
    if (month >= 1 && month <= static_cast<std::int64_t>(amounts.size())) {
      amounts[static_cast<std::size_t>(month - 1)] = both[1];
    }
  });
  return amounts;
}

}  // namespace

std::string summarize_month(std::string_view row) {
  /// The length of `"remaining":<number>,"overBudget":<number>,` with the longest possible numbers.
  constexpr std::size_t added_bytes = 80;
  const Stored month(row);
  const Stored rows = month.member("categories");
  std::vector<domain::CategorySpending> categories;
  categories.reserve(count_of(rows));
  rows.each([&](Stored category) {
    categories.push_back({category.member("allocated").integer(), category.member("spent").integer()});
  });
  const std::int64_t income = month.member("income").integer();
  const std::int64_t fixed = month.member("totalFixedPayments").integer();
  const domain::MonthSummary summary = domain::month_summary(income, fixed, categories);

  std::string out;
  out.reserve(row.size() + categories.size() * added_bytes + frame_bytes);
  json::Writer writer(out);
  writer.open('{')
      .key("monthId")
      .json(month.member("monthId").token())
      .key("monthName")
      .json(month.member("monthName").token())
      .member("income", income)
      .member("totalFixedPayments", fixed)
      .member("availableAfterFixed", summary.available_after_fixed)
      .member("totalBudgeted", summary.total_budgeted)
      .member("availableAfterBudgets", summary.available_after_budgets)
      .member("totalSpent", summary.total_spent)
      .member("totalRemaining", summary.total_remaining)
      .key("categories")
      .open('[');
  auto spending = categories.begin();
  rows.each([&](Stored category) {
    writer.open('{')
        .key("categoryId")
        .json(category.member("categoryId").token())
        .key("categoryName")
        .json(category.member("categoryName").token())
        .member("allocated", spending->allocated)
        .member("spent", spending->spent)
        .member("remaining", spending->remaining())
        .member("overBudget", spending->over_budget())
        .close('}');
    ++spending;
  });
  writer.close(']').close('}');
  return out;
}

std::string summarize_year(std::string_view row) {
  /// The length that each month of a section adds to the section's own row.
  constexpr std::size_t added_bytes = 160;
  const Stored year_row(row);
  const Stored rows = year_row.member("sections");
  std::vector<domain::SectionYear> sections;
  sections.reserve(count_of(rows));
  rows.each([&](Stored section) {
    sections.push_back(
        {section.member("targetPercent").integer(), monthly_amounts(section.member("totals"))});
  });
  const std::int64_t spend_target = year_row.member("spendTarget").integer();
  const domain::YearSummary year =
      domain::year_summary(spend_target, monthly_amounts(year_row.member("gross")),
                           monthly_amounts(year_row.member("deductions")), sections);

  std::string out;
  out.reserve(domain::months_in_year * (rows.token().size() + sections.size() * added_bytes) + frame_bytes);
  json::Writer writer(out);
  writer.open('{')
      .key("budgetId")
      .json(year_row.member("budgetId").token())
      .key("year")
      .json(year_row.member("year").token())
      .member("spendTarget", spend_target)
      .key("showWarnings")
      .json(year_row.member("showWarnings").token())
      .key("months")
      .open('[');
  std::int64_t number = 1;
  for (const domain::MonthOfYear& month : year.months) {
    writer.open('{')
        .member("month", number++)
        .member("totalGross", month.total_gross)
        .member("totalDeductions", month.total_deductions)
        .member("totalNet", month.total_net)
        .member("totalExpenses", month.total_expenses)
        .member("spendTarget", spend_target)
        .member("leftover", month.leftover)
        .key("sections")
        .open('[');
    std::size_t at = 0;
    rows.each([&](Stored section) {
      writer.open('{')
          .key("sectionId")
          .json(section.member("sectionId").token())
          .key("sectionType")
          .json(section.member("sectionType").token())
          .key("sectionName")
          .json(section.member("sectionName").token())
          .member("targetPercent", sections[at].target_percent)
          .member("actualPercent", month.sections[at].actual_percent)
          .member("total", month.sections[at].total)
          .member("isOverBudget", month.sections[at].is_over_budget)
          .close('}');
      ++at;
    });
    writer.close(']').close('}');
  }
  writer.close(']')
      .key("yearly")
      .open('{')
      .member("totalGross", year.total_gross)
      .member("totalDeductions", year.total_deductions)
      .member("totalNet", year.total_net)
      .member("totalExpenses", year.total_expenses)
      .member("totalSpendTarget", year.total_spend_target)
      .member("totalLeftover", year.total_leftover)
      .close('}')
      .close('}');
  return out;
}

}  // namespace budgeting::api
