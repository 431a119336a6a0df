/** What the API must show of a user's data: the lists and trees, without timestamps, made of the model's rows. */
import { shown } from "./model.mjs";

/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {import("./model.mjs").Row} Row */

/** @param {Row} a @param {Row} b */
const inOrder = (a, b) => a.order_index - b.order_index || a.id - b.id;
/** @param {Row} a @param {Row} b */
const byMonth = (a, b) => a.month - b.month;
/** Newest first, undated ones before them. @param {Row} a @param {Row} b */
const byDate = (a, b) =>
  (b.transaction_date ?? Number.MAX_SAFE_INTEGER) - (a.transaction_date ?? Number.MAX_SAFE_INTEGER) || a.id - b.id;
/** @param {Row} a @param {Row} b */
export const newestFirst = (a, b) => b.year - a.year || (b.month ?? 0) - (a.month ?? 0);

/** @param {Model} model @param {Row} month */
export function monthTree(model, month) {
  const ofMonth = (/** @type {Row} */ row) => row.month_id === month.id;
  return {
    ...shown(month),
    fixedPayments: model.rows("transaction_fixed_payments", ofMonth).sort(inOrder).map(shown),
    categories: model
      .rows("transaction_categories", ofMonth)
      .sort(inOrder)
      .map((category) => ({
        ...shown(category),
        transactions: model
          .rows("transaction_entries", ({ category_id }) => category_id === category.id)
          .sort(byDate)
          .map(shown),
      })),
  };
}

/** @param {Model} model @param {Row} budget */
export function yearTree(model, budget) {
  const ofBudget = (/** @type {Row} */ row) => row.yearly_budget_id === budget.id;
  /** @param {Row} source */
  const withIncome = (source) => ({
    ...shown(source),
    entries: model
      .rows("yearly_income_entries", ({ income_source_id }) => income_source_id === source.id)
      .sort(byMonth)
      .map((entry) => ({
        ...shown(entry),
        deductions: model
          .rows("yearly_deductions", ({ income_entry_id }) => income_entry_id === entry.id)
          .sort(inOrder)
          .map(shown),
      })),
  });
  /** @param {Row} category */
  const withEntries = (category) => ({
    ...shown(category),
    entries: model
      .rows("yearly_category_entries", ({ category_id }) => category_id === category.id)
      .sort(byMonth)
      .map(shown),
  });
  /** @param {Row} section @param {number | null} parent */
  const categories = (section, parent) =>
    model
      .rows("yearly_categories", (row) => row.section_id === section.id && row.parent_id === parent)
      .sort(inOrder)
      .map(withEntries);
  return {
    ...shown(budget),
    incomeSources: model.rows("yearly_income_sources", ofBudget).sort(inOrder).map(withIncome),
    sections: model
      .rows("yearly_sections", ofBudget)
      .sort(inOrder)
      .map((section) => ({
        ...shown(section),
        categories: categories(section, null).map((top) => ({ ...top, children: categories(section, top.id) })),
      })),
  };
}

/** An answer without the times that the server sets. @param {any} value @returns {any} */
export function timeless(value) {
  if (Array.isArray(value)) return value.map(timeless);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "createdAt" && key !== "updatedAt")
      .map(([key, item]) => [key, timeless(item)]),
  );
}
