/** Reads, each compared with what the model says. */
import assert from "node:assert/strict";
import { monthSummary, yearSummary } from "../worker/support/summary-model.mjs";
import { shown } from "./model.mjs";
import { some } from "./operation.mjs";
import { monthTree, newestFirst, timeless, yearTree } from "./views.mjs";

/** @typedef {import("./operation.mjs").Operation} Operation */
/** @typedef {import("./operation.mjs").Context} Context */

/** @param {string} path @param {unknown} expected @returns {Operation} */
const reads = (path, expected) => ({
  method: "GET",
  path,
  status: 200,
  took: (body) => assert.deepEqual(timeless(body), expected, `GET ${path}`),
});

/** @param {Context} context @param {"transaction_months" | "yearly_budgets"} table @returns {Record<string, any>[]} */
const newest = ({ model }, table) => model.rows(table).sort(newestFirst);

/** @type {import("./operation.mjs").Choice} */
export const READS = [
  [
    6,
    (context) =>
      reads(
        "/api/months",
        newest(context, "transaction_months").map((row) => shown(row)),
      ),
  ],
  [
    3,
    (context) => {
      const { id = null, year = null, month = null } = newest(context, "transaction_months")[0] ?? {};
      return reads("/api/months/latest", { id, year, month });
    },
  ],
  [
    8,
    (context) => {
      const month = some(context, "transaction_months");
      return month && reads(`/api/months/${month.id}`, monthTree(context.model, month));
    },
  ],
  [
    6,
    (context) => {
      const month = some(context, "transaction_months");
      return month && reads(`/api/months/${month.id}/summary`, monthSummary(monthTree(context.model, month)));
    },
  ],
  [
    4,
    (context) =>
      reads(
        "/api/yearly",
        newest(context, "yearly_budgets").map((row) => shown(row)),
      ),
  ],
  [
    2,
    (context) => {
      const { year = null } = newest(context, "yearly_budgets")[0] ?? {};
      return reads("/api/yearly/latest", { year });
    },
  ],
  [
    3,
    (context) => {
      const budget = some(context, "yearly_budgets");
      return budget && reads(`/api/yearly/by-year/${budget.year}`, yearTree(context.model, budget));
    },
  ],
  [
    3,
    (context) => {
      const budget = some(context, "yearly_budgets");
      return budget && reads(`/api/yearly/${budget.id}`, yearTree(context.model, budget));
    },
  ],
  [
    3,
    (context) => {
      const budget = some(context, "yearly_budgets");
      return budget && reads(`/api/yearly/${budget.id}/summary`, yearSummary(yearTree(context.model, budget)));
    },
  ],
];
