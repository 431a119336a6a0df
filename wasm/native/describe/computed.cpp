#include "wasm/native/describe/computed.hpp"

#include "wasm/api/service.hpp"
#include "wasm/domain/year_summary.hpp"
#include "wasm/native/describe/shapes.hpp"
#include "wasm/native/describe/values.hpp"

namespace budgeting::describe {
namespace {

/// A property with the meaning of a column.
Member like(std::string_view name, const model::Entity& entity, std::string_view json) {
  for (const model::Column& column : entity.columns) {
    if (column.json == json) return {std::string(name), answer_schema(column, entity.table)};
  }
  give_up("a computed answer names an unknown column", json);
}

Member like(std::string_view name, const model::Entity& entity) { return like(name, entity, name); }

/// A 64-bit number of cents.
Member cents(std::string_view name, std::string_view description, std::int64_t example) {
  return {std::string(name), object({{"type", text("integer")},
                                     {"format", text("int64")},
                                     {"description", text(std::string(description) + " In cents.")},
                                     {"examples", list({integer(example)})}})};
}

Member whole(std::string_view name, std::string_view description, std::int64_t example) {
  return {std::string(name), object({{"type", text("integer")},
                                     {"format", text("int64")},
                                     {"description", text(description)},
                                     {"examples", list({integer(example)})}})};
}

Member truth(std::string_view name, std::string_view description) {
  return {std::string(name), object({{"type", text("boolean")}, {"description", text(description)}})};
}

Member success() { return {"success", object({{"type", text("boolean")}, {"const", boolean(true)}})}; }

Member word(std::string_view name, std::string_view is) {
  return {std::string(name), object({{"type", text("string")}, {"const", text(is)}})};
}

Member list_of(std::string_view name, const Json& items, std::size_t exactly = 0) {
  const Json size = exactly == 0 ? Json{} : integer(static_cast<std::int64_t>(exactly));
  return {
      std::string(name),
      object({{"type", text("array")}, {"items", items}, {"minItems", size}, {"maxItems", size}}),
  };
}

Json category_summary() {
  return record(
      "A category's allocation and spending.",
      {like("categoryId", model::category, "id"), like("categoryName", model::category, "name"),
       like("allocated", model::category, "allocatedAmount"),
       cents("spent", "The sum of the category's transactions.", 45990),
       cents("remaining", "`allocated - spent`; negative if more was spent than allocated.", 354010),
       cents("overBudget", "The amount spent beyond the allocation; 0 if there is none.", 0)});
}

Json month_summary() {
  return record(
      "What is left of a month's income, overall and by category.",
      {like("monthId", model::month, "id"), like("monthName", model::month, "name"),
       like("income", model::month),
       cents("totalFixedPayments", "The sum of the month's fixed payments.", 950000),
       cents("availableAfterFixed", "`income - totalFixedPayments`.", 3300000),
       cents("totalBudgeted", "The sum allocated to all categories.", 400000),
       cents("availableAfterBudgets",
             "`availableAfterFixed - totalBudgeted`: the income that is not allocated to any category.",
             2900000),
       cents("totalSpent", "The sum of the transactions in all categories.", 45990),
       cents("totalRemaining", "`availableAfterFixed - totalSpent`.", 3254010),
       list_of("categories", ref("schemas", "CategorySummary"))});
}

Json section_summary() {
  return record(
      "A section's total in one month, compared with its target.",
      {like("sectionId", model::section, "id"), like("sectionType", model::section, "type"),
       like("sectionName", model::section, "name"), like("targetPercent", model::section),
       whole("actualPercent",
             "`total` as a whole percentage of the month's `totalNet`, rounded half up; 0 if `totalNet` is 0 "
             "or less.",
             38),
       cents("total", "The sum of the month's entries of the section's categories and their children.",
             1250000),
       truth("isOverBudget", "Whether `actualPercent` is above `targetPercent`.")});
}

Json month_of_year() {
  return record(
      "One month of the year.",
      {like("month", model::income_entry), cents("totalGross", "The gross income from all sources.", 4250000),
       cents("totalDeductions", "The sum of all deductions from the gross income.", 980000),
       cents("totalNet", "`totalGross - totalDeductions`.", 3270000),
       cents("totalExpenses", "The sum of all sections' totals.", 1250000),
       like("spendTarget", model::yearly_budget),
       cents("leftover", "`totalNet - totalExpenses - spendTarget`.", 1520000),
       list_of("sections", ref("schemas", "SectionSummary"))});
}

Json year_totals() {
  return record("All twelve months together.",
                {cents("totalGross", "The gross income from all sources.", 51000000),
                 cents("totalDeductions", "The sum of all deductions from the gross income.", 11760000),
                 cents("totalNet", "`totalGross - totalDeductions`.", 39240000),
                 cents("totalExpenses", "The sum of all sections' totals.", 15000000),
                 cents("totalSpendTarget", "`12 * spendTarget`.", 6000000),
                 cents("totalLeftover", "`totalNet - totalExpenses - totalSpendTarget`.", 18240000)});
}

Json year_summary() {
  return record("A year's income, expenses and leftover, month by month and by section.",
                {like("budgetId", model::yearly_budget, "id"),
                 like("year", model::yearly_budget),
                 like("spendTarget", model::yearly_budget),
                 like("showWarnings", model::yearly_budget),
                 list_of("months", ref("schemas", "MonthOfYear"), domain::months_in_year),
                 {"yearly", ref("schemas", "YearTotals")}});
}

}  // namespace

Members computed_schemas() {
  const Member reset = truth("resetPaidStatus", "The value that was sent, or `true` if none was sent.");
  return {
      {"CategorySummary", category_summary()},
      {"MonthSummary", month_summary()},
      {"SectionSummary", section_summary()},
      {"MonthOfYear", month_of_year()},
      {"YearTotals", year_totals()},
      {"YearSummary", year_summary()},
      {"CopyMonthResult",
       record("The result of copying a month.",
              {success(),
               whole("copiedCategoryEntries", "The number of category entries that were written.", 14),
               whole("copiedIncomeEntries", "The number of income entries that were written.", 2),
               whole("copiedDeductions", "The number of deductions that were written.", 3),
               like("sourceMonth", model::category_entry, "month"),
               like("targetMonth", model::category_entry, "month"), reset})},
      {"ClearMonthResult",
       record("The result of clearing a month.",
              {success(),
               whole("clearedCategoryEntries", "The number of category entries that were written.", 14),
               whole("clearedIncomeEntries", "The number of income entries that were written.", 2),
               whole("clearedDeductions", "The number of deductions that were written.", 3),
               like("month", model::category_entry), reset})},
      {"BulkResult", record("The result of a bulk update.",
                            {success(), whole("updated", "The number of items that were sent.", 2)})},
      {"Health", record("The Worker is running.", {word("status", "ok")})},
      {"Ready",
       record("The database is reachable and has the tables that the API needs.",
              {word("status", "ready"),
               {"schemaVersion",
                object({{"type", text("string")},
                        {"description", text("The version of the newest migration that has been applied.")},
                        {"examples", list({text(api::service::schema_version)})}})}})},
      {"Deleted", record("The object and everything in it have been deleted.", {success()})},
  };
}

}  // namespace budgeting::describe
