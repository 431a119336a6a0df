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
    {"createdAt", "When it was made, in Unix seconds.", "1767225600"},
    {"updatedAt", "When it was made or last changed, in Unix seconds.", "1772528400"},
    {"orderIndex", "Its place among its siblings: lists go by it, then by `id`.", "0"},
    {"year", "The calendar year.", "2026"},
    {"month", "The month of the year; 1 is January.", "3"},

    {"name", "A user has each name only once per year.", R"("March")", "transaction_months"},
    {"name", "What is paid every month.", R"("Rent")", "transaction_fixed_payments"},
    {"name", "What the money is for.", R"("Groceries")", "transaction_categories"},
    {"name", "Who pays.", R"("Salary")", "yearly_income_sources"},
    {"name", "What goes off the income. Copying a month pairs deductions by it.", R"("Income tax")",
     "yearly_deductions"},
    {"name", "What the section is called.", R"("Living Essentials")", "yearly_sections"},
    {"name", "What the money is for.", R"("Housing")", "yearly_categories"},

    {"income", "What the month starts with.", "4250000"},
    {"copyFromMonthId",
     "The month whose fixed payments and categories the new one gets copies of; transactions are not copied.",
     "6"},
    {"monthId", "The month it belongs to.", "7"},
    {"allocatedAmount", "What may be spent on it in the month.", "400000"},
    {"amount", "What is paid.", "950000", "transaction_fixed_payments"},
    {"amount", "What was spent; below 0 for a refund.", "45990", "transaction_entries"},
    {"categoryId", "The category it was spent on.", "21", "transaction_entries"},
    {"description", "Free text.", R"("Weekly shop")"},
    {"transactionDate", "When it was spent, in Unix seconds; `null` if it has no date.", "1772528400"},

    {"spendTarget", "What each month sets aside for spending beyond its sections; may be below 0.", "500000"},
    {"showWarnings", "Whether the frontend warns of sections over their target; the API only keeps it.",
     "true"},
    {"yearlyBudgetId", "The yearly budget it belongs to.", "3"},
    {"incomeSourceId", "The income source it belongs to.", "11"},
    {"grossAmount", "What the source pays in the month, before deductions.", "4250000"},
    {"incomeEntryId", "The income entry it goes off.", "121"},
    {"amount", "What goes off.", "980000", "yearly_deductions"},
    {"type", "Which of the three default sections it is; set by the server.", R"("LIVING")"},
    {"targetPercent", "The share of the net income that the section should take at most.", "70"},
    {"sectionId", "The section it belongs to.", "5"},
    {"parentId", "The top-level category it stands below; `null` for a top-level one.", "31"},
    {"categoryId", "The category it belongs to.", "32", "yearly_category_entries"},
    {"amount", "What the category takes in the month.", "1250000", "yearly_category_entries"},
    {"isPaid", "Whether it has been paid.", "true"},

    {"sourceMonth", "The month that is copied.", "1"},
    {"targetMonth", "The month that is written; another one than `sourceMonth`.", "2"},
    {"resetPaidStatus", "Whether the month's entries become unpaid; `true` unless given.", "true"},
};

/// The description of a property; a table's own takes precedence. Ends the tool if there is none.
const FieldText& field_text(std::string_view json, std::string_view table);

}  // namespace budgeting::describe
