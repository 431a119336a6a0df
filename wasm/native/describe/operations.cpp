#include "wasm/native/describe/operations.hpp"

#include <algorithm>

#include "wasm/native/describe/json.hpp"

namespace budgeting::describe {
namespace {

constexpr TagText tag_texts[] = {
    {"/api/months", "Months", "Transaction mode: a month, its income, and what is left of it."},
    {"/api/categories", "Categories", "Transaction mode: what a month's money is allocated to."},
    {"/api/fixed-payments", "Fixed payments", "Transaction mode: what goes out every month."},
    {"/api/transactions", "Transactions", "Transaction mode: what was spent, by category."},
    {"/api/yearly", "Yearly budgets", "Yearly mode: a year as a grid of twelve months."},
    {"/api/yearly/income", "Income", "Yearly mode: who pays, and what they pay in each month."},
    {"/api/yearly/deductions", "Deductions", "Yearly mode: what goes off an income entry."},
    {"/api/yearly/sections", "Sections", "Yearly mode: living, non-essential, savings, each with a target."},
    {"/api/yearly/categories", "Yearly categories", "Yearly mode: expenses within a section, in two levels."},
    {"/api/yearly/category-entries", "Category entries", "Yearly mode: what a category takes in a month."},
    {"/api/health", "Service", "For whoever watches over the service; nobody has to be signed in."},
    {"/api/ready", "Service", {}},
};

constexpr std::string_view month_cents =
    "`income` is sent in currency units and answered in cents. A user has each name only once per year.";
constexpr std::string_view sent_in_units = "Amounts are sent in currency units and answered in cents.";

constexpr OperationText texts[] = {
    {"listMonths", "MonthListItem", "List all months",
     "Newest first, by `year` and then `month`. Somebody who has made none gets an empty list.", true},
    {"createMonth", "Month", "Create a month", month_cents},
    {"latestMonth", "LatestMonth", "Find the newest month"},
    {"getMonth", "MonthTree", "Get a month with all that is in it",
     "Fixed payments and categories by `orderIndex`, then `id`. Transactions newest first, undated ones "
     "before all others."},
    {"updateMonth", "Month", "Change a month", month_cents},
    {"deleteMonth", "Deleted", "Delete a month with all that is in it"},
    {"summarizeMonth", "MonthSummary", "Summarize a month",
     "What is left of the income after fixed payments, allocations and spending."},

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
     "Newest first. Somebody who has made none gets an empty list.", true},
    {"createYearlyBudget", "YearTree", "Create a year",
     "It starts with three sections: `LIVING` \"Living Essentials\" 70 %, `NON_ESSENTIAL` \"Non-Essentials\" "
     "20 %, `SAVINGS` \"Savings\" 10 %. A user has each year only once."},
    {"latestYearlyBudget", "LatestYear", "Find the newest year"},
    {"getYearlyBudgetByYear", "YearTree", "Get a year's tree by its number",
     "As by its id, for a frontend whose address shows the year."},
    {"getYearlyBudget", "YearTree", "Get a year's tree",
     "Lists by `orderIndex`, then `id`; entries by month."},
    {"updateYearlyBudget", "YearlyBudget", "Change a year's settings"},
    {"deleteYearlyBudget", "Deleted", "Delete a year with all that is in it"},
    {"summarizeYearlyBudget", "YearSummary", "Summarize a year",
     "Income, expenses and leftover, month by month and by section."},
    {"copyMonth", "CopyMonthResult", "Copy one month to another",
     "For every category and child: the target's amount becomes the source's, and it becomes unpaid unless "
     "`resetPaidStatus` is `false`. For every income source: the target's gross amount becomes the source's. "
     "Deductions are paired by name: of a repeated name, the target's first gets what the source's last has. "
     "What one of the two months does not have is skipped."},
    {"clearMonth", "ClearMonthResult", "Set a month to zero",
     "Amounts, gross amounts and deductions of that month become 0, and its entries unpaid unless "
     "`resetPaidStatus` is `false`."},

    {"createIncomeSource", "IncomeSourceTree", "Create an income source",
     "With twelve entries of 0, one for each month."},
    {"updateIncomeSource", "IncomeSource", "Change an income source"},
    {"deleteIncomeSource", "Deleted", "Delete an income source with its entries"},
    {"updateIncomeEntry", "IncomeEntryWithDeductions", "Change what a source pays in a month"},
    {"createDeduction", "Deduction", "Create a deduction"},
    {"updateDeduction", "Deduction", "Change a deduction"},
    {"deleteDeduction", "Deleted", "Delete a deduction"},
    {"updateSection", "Section", "Change a section",
     "Its `type` stays what it is. Targets need not add up to 100."},
    {"createYearlyCategory", "YearlyCategoryTree", "Create a category or a subcategory",
     "With twelve entries of 0, one for each month. A `parentId` puts it below that category, which must be "
     "a "
     "top-level one of the same section; otherwise it is a 422 on `parentId`."},
    {"updateYearlyCategory", "YearlyCategory", "Change or move a category",
     "The hierarchy has two levels: a `parentId` must be a top-level category of the same section, not the "
     "category itself, and a category with children cannot become a child. Otherwise it is a 422 on "
     "`parentId`."},
    {"deleteYearlyCategory", "Deleted", "Delete a category with its children and entries"},
    {"updateCategoryEntry", "CategoryEntry", "Change what a category takes in a month"},
    {"updateCategoryEntries", "BulkResult", "Change many category entries at once",
     "All or none: an id that is not the user's makes it a 404, and nothing is changed. Of an id that is "
     "sent more than once, later items win field by field."},

    {"health", "Health", "Ask whether the Worker runs", "Without a round trip to the database."},
    {"ready", "Ready", "Ask whether the service can be used",
     "A round trip to the database, which must have the tables that this version knows, or newer ones. What "
     "it "
     "gave may be told to others for a second."},
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
