/** The endpoints, and what their bodies hold. */

/** @typedef {"money" | "signedMoney" | "cents" | "signedCents" | "text" | "description" | "index" | "id" | "boolean" | "percent" | "year" | "month" | "date"} Kind */
/** @typedef {{ kind: Kind, required?: boolean, nullable?: boolean }} Field */
/** @typedef {Record<string, Field>} Fields in declared order */

/** @param {Kind} kind @returns {Field} */
const required = (kind) => ({ kind, required: true });
/** @param {Kind} kind @returns {Field} */
const optional = (kind) => ({ kind });
/** @param {Kind} kind @returns {Field} */
const nullable = (kind) => ({ kind, nullable: true });

export const MISSING_ID = 2_147_483_647;

/** Every endpoint that takes fields, apart from the bulk update; `:id` stands for the row a test has made. */
export const BODIES = {
  "POST /api/months": {
    name: required("text"),
    year: required("year"),
    month: required("month"),
    income: required("money"),
    copyFromMonthId: optional("id"),
  },
  "PATCH /api/months/:month": {
    name: optional("text"),
    year: optional("year"),
    month: optional("month"),
    income: optional("money"),
  },
  "POST /api/categories": {
    monthId: required("id"),
    name: required("text"),
    allocatedAmount: required("money"),
    orderIndex: optional("index"),
  },
  "PATCH /api/categories/:category": {
    name: optional("text"),
    allocatedAmount: optional("money"),
    orderIndex: optional("index"),
  },
  "POST /api/fixed-payments": {
    monthId: required("id"),
    name: required("text"),
    amount: required("money"),
    orderIndex: optional("index"),
  },
  "PATCH /api/fixed-payments/:payment": {
    name: optional("text"),
    amount: optional("money"),
    orderIndex: optional("index"),
  },
  "POST /api/transactions": {
    categoryId: required("id"),
    amount: required("signedMoney"),
    description: nullable("description"),
    transactionDate: nullable("date"),
  },
  "PATCH /api/transactions/:transaction": {
    amount: optional("signedMoney"),
    description: nullable("description"),
    transactionDate: nullable("date"),
  },
  "POST /api/yearly": {
    year: required("year"),
    spendTarget: optional("signedCents"),
    showWarnings: optional("boolean"),
  },
  "PATCH /api/yearly/:year": { spendTarget: optional("signedCents"), showWarnings: optional("boolean") },
  "POST /api/yearly/:year/copy-month": {
    sourceMonth: required("month"),
    targetMonth: required("month"),
    resetPaidStatus: optional("boolean"),
  },
  "POST /api/yearly/:year/clear-month": { month: required("month"), resetPaidStatus: optional("boolean") },
  "POST /api/yearly/income-sources": {
    yearlyBudgetId: required("id"),
    name: required("text"),
    orderIndex: optional("index"),
  },
  "PATCH /api/yearly/income-sources/:source": { name: optional("text"), orderIndex: optional("index") },
  "PATCH /api/yearly/income-entries/:incomeEntry": { grossAmount: optional("cents") },
  "POST /api/yearly/deductions": {
    incomeEntryId: required("id"),
    name: required("text"),
    amount: optional("cents"),
    orderIndex: optional("index"),
  },
  "PATCH /api/yearly/deductions/:deduction": {
    name: optional("text"),
    amount: optional("cents"),
    orderIndex: optional("index"),
  },
  "PATCH /api/yearly/sections/:section": {
    name: optional("text"),
    targetPercent: optional("percent"),
    orderIndex: optional("index"),
  },
  "POST /api/yearly/categories": {
    sectionId: required("id"),
    name: required("text"),
    parentId: nullable("id"),
    orderIndex: optional("index"),
  },
  "PATCH /api/yearly/categories/:yearlyCategory": {
    name: optional("text"),
    orderIndex: optional("index"),
    parentId: nullable("id"),
  },
  "PATCH /api/yearly/category-entries/:categoryEntry": { amount: optional("cents"), isPaid: optional("boolean") },
};

/** All of them, with what stands in the way of a path's number. */
export const ENDPOINTS = [
  "GET /api/months",
  "POST /api/months",
  "GET /api/months/latest",
  "GET /api/months/:month",
  "PATCH /api/months/:month",
  "DELETE /api/months/:month",
  "GET /api/months/:month/summary",
  "POST /api/categories",
  "PATCH /api/categories/:category",
  "DELETE /api/categories/:category",
  "POST /api/fixed-payments",
  "PATCH /api/fixed-payments/:payment",
  "DELETE /api/fixed-payments/:payment",
  "POST /api/transactions",
  "PATCH /api/transactions/:transaction",
  "DELETE /api/transactions/:transaction",
  "GET /api/yearly",
  "POST /api/yearly",
  "GET /api/yearly/latest",
  "GET /api/yearly/by-year/:calendarYear",
  "GET /api/yearly/:year",
  "PATCH /api/yearly/:year",
  "DELETE /api/yearly/:year",
  "GET /api/yearly/:year/summary",
  "POST /api/yearly/:year/copy-month",
  "POST /api/yearly/:year/clear-month",
  "POST /api/yearly/income-sources",
  "PATCH /api/yearly/income-sources/:source",
  "DELETE /api/yearly/income-sources/:source",
  "PATCH /api/yearly/income-entries/:incomeEntry",
  "POST /api/yearly/deductions",
  "PATCH /api/yearly/deductions/:deduction",
  "DELETE /api/yearly/deductions/:deduction",
  "PATCH /api/yearly/sections/:section",
  "POST /api/yearly/categories",
  "PATCH /api/yearly/categories/:yearlyCategory",
  "DELETE /api/yearly/categories/:yearlyCategory",
  "PATCH /api/yearly/category-entries/:categoryEntry",
  "POST /api/yearly/category-entries/bulk",
];

/** What a refusal calls each of them. @type {Record<string, RegExp>} */
export const THINGS = {
  month: /^month$/i,
  category: /^category$/i,
  payment: /^fixed payment$/i,
  transaction: /^transaction$/i,
  year: /^(yearly )?budget$/i,
  source: /^income source$/i,
  incomeEntry: /^income entry$/i,
  deduction: /^deduction$/i,
  section: /^section$/i,
  yearlyCategory: /^(yearly )?category$/i,
  categoryEntry: /^category entry$/i,
};

/** @param {string} endpoint */
export function split(endpoint) {
  const [method = "", pattern = ""] = endpoint.split(" ");
  return { method, pattern, parameter: pattern.match(/:(\w+)/)?.[1] };
}

/** The path of an endpoint with these ids in it. @param {string} pattern @param {Record<string, unknown>} ids */
export const fill = (pattern, ids) => pattern.replace(/:(\w+)/, (_, name) => String(ids[name]));

/** How the core writes an endpoint. @param {string} endpoint */
export const asListed = (endpoint) =>
  endpoint
    .replace(":calendarYear", ":YEAR")
    .replace(/:[a-z]\w*/, ":id")
    .replace("YEAR", "year");
