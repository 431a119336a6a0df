/** Months and yearly budgets, and what is done to all of a month at once. */
import assert from "node:assert/strict";
import { clearing, copying, countOf } from "../worker/support/month-model.mjs";
import { shown } from "./model.mjs";
import { some, someCents, someName, someOf } from "./operation.mjs";
import { monthTree, timeless } from "./views.mjs";
import { assertShows, removal } from "./writes.mjs";

/** @typedef {import("./operation.mjs").Context} Context */
/** @typedef {import("./operation.mjs").Operation} Operation */
/** @typedef {import("./operation.mjs").Row} Row */

const MOST_MONTHS = 3;
const MOST_YEARS = 2;

/** A year that no month of the user's is in: their order is clear then, and no name clashes. @param {Context} context */
function someTime({ model, random }) {
  const taken = model.rows("transaction_months").map(({ year }) => year);
  for (;;) {
    const year = random.between(2000, 2100);
    if (!taken.includes(year)) return { year, month: random.between(1, 12) };
  }
}

/** @param {Context} context @returns {Operation | undefined} */
function makeMonth(context) {
  const { model, random } = context;
  if (model.rows("transaction_months").length >= MOST_MONTHS) return undefined;
  const fields = { month_name: someName(context), ...someTime(context), income: someCents(context) };
  const source = random.chance(0.4) ? some(context, "transaction_months") : undefined;
  return {
    method: "POST",
    path: "/api/months",
    body: { ...shown(fields), income: fields.income / 100, copyFromMonthId: source?.id },
    status: 201,
    took: (body) => {
      assertShows(body, fields);
      model.add("transaction_months", body);
      return source && copied(context, body.id, source);
    },
  };
}

/** Looks at the copies, whose ids nobody has told. @param {Context} context @param {number} id @param {Row} source @returns {Operation} */
function copied({ model }, id, source) {
  const expected = monthTree(model, source);
  return {
    method: "GET",
    path: `/api/months/${id}`,
    status: 200,
    took: (body) => {
      const bare = (/** @type {any[]} */ list) =>
        timeless(list).map((/** @type {any} */ { id: _, monthId: __, transactions: ___, ...rest }) => rest);
      assert.deepEqual(bare(body.fixedPayments), bare(expected.fixedPayments), "copied payments");
      assert.deepEqual(bare(body.categories), bare(expected.categories), "copied categories");
      for (const { transactions } of body.categories) assert.deepEqual(transactions, [], "transactions are not copied");
      model.add("transaction_months", body);
    },
  };
}

/** @param {Context} context @returns {Operation | undefined} */
function changeMonth(context) {
  const row = some(context, "transaction_months");
  if (row === undefined) return undefined;
  const fields = someOf(context, { income: someCents(context), ...someTime(context) });
  return {
    method: "PATCH",
    path: `/api/months/${row.id}`,
    body: { ...fields, ...(fields.income === undefined ? {} : { income: fields.income / 100 }) },
    status: 200,
    took: (body) => {
      assertShows(body, { ...row, ...fields });
      context.model.change("transaction_months", row.id, fields);
    },
  };
}

/** @param {Context} context @returns {Operation | undefined} */
function makeYear(context) {
  const { model, random } = context;
  const years = model.rows("yearly_budgets").map(({ year }) => year);
  if (years.length >= MOST_YEARS) return undefined;
  const year = random.between(2000, 2100);
  if (years.includes(year)) return undefined;
  const fields = { year, spend_target: someCents(context), show_warnings: random.chance(0.5) };
  return {
    method: "POST",
    path: "/api/yearly",
    body: shown(fields),
    status: 201,
    took: (body) => {
      assertShows(body, fields);
      assert.equal(body.sections.length, 3);
      model.add("yearly_budgets", body);
    },
  };
}

/** @param {Context} context @returns {Operation | undefined} */
function changeYear(context) {
  const row = some(context, "yearly_budgets");
  if (row === undefined) return undefined;
  const fields = someOf(context, { spend_target: someCents(context), show_warnings: context.random.chance(0.5) });
  return {
    method: "PATCH",
    path: `/api/yearly/${row.id}`,
    body: shown(fields),
    status: 200,
    took: (body) => {
      assertShows(body, { ...row, ...fields });
      context.model.change("yearly_budgets", row.id, fields);
    },
  };
}

/** @param {Context} context @param {import("../worker/support/month-model.mjs").Change[]} changes */
function apply({ model }, changes) {
  for (const { table, id, to } of changes) model.change(/** @type {import("./model.mjs").Table} */ (table), id, to);
}

/** @param {Context} context @returns {Operation | undefined} */
function copyMonth(context) {
  const budget = some(context, "yearly_budgets");
  if (budget === undefined) return undefined;
  const { random, model } = context;
  const sourceMonth = random.between(1, 12);
  const targetMonth = (sourceMonth % 12) + 1;
  const resetPaidStatus = random.chance(0.5);
  const changes = copying(model.all(), budget.id, sourceMonth, targetMonth, resetPaidStatus);
  return {
    method: "POST",
    path: `/api/yearly/${budget.id}/copy-month`,
    body: { sourceMonth, targetMonth, resetPaidStatus },
    status: 200,
    took: (body) => {
      const { copiedCategoryEntries, copiedIncomeEntries, copiedDeductions } = body;
      assert.deepEqual([copiedCategoryEntries, copiedIncomeEntries, copiedDeductions], countOf(changes));
      apply(context, changes);
    },
  };
}

/** @param {Context} context @returns {Operation | undefined} */
function clearMonth(context) {
  const budget = some(context, "yearly_budgets");
  if (budget === undefined) return undefined;
  const month = context.random.between(1, 12);
  const changes = clearing(context.model.all(), budget.id, month, true);
  return {
    method: "POST",
    path: `/api/yearly/${budget.id}/clear-month`,
    body: { month },
    status: 200,
    took: (body) => {
      const { clearedCategoryEntries, clearedIncomeEntries, clearedDeductions } = body;
      assert.deepEqual([clearedCategoryEntries, clearedIncomeEntries, clearedDeductions], countOf(changes));
      apply(context, changes);
    },
  };
}

/** @param {Context} context @returns {Operation | undefined} */
function changeMany(context) {
  const { random, model } = context;
  const entries = model.rows("yearly_category_entries").filter(() => random.chance(0.3));
  if (entries.length === 0) return undefined;
  const updates = entries.map(({ id }) => ({ id, amount: someCents(context), isPaid: random.chance(0.5) }));
  return {
    method: "POST",
    path: "/api/yearly/category-entries/bulk",
    body: { updates },
    status: 200,
    took: (body) => {
      assert.deepEqual(body, { success: true, updated: updates.length });
      for (const { id, amount, isPaid } of updates) {
        model.change("yearly_category_entries", id, { amount, is_paid: isPaid });
      }
    },
  };
}

/** @type {import("./operation.mjs").Choice} */
export const ROOTS = [
  [4, makeMonth],
  [3, changeMonth],
  [1, removal("transaction_months", "/api/months")],
  [4, makeYear],
  [3, changeYear],
  [1, removal("yearly_budgets", "/api/yearly")],
  [2, copyMonth],
  [2, clearMonth],
  [2, changeMany],
];
