#pragma once

#include <string>

#include "wasm/json/document.hpp"

/// Between a summary's row and its answer.
namespace budgeting::api {

/// `row`: `monthId, monthName, income, totalFixedPayments, categories: [{categoryId, categoryName,
/// allocated, spent}]`.
std::string summarize_month(json::Value row);

/// `row`: `budgetId, year, spendTarget, showWarnings, gross, deductions` (each `[[month, cents], ...]`),
/// `sections: [{sectionId, sectionType, sectionName, targetPercent, totals: [[month, cents], ...]}]`.
std::string summarize_year(json::Value row);

}  // namespace budgeting::api
