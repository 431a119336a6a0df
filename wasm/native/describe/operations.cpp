#include "wasm/native/describe/operations.hpp"

#include <algorithm>

#include "wasm/native/describe/json.hpp"

namespace budgeting::describe {
namespace {

constexpr TagText tag_texts[] = {
    {"/api/months", "Months", "Transaction mode: months, their income, and what is left of it."},
    {"/api/categories", "Categories",
     "Transaction mode: the categories that a month's income is allocated to."},
    {"/api/fixed-payments", "Fixed payments", "Transaction mode: payments that are due every month."},
    {"/api/transactions", "Transactions", "Transaction mode: spending and refunds, by category."},
    {"/api/yearly", "Yearly budgets", "Yearly mode: a year as a grid of twelve months."},
    {"/api/yearly/income", "Income", "Yearly mode: income sources, and the income from each in each month."},
    {"/api/yearly/deductions", "Deductions", "Yearly mode: deductions from an income entry."},
    {"/api/yearly/sections", "Sections",
     "Yearly mode: the sections for living, non-essentials and savings, each with a target."},
    {"/api/yearly/categories", "Yearly categories", "Yearly mode: expenses within a section, in two levels."},
    {"/api/yearly/category-entries", "Category entries",
     "Yearly mode: the amount for a category in each month."},
    {"/api/health", "Service", "Monitoring. These endpoints need no authentication."},
    {"/api/ready", "Service", {}},
};

constexpr std::string_view month_cents =
    "`income` is sent in currency units and returned in cents. A month's name must be unique among the "
    "user's months of the same year.";
constexpr std::string_view sent_in_units = "Amounts are sent in currency units and returned in cents.";

constexpr OperationText texts[] = {
    {"listMonths", "MonthListItem", "List all months",
     "Newest first, by `year` and then `month`. The list is empty if the user has no months.", true},
    {"createMonth", "Month", "Create a month", month_cents},
    {"latestMonth", "LatestMonth", "Find the newest month"},
    {"getMonth", "MonthTree", "Get a month with everything in it",
     "Fixed payments and categories are sorted by `orderIndex`, then `id`. Transactions are sorted newest "
     "first, after those without a date."},
    {"updateMonth", "Month", "Change a month", month_cents},
    {"deleteMonth", "Deleted", "Delete a month with everything in it"},
    {"summarizeMonth", "MonthSummary", "Summarize a month",
     "Returns what is left of the income after fixed payments, allocations and spending."},

    {"createCategory", "CategoryWithTransactions", "Create a category", sent_in_units},
    {"updateCategory", "Category", "Change a category", sent_in_units},
    {"deleteCategory", "Deleted", "Delete a category with its transactions"},
    {"createFixedPayment", "FixedPayment", "Create a fixed payment", sent_in_units},
    {"updateFixedPayment", "FixedPayment", "Change a fixed payment", sent_in_units},
    {"deleteFixedPayment", "Deleted", "Delete a fixed payment"},
    {"createTransaction", "Transaction", "Record a transaction", sent_in_units},
    {"updateTransaction", "Transaction", "Change a transaction", sent_in_units},
    {"deleteTransaction", "Deleted", "Delete a transaction"},

    {"listYearlyBudgets", "YearlyBudgetListItem", "List all years",
     "Newest first. The list is empty if the user has no years.", true},
    {"createYearlyBudget", "YearTree", "Create a year",
     "The new year has three sections: `LIVING` \"Living Essentials\" with a target of 70 %, `NON_ESSENTIAL` "
     "\"Non-Essentials\" with 20 %, and `SAVINGS` \"Savings\" with 10 %. A user can have only one budget per "
     "calendar year."},
    {"latestYearlyBudget", "LatestYear", "Find the newest year"},
    {"getYearlyBudgetByYear", "YearTree", "Get a year's tree by calendar year",
     "Returns the same tree as the endpoint by id, for clients that know the calendar year but not the id."},
    {"getYearlyBudget", "YearTree", "Get a year's tree",
     "Lists are sorted by `orderIndex`, then `id`; entries by month."},
    {"updateYearlyBudget", "YearlyBudget", "Change a year's settings"},
    {"deleteYearlyBudget", "Deleted", "Delete a year with everything in it"},
    {"summarizeYearlyBudget", "YearSummary", "Summarize a year",
     "Returns income, expenses and leftover for each month, the total of each section, and the totals for "
     "the year."},
    {"copyMonth", "CopyMonthResult", "Copy one month to another",
     "Copies amounts from the source month to the target month. Every category entry of the target month "
     "gets the source month's amount, and is marked as unpaid unless `resetPaidStatus` is `false`. Every "
     "income entry gets the source month's gross amount. Every deduction gets the amount of the source "
     "month's deduction with the same name; if a name is repeated, the first deduction of the target month "
     "gets the amount of the last one of the source month. Entries and deductions that only one of the "
     "months has are skipped."},
    {"clearMonth", "ClearMonthResult", "Set a month to zero",
     "Sets the amounts, gross amounts and deductions of the month to 0, and marks its category entries as "
     "unpaid unless `resetPaidStatus` is `false`."},

    {"createIncomeSource", "IncomeSourceTree", "Create an income source",
     "The new income source has twelve entries of 0, one for each month."},
    {"updateIncomeSource", "IncomeSource", "Change an income source"},
    {"deleteIncomeSource", "Deleted", "Delete an income source with its entries"},
    {"updateIncomeEntry", "IncomeEntryWithDeductions", "Change the income from a source in a month"},
    {"createDeduction", "Deduction", "Create a deduction"},
    {"updateDeduction", "Deduction", "Change a deduction"},
    {"deleteDeduction", "Deleted", "Delete a deduction"},
    {"updateSection", "Section", "Change a section",
     "The section's `type` cannot be changed. The targets of a year's sections need not add up to 100."},
    {"createYearlyCategory", "YearlyCategoryTree", "Create a category or a subcategory",
     "The new category has twelve entries of 0, one for each month. With a `parentId` it becomes a child of "
     "that category, which must be a top-level category of the same section; otherwise the answer is a 422 "
     "on `parentId`."},
    {"updateYearlyCategory", "YearlyCategory", "Change or move a category",
     "Categories have two levels. A `parentId` must be a top-level category of the same section and not the "
     "category itself, and a category with children cannot become a child. Otherwise the answer is a 422 on "
     "`parentId`."},
    {"deleteYearlyCategory", "Deleted", "Delete a category with its children and entries"},
    {"updateCategoryEntry", "CategoryEntry", "Change a category's amount for a month"},
    {"updateCategoryEntries", "BulkResult", "Change many category entries at once",
     "Either all entries are changed or none. If any id is not the user's, the answer is a 404 and nothing "
     "is changed. If an id is repeated, later items win field by field."},

    {"health", "Health", "Check that the Worker is running", "Answers without contacting the database."},
    {"ready", "Ready", "Check that the service can be used",
     "Makes a round trip to the database and checks that its schema is at the version that this API needs, "
     "or newer. The result is shared for one second, so a request may get the result of an earlier one."},
};

}  // namespace

const OperationText& operation_text(std::string_view operation) {
  const auto* found = std::find_if(std::begin(texts), std::end(texts),
                                   [&](const OperationText& known) { return known.operation == operation; });
  if (found == std::end(texts)) give_up("operations.cpp has no text for the operation", operation);
  return *found;
}

std::span<const OperationText> operation_texts() { return texts; }

std::span<const TagText> tags() { return tag_texts; }

const TagText& tag_of(std::string_view path) {
  const TagText* found = nullptr;
  for (const TagText& tag : tag_texts) {
    if (path.starts_with(tag.path) && (found == nullptr || tag.path.size() > found->path.size()))
      found = &tag;
  }
  if (found == nullptr) give_up("operations.cpp has no tag for the path", path);
  return *found;
}

}  // namespace budgeting::describe
