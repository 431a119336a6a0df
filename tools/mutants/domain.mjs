// Mistakes in money and the summaries.

/** @type {import("./index.mjs").Mutant[]} */
export const domain = [
  {
    what: "money: half a cent is rounded towards zero",
    file: "wasm/domain/decimal.cpp",
    search: "digit >= 5)",
    replace: "digit > 5)",
  },
  {
    what: "money: one digit too many is kept before rounding",
    file: "wasm/domain/decimal.cpp",
    search: "if (position < kept)",
    replace: "if (position <= kept)",
  },
  {
    what: "money: a unit has 10 cents",
    file: "wasm/domain/decimal.cpp",
    search: "scale(number, 2)",
    replace: "scale(number, 1)",
  },
  {
    what: "money: a negative exponent is read as a positive one",
    file: "wasm/domain/decimal.cpp",
    search: "? -exponent : exponent",
    replace: "? exponent : exponent",
  },
  {
    what: "money: -0 is negative",
    file: "wasm/domain/decimal.cpp",
    search: "minus && any_digit_set",
    replace: "minus",
  },
  {
    what: "money: the greatest amount of a column is too large",
    file: "wasm/domain/decimal.cpp",
    search: "value > column_max",
    replace: "value >= column_max",
  },
  {
    what: "integers: 1.5 is 2",
    file: "wasm/domain/decimal.cpp",
    search: "if (!scaled.exact || value > most",
    replace: "if (value > most",
  },
  {
    what: "month summary: what is budgeted and what is spent are swapped",
    file: "wasm/domain/month_summary.cpp",
    search: "summary.total_budgeted += category.allocated;\n    summary.total_spent += category.spent;",
    replace: "summary.total_budgeted += category.spent;\n    summary.total_spent += category.allocated;",
  },
  {
    what: "month summary: what remains is counted from after the budgets",
    file: "wasm/domain/month_summary.cpp",
    search: "summary.available_after_fixed - summary.total_spent",
    replace: "summary.available_after_budgets - summary.total_spent",
  },
  {
    what: "month summary: fixed payments are added to the income",
    file: "wasm/domain/month_summary.cpp",
    search: "income - total_fixed_payments",
    replace: "income + total_fixed_payments",
  },
  {
    what: "month summary: over budget is what is left",
    file: "wasm/domain/month_summary.hpp",
    search: "return remaining() < 0 ? -remaining() : 0;",
    replace: "return remaining() < 0 ? 0 : remaining();",
  },
  {
    what: "year summary: a half percent is rounded down",
    file: "wasm/domain/year_summary.cpp",
    search: "200 * total + net;",
    replace: "200 * total + net - 1;",
  },
  {
    what: "year summary: a net income of nothing is divided by",
    file: "wasm/domain/year_summary.cpp",
    search: "if (net <= 0)",
    replace: "if (net < 0)",
  },
  {
    what: "year summary: exactly the target percent is over budget",
    file: "wasm/domain/year_summary.cpp",
    search: "percent > section.target_percent",
    replace: "percent >= section.target_percent",
  },
  {
    what: "year summary: the spend target is forgotten in what is left over",
    file: "wasm/domain/year_summary.cpp",
    search: "month.total_net - month.total_expenses - spend_target",
    replace: "month.total_net - month.total_expenses",
  },
  {
    what: "year summary: a year's spend target is one month's",
    file: "wasm/domain/year_summary.cpp",
    search: "year.total_spend_target += spend_target",
    replace: "year.total_spend_target = spend_target",
  },
  {
    what: "default sections: two percentages are swapped",
    file: "wasm/domain/sections.hpp",
    search: 'Section{"LIVING", "Living Essentials", 70},\n    Section{"NON_ESSENTIAL", "Non-Essentials", 20},',
    replace: 'Section{"LIVING", "Living Essentials", 20},\n    Section{"NON_ESSENTIAL", "Non-Essentials", 70},',
  },
];
