#pragma once

#include <string>
#include <string_view>

/// Computes a summary's response from its row, which is JSON text from PostgreSQL. What a summary only passes
/// on, above all names, is copied as it is, and the response is written into memory reserved for it: a month
/// may have many more categories than the limits allow if another app created them.
namespace budgeting::api {

/// The maximum size of a year's row in bytes: its response repeats each section's name twelve times.
inline constexpr int most_year_row_bytes = 1024 * 1024;

/// `row`: `monthId, monthName, income, totalFixedPayments, categories: [{categoryId, categoryName,
/// allocated, spent}]`.
std::string summarize_month(std::string_view row);

/// `row`: `budgetId, year, spendTarget, showWarnings, gross, deductions` (each `[[month, cents], ...]`),
/// `sections: [{sectionId, sectionType, sectionName, targetPercent, totals: [[month, cents], ...]}]`.
std::string summarize_year(std::string_view row);

}  // namespace budgeting::api
