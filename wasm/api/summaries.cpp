#include "wasm/api/summaries.hpp"

#include <charconv>

#include "wasm/domain/month_summary.hpp"
#include "wasm/domain/year_summary.hpp"
#include "wasm/json/writer.hpp"

namespace budgeting::api {
namespace {

/// A member that the statement always gives; were it missing, the code would be wrong, not the data.
json::Value need(json::Value object, std::string_view name) {
  const std::optional<json::Value> member = object.member(name);
  if (!member) __builtin_trap();
  return *member;
}

/// Sums are 64-bit, as PostgreSQL's are.
std::int64_t integer_of(json::Value value) {
  const std::string_view text = value.text();
  std::int64_t number = 0;
  const std::from_chars_result result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) __builtin_trap();
  return number;
}

std::int64_t integer_of(json::Value object, std::string_view name) { return integer_of(need(object, name)); }

/// `[[month, cents], ...]` with months from 1; a month that is not there has nothing.
domain::MonthlyAmounts monthly_amounts(json::Value pairs) {
  domain::MonthlyAmounts amounts{};
  for (const json::Value& pair : pairs.children()) {
    const std::vector<json::Value> both = pair.children();
    const std::int64_t month = integer_of(both[0]);
    if (month >= 1 && month <= static_cast<std::int64_t>(amounts.size())) {
      amounts[static_cast<std::size_t>(month - 1)] = integer_of(both[1]);
    }
  }
  return amounts;
}

}  // namespace

std::string summarize_month(json::Value row) {
  const std::vector<json::Value> rows = need(row, "categories").children();
  std::vector<domain::CategorySpending> categories;
  categories.reserve(rows.size());
  for (const json::Value& category : rows) {
    categories.push_back({integer_of(category, "allocated"), integer_of(category, "spent")});
  }
  const std::int64_t income = integer_of(row, "income");
  const std::int64_t fixed = integer_of(row, "totalFixedPayments");
  const domain::MonthSummary summary = domain::month_summary(income, fixed, categories);

  std::string out;
  json::Writer writer(out);
  writer.open('{')
      .member("monthId", integer_of(row, "monthId"))
      .member("monthName", need(row, "monthName").text())
      .member("income", income)
      .member("totalFixedPayments", fixed)
      .member("availableAfterFixed", summary.available_after_fixed)
      .member("totalBudgeted", summary.total_budgeted)
      .member("availableAfterBudgets", summary.available_after_budgets)
      .member("totalSpent", summary.total_spent)
      .member("totalRemaining", summary.total_remaining)
      .key("categories")
      .open('[');
  for (std::size_t at = 0; at < rows.size(); ++at) {
    writer.open('{')
        .member("categoryId", integer_of(rows[at], "categoryId"))
        .member("categoryName", need(rows[at], "categoryName").text())
        .member("allocated", categories[at].allocated)
        .member("spent", categories[at].spent)
        .member("remaining", categories[at].remaining())
        .member("overBudget", categories[at].over_budget())
        .close('}');
  }
  writer.close(']').close('}');
  return out;
}

std::string summarize_year(json::Value row) {
  const std::vector<json::Value> rows = need(row, "sections").children();
  std::vector<domain::SectionYear> sections;
  sections.reserve(rows.size());
  for (const json::Value& section : rows) {
    sections.push_back({integer_of(section, "targetPercent"), monthly_amounts(need(section, "totals"))});
  }
  const std::int64_t spend_target = integer_of(row, "spendTarget");
  const domain::YearSummary year = domain::year_summary(spend_target, monthly_amounts(need(row, "gross")),
                                                        monthly_amounts(need(row, "deductions")), sections);

  std::string out;
  json::Writer writer(out);
  writer.open('{')
      .member("budgetId", integer_of(row, "budgetId"))
      .member("year", integer_of(row, "year"))
      .member("spendTarget", spend_target)
      .member("showWarnings", need(row, "showWarnings").truth())
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
    for (std::size_t at = 0; at < rows.size(); ++at) {
      writer.open('{')
          .member("sectionId", integer_of(rows[at], "sectionId"))
          .member("sectionType", need(rows[at], "sectionType").text())
          .member("sectionName", need(rows[at], "sectionName").text())
          .member("targetPercent", sections[at].target_percent)
          .member("actualPercent", month.sections[at].actual_percent)
          .member("total", month.sections[at].total)
          .member("isOverBudget", month.sections[at].is_over_budget)
          .close('}');
    }
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
