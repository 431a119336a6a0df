/** Requests that must be refused, and change nothing. */
import { some } from "./operation.mjs";

/** @typedef {import("./operation.mjs").Context} Context */
/** @typedef {import("./operation.mjs").Operation} Operation */

/** @param {Omit<Operation, "took">} operation @returns {import("./operation.mjs").Make} */
const always = (operation) => () => operation;

/** @type {import("./operation.mjs").Choice} */
export const REFUSALS = [
  [1, always({ method: "GET", path: "/api/nothing", status: 404 })],
  [1, always({ method: "DELETE", path: "/api/months", status: 405 })],
  [1, always({ method: "GET", path: "/api/months/12abc", status: 400 })],
  [1, always({ method: "POST", path: "/api/yearly", body: '{"year":', status: 400 })],
  [2, always({ method: "GET", path: "/api/months", headers: { authorization: "Bearer nonsense" }, status: 401 })],
  [2, always({ method: "POST", path: "/api/months", body: { name: "", year: 1, month: 13, income: -1 }, status: 422 })],
  [2, always({ method: "POST", path: "/api/months", body: "x".repeat(20_000), status: 400 })],
  [2, ({ foreign }) => ({ method: "GET", path: `/api/months/${foreign("transaction_months")}`, status: 404 })],
  [
    2,
    ({ foreign }) => ({
      method: "PATCH",
      path: `/api/categories/${foreign("transaction_categories")}`,
      body: { name: "mine" },
      status: 404,
    }),
  ],
  [2, ({ foreign }) => ({ method: "DELETE", path: `/api/yearly/${foreign("yearly_budgets")}`, status: 404 })],
  [
    2,
    ({ foreign }) => ({
      method: "POST",
      path: "/api/yearly/deductions",
      body: { incomeEntryId: foreign("yearly_income_entries"), name: "not mine" },
      status: 404,
    }),
  ],
  [
    2,
    (context) => {
      const month = some(context, "transaction_months");
      if (month === undefined) return undefined;
      const { month_name: name, year } = month;
      return { method: "POST", path: "/api/months", body: { name, year, month: 1, income: 1 }, status: 409 };
    },
  ],
  [
    2,
    (context) => {
      const budget = some(context, "yearly_budgets");
      return budget && { method: "POST", path: "/api/yearly", body: { year: budget.year }, status: 409 };
    },
  ],
  [
    1,
    (context) => {
      const category = some(context, "yearly_categories");
      const body = { parentId: category?.id };
      return category && { method: "PATCH", path: `/api/yearly/categories/${category.id}`, body, status: 422 };
    },
  ],
];
