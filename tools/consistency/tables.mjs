// What the rules of check-data need to know about the tables: the owner of a row, and the valid ranges of its numbers.

/**
 * @typedef {object} Table
 * @property {string} thing the name of a row for users
 * @property {string} [parent] the table that a row belongs to
 * @property {string} [column] the column that refers to that row
 * @property {string} [key] the column there that it refers to
 * @property {Record<string, [least: number, most: number]>} ranges as the API accepts them (wasm/model/type.hpp); no
 *   upper limit but the column's own is `MOST`
 */

const MOST = 2_147_483_647;
/** @type {[number, number]} */
const cents = [0, MOST];
/** May be negative: refunds, and spend targets. @type {[number, number]} */
const signedCents = [-MOST - 1, MOST];
/** @type {[number, number]} */
const index = [0, MOST];
/** @type {[number, number]} */
const year = [2000, 2100];
/** @type {[number, number]} */
const month = [1, 12];

/** @param {string} parent @param {string} column */
const belongsTo = (parent, column) => ({ parent, column, key: parent === "profiles" ? "profile_token" : "id" });

/** @type {Record<string, Table>} */
export const tables = {
  profiles: { thing: "profile", ranges: {} },
  transaction_months: {
    thing: "month",
    ...belongsTo("profiles", "profile_token"),
    ranges: { year, month, income: cents },
  },
  transaction_fixed_payments: {
    thing: "fixed payment",
    ...belongsTo("transaction_months", "month_id"),
    ranges: { amount: cents, order_index: index },
  },
  transaction_categories: {
    thing: "category",
    ...belongsTo("transaction_months", "month_id"),
    ranges: { allocated_amount: cents, order_index: index },
  },
  transaction_entries: {
    thing: "transaction",
    ...belongsTo("transaction_categories", "category_id"),
    ranges: { amount: signedCents },
  },
  yearly_budgets: {
    thing: "yearly budget",
    ...belongsTo("profiles", "profile_token"),
    ranges: { year, spend_target: signedCents },
  },
  yearly_income_sources: {
    thing: "income source",
    ...belongsTo("yearly_budgets", "yearly_budget_id"),
    ranges: { order_index: index },
  },
  yearly_income_entries: {
    thing: "income entry",
    ...belongsTo("yearly_income_sources", "income_source_id"),
    ranges: { month, gross_amount: cents },
  },
  yearly_deductions: {
    thing: "deduction",
    ...belongsTo("yearly_income_entries", "income_entry_id"),
    ranges: { amount: cents, order_index: index },
  },
  yearly_sections: {
    thing: "section",
    ...belongsTo("yearly_budgets", "yearly_budget_id"),
    ranges: { target_percent: [0, 100], order_index: index },
  },
  yearly_categories: {
    thing: "yearly category",
    ...belongsTo("yearly_sections", "section_id"),
    ranges: { order_index: index },
  },
  yearly_category_entries: {
    thing: "category entry",
    ...belongsTo("yearly_categories", "category_id"),
    ranges: { month, amount: cents },
  },
};
