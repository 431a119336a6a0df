#pragma once

#include <string>
#include <string_view>

/// Between a summary's row, the JSON text that PostgreSQL gives, and its answer. What a summary only passes
/// on, names above all, goes from the one to the other as it stands, and the answer is written into memory
/// that was reserved for it: a month may have many more categories than the limits let be made, if the app
/// beside made them.
namespace budgeting::api {

/// The most bytes of a year's row: its answer has each section's name twelve times.
inline constexpr int most_year_row_bytes = 1024 * 1024;

/// `row`: `monthId, monthName, income, totalFixedPayments, categories: [{categoryId, categoryName,
/// allocated, spent}]`.
std::string summarize_month(std::string_view row);

/// `row`: `budgetId, year, spendTarget, showWarnings, gross, deductions` (each `[[month, cents], ...]`),
/// `sections: [{sectionId, sectionType, sectionName, targetPercent, totals: [[month, cents], ...]}]`.
std::string summarize_year(std::string_view row);

}  // namespace budgeting::api
