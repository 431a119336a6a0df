#pragma once

#include <string_view>

namespace budgeting::describe {

/// Descriptions of properties and example values, as JSON. Money is in cents here.
struct FieldText {
  std::string_view json;
  std::string_view description;
  std::string_view example;
  std::string_view table = {};  ///< for this table only
};

inline constexpr FieldText field_texts[] = {
    {"id", "", "7"},
    {"createdAt", "The time of creation, in Unix seconds.", "1767225600"},
    {"updatedAt", "The time of creation or of the last change, in Unix seconds.", "1772528400"},
    {"orderIndex", "The position in its list. Lists are sorted by it, then by `id`.", "0"},
    {"year", "The calendar year.", "2026"},
    {"month", "The month of the year; 1 is January.", "3"},

    {"name", "The month's name, unique among the user's months of the same year.", R"("March")",
     "transaction_months"},
    {"name", "The name of the fixed payment.", R"("Rent")", "transaction_fixed_payments"},
    {"name", "The category's name.", R"("Groceries")", "transaction_categories"},
    {"name", "The income source's name.", R"("Salary")", "yearly_income_sources"},
    {"name", "The deduction's name. Copying a month matches deductions by name.", R"("Income tax")",
     "yearly_deductions"},
    {"name", "The section's name.", R"("Living Essentials")", "yearly_sections"},
    {"name", "The category's name.", R"("Housing")", "yearly_categories"},

    {"income", "The month's income.", "4250000"},
    {"copyFromMonthId", "The month to copy fixed payments and categories from. Transactions are not copied.",
     "6"},
    {"monthId", "The month it belongs to.", "7"},
    {"allocatedAmount", "The amount allocated to the category for the month.", "400000"},
    {"amount", "The amount paid every month.", "950000", "transaction_fixed_payments"},
    {"amount", "The amount spent; negative for a refund.", "45990", "transaction_entries"},
    {"categoryId", "The category that the money was spent on.", "21", "transaction_entries"},
    {"description", "Free text.", R"("Weekly shop")"},
    {"transactionDate", "The date of the transaction, in Unix seconds; `null` if it has no date.",
     "1772528400"},

    {"spendTarget",
     "The amount that each month sets aside for spending outside the sections. It may be negative.",
     "500000"},
    {"showWarnings",
     "Whether the frontend should warn when a section exceeds its target. The API stores this setting but "
     "does not use it.",
     "true"},
    {"yearlyBudgetId", "The yearly budget it belongs to.", "3"},
    {"incomeSourceId", "The income source it belongs to.", "11"},
    {"grossAmount", "The income from the source in the month, before deductions.", "4250000"},
    {"incomeEntryId", "The income entry that it is deducted from.", "121"},
    {"amount", "The amount deducted.", "980000", "yearly_deductions"},
    {"type", "Which of the three default sections this is. It is set by the server.", R"("LIVING")"},
    {"targetPercent", "The largest share of the net income that the section should take, in percent.", "70"},
    {"sectionId", "The section it belongs to.", "5"},
    {"parentId",
     "The top-level category that this category is a child of; `null` if it is a top-level category itself.",
     "31"},
    {"categoryId", "The category it belongs to.", "32", "yearly_category_entries"},
    {"amount", "The amount for the category in the month.", "1250000", "yearly_category_entries"},
    {"isPaid", "Whether it has been paid.", "true"},

    {"sourceMonth", "The month to copy from, 1 to 12.", "1"},
    {"targetMonth", "The month to copy to, 1 to 12. It must differ from `sourceMonth`.", "2"},
    {"resetPaidStatus", "Whether to mark the month's category entries as unpaid; `true` by default.", "true"},
};

/// The description of a property; a table's own takes precedence. Ends the tool if there is none.
const FieldText& field_text(std::string_view json, std::string_view table);

}  // namespace budgeting::describe
