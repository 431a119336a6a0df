#include <doctest/doctest.h>

#include <random>

#include "wasm/domain/month_summary.hpp"
#include "wasm/domain/sections.hpp"
#include "wasm/domain/year_summary.hpp"

using namespace budgeting::domain;

TEST_CASE("a month's summary") {
  const CategorySpending categories[] = {{50'000, 20'000}, {10'000, 15'000}, {0, 0}};
  const MonthSummary summary = month_summary(300'000, 120'000, categories);
  CHECK(summary.available_after_fixed == 180'000);
  CHECK(summary.total_budgeted == 60'000);
  CHECK(summary.available_after_budgets == 120'000);
  CHECK(summary.total_spent == 35'000);
  CHECK(summary.total_remaining == 145'000);
  CHECK(categories[0].remaining() == 30'000);
  CHECK(categories[0].over_budget() == 0);
  CHECK(categories[1].remaining() == -5'000);
  CHECK(categories[1].over_budget() == 5'000);
}

TEST_CASE("a month's summary agrees with adding up one payment at a time") {
  std::mt19937_64 random(5);
  const auto amount = [&] { return static_cast<std::int64_t>(random() % 2'147'483'648); };
  for (int round = 0; round < 2'000; ++round) {
    const std::int64_t income = amount();
    const std::int64_t fixed = amount();
    std::vector<CategorySpending> categories(random() % 7);
    for (CategorySpending& category : categories) {
      // Often the very same amount: nothing is left then, and nothing is over.
      category = {random() % 4 == 0 ? 0 : amount(), amount()};
      if (random() % 4 == 0) category.spent = category.allocated;
    }
    // Every category's money is set aside first, then spent, from there as long as there is some.
    std::int64_t left = income - fixed;
    std::int64_t set_aside = 0;
    std::int64_t over = 0;
    std::int64_t spent = 0;
    for (const CategorySpending& category : categories) {
      left -= category.allocated;
      spent += category.spent;
      const std::int64_t unspent = category.allocated - category.spent;
      (unspent > 0 ? set_aside : over) += unspent > 0 ? unspent : -unspent;
      CHECK(category.remaining() == unspent);
      CHECK(category.over_budget() == (unspent < 0 ? -unspent : 0));
    }
    const MonthSummary summary = month_summary(income, fixed, categories);
    CHECK(summary.available_after_fixed == income - fixed);
    CHECK(summary.available_after_budgets == left);
    CHECK(summary.total_budgeted == income - fixed - left);
    CHECK(summary.total_remaining == left + set_aside - over);
    CHECK(summary.total_spent == spent);
  }
}

TEST_CASE("sums may exceed 32 bits") {
  const std::vector<CategorySpending> categories(1000, {2'147'483'647, 2'147'483'647});
  const MonthSummary summary = month_summary(0, 2'147'483'647'000, categories);
  CHECK(summary.total_budgeted == 2'147'483'647'000);
  CHECK(summary.total_remaining == -4'294'967'294'000);
}

TEST_CASE("percent of the net income is rounded half up") {
  CHECK(percent_of_net(0, 100) == 0);
  CHECK(percent_of_net(50, 100) == 50);
  CHECK(percent_of_net(1, 200) == 1);      // 0.5
  CHECK(percent_of_net(99, 20'000) == 0);  // 0.495
  CHECK(percent_of_net(705, 1000) == 71);  // 70.5
  CHECK(percent_of_net(7049, 10'000) == 70);
  CHECK(percent_of_net(300, 100) == 300);
  CHECK(percent_of_net(-5, 1000) == 0);    // -0.5
  CHECK(percent_of_net(-15, 1000) == -1);  // -1.5
  CHECK(percent_of_net(-16, 1000) == -2);
}

TEST_CASE("without a net income there is no percentage") {
  CHECK(percent_of_net(100, 0) == 0);
  CHECK(percent_of_net(100, -50) == 0);
}

TEST_CASE("a year's summary agrees with adding up month by month") {
  std::mt19937_64 random(11);
  const auto amount = [&] { return static_cast<std::int64_t>(random() % 2'000'000); };
  for (int round = 0; round < 200; ++round) {
    MonthlyAmounts gross{};
    MonthlyAmounts deductions{};
    std::vector<SectionYear> sections(random() % 5);
    for (std::size_t at = 0; at < months_in_year; ++at) {
      gross[at] = random() % 4 == 0 ? 0 : amount();
      deductions[at] = amount() / 3;
      for (SectionYear& section : sections) section.totals[at] = amount() / 4;
    }
    for (SectionYear& section : sections) section.target_percent = static_cast<std::int64_t>(random() % 101);
    const std::int64_t target = amount();

    const YearSummary year = year_summary(target, gross, deductions, sections);
    std::int64_t total_net = 0;
    std::int64_t total_expenses = 0;
    for (std::size_t at = 0; at < months_in_year; ++at) {
      const MonthOfYear& month = year.months[at];
      std::int64_t expenses = 0;
      REQUIRE(month.sections.size() == sections.size());
      for (std::size_t index = 0; index < sections.size(); ++index) {
        const std::int64_t total = sections[index].totals[at];
        expenses += total;
        CHECK(month.sections[index].total == total);
        const std::int64_t net = gross[at] - deductions[at];
        const std::int64_t percent = net > 0 ? (total * 100 * 2 + net) / (net * 2) : 0;
        CHECK(month.sections[index].actual_percent == percent);
        CHECK(month.sections[index].is_over_budget == (percent > sections[index].target_percent));
      }
      CHECK(month.total_gross == gross[at]);
      CHECK(month.total_deductions == deductions[at]);
      CHECK(month.total_net == gross[at] - deductions[at]);
      CHECK(month.total_expenses == expenses);
      CHECK(month.leftover == gross[at] - deductions[at] - expenses - target);
      total_net += gross[at] - deductions[at];
      total_expenses += expenses;
    }
    CHECK(year.total_gross - year.total_deductions == total_net);
    CHECK(year.total_net == total_net);
    CHECK(year.total_expenses == total_expenses);
    CHECK(year.total_spend_target == 12 * target);
    CHECK(year.total_leftover == total_net - total_expenses - 12 * target);
  }
}

TEST_CASE("the default sections share out the whole income") {
  std::int32_t sum = 0;
  for (const Section& section : default_sections) sum += section.target_percent;
  CHECK(sum == 100);
  REQUIRE(default_sections.size() == 3);
  CHECK(default_sections[0].target_percent == 70);
  CHECK(default_sections[1].target_percent == 20);
  CHECK(default_sections[0].type == "LIVING");
  CHECK(default_sections[1].name == "Non-Essentials");
  CHECK(default_sections[2].target_percent == 10);
}
