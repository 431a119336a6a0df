// Calls every endpoint once, on the temporary year and months, and checks that the amounts in the responses add up.
import { Finding } from "./findings.mjs";

/** @typedef {import("./api.mjs").Api} Api */
/** @typedef {import("./temporary.mjs").Temporary} Temporary */

/**
 * Returns the patterns of the endpoints called, such as `GET /api/months/:id`.
 *
 * @param {Api} api
 * @param {Temporary} temporary
 * @param {() => void} advance after each
 */
export async function callEveryEndpoint(api, temporary, advance) {
  /** @type {Set<string>} */
  const called = new Set();
  /** @param {string} method @param {string} path @param {unknown} [body] @param {number} [status] */
  const call = async (method, path, body, status = method === "POST" ? 201 : 200) => {
    const answer = await api.call(method, path, body, status);
    called.add(`${method} ${path.replace(/\/by-year\/\d+$/, "/by-year/:year").replace(/\/\d+(?=\/|$)/, "/:id")}`);
    advance();
    return answer;
  };
  const month = await transactionMode(call, temporary);
  const budget = await yearlyMode(call, temporary);
  return { called, month, budget };
}

/** @typedef {(method: string, path: string, body?: unknown, status?: number) => Promise<any>} Call */

/** @param {Call} call @param {Temporary} temporary @returns {Promise<{ id: number }>} the month that is left */
async function transactionMode(call, { year, name, latest }) {
  const month = await call("POST", "/api/months", { name, year, month: 12, income: 1000.5 });
  equal("the income of a new month, in cents", month.income, 100_050);
  listed(await call("GET", "/api/months"), month.id);
  equal("the newest month's year", (await call("GET", "/api/months/latest")).year, latest.month);
  await call("PATCH", `/api/months/${month.id}`, { income: 2000 });

  const payment = await call("POST", "/api/fixed-payments", { monthId: month.id, name: "Rent", amount: 500 });
  await call("PATCH", `/api/fixed-payments/${payment.id}`, { amount: 600.55 });
  const category = await call("POST", "/api/categories", { monthId: month.id, name: "Food", allocatedAmount: 300 });
  await call("PATCH", `/api/categories/${category.id}`, { allocatedAmount: 400 });
  const entry = await call("POST", "/api/transactions", { categoryId: category.id, amount: 12.34 });
  await call("PATCH", `/api/transactions/${entry.id}`, { amount: 450.01, description: "Bread" });

  const tree = await call("GET", `/api/months/${month.id}`);
  equal("the transaction in its month", tree.categories[0]?.transactions[0]?.amount, 45_001);
  const { availableAfterFixed, totalSpent, categories } = await call("GET", `/api/months/${month.id}/summary`);
  equal("what is left after fixed payments", availableAfterFixed, 200_000 - 60_055);
  equal("what was spent", totalSpent, 45_001);
  equal("what was spent over budget", categories[0]?.overBudget, 5_001);

  const copy = { name: `${name} copy`, year, month: 11, income: 0, copyFromMonthId: month.id };
  const copied = await call("POST", "/api/months", copy);
  equal("payments of a copied month", (await call("GET", `/api/months/${copied.id}`)).fixedPayments.length, 1);
  await call("DELETE", `/api/months/${copied.id}`);
  await call("DELETE", `/api/transactions/${entry.id}`);
  await call("DELETE", `/api/categories/${category.id}`);
  await call("DELETE", `/api/fixed-payments/${payment.id}`);
  equal("categories that are left", (await call("GET", `/api/months/${month.id}`)).categories.length, 0);
  return month;
}

/** @param {Call} call @param {Temporary} temporary @returns {Promise<{ id: number }>} the budget that is left */
async function yearlyMode(call, { year, latest }) {
  const budget = await call("POST", "/api/yearly", { year, spendTarget: 1000 });
  equal("sections of a new year", budget.sections.length, 3);
  listed(await call("GET", "/api/yearly"), budget.id);
  equal("the newest year", (await call("GET", "/api/yearly/latest")).year, latest.budget);
  equal("the year by its number", (await call("GET", `/api/yearly/by-year/${year}`)).id, budget.id);
  await call("PATCH", `/api/yearly/${budget.id}`, { spendTarget: 2000 });

  const source = await call("POST", "/api/yearly/income-sources", { yearlyBudgetId: budget.id, name: "Work" });
  equal("entries of a new income source", source.entries.length, 12);
  await call("PATCH", `/api/yearly/income-sources/${source.id}`, { name: "Salary" });
  await call("PATCH", `/api/yearly/income-entries/${source.entries[0].id}`, { grossAmount: 100_000 });
  const deduction = await call("POST", "/api/yearly/deductions", { incomeEntryId: source.entries[0].id, name: "Tax" });
  await call("PATCH", `/api/yearly/deductions/${deduction.id}`, { amount: 30_000 });

  const section = budget.sections[0];
  await call("PATCH", `/api/yearly/sections/${section.id}`, { targetPercent: 60 });
  const category = await call("POST", "/api/yearly/categories", { sectionId: section.id, name: "Home" });
  const child = { sectionId: section.id, name: "Water", parentId: category.id };
  const { id: childId, entries } = await call("POST", "/api/yearly/categories", child);
  await call("PATCH", `/api/yearly/categories/${category.id}`, { name: "House" });
  await call("PATCH", `/api/yearly/category-entries/${category.entries[0].id}`, { amount: 20_000, isPaid: true });
  const updates = [{ id: entries[0].id, amount: 15_000 }];
  await call("POST", "/api/yearly/category-entries/bulk", { updates }, 200);

  const { months } = await call("GET", `/api/yearly/${budget.id}/summary`);
  equal("January's net income", months[0].totalNet, 70_000);
  equal("January's leftover", months[0].leftover, 70_000 - 35_000 - 2000);
  equal("a section's share of it", months[0].sections[0].actualPercent, 50);
  const path = `/api/yearly/${budget.id}`;
  const copied = await call("POST", `${path}/copy-month`, { sourceMonth: 1, targetMonth: 2 }, 200);
  equal("copied entries", copied.copiedCategoryEntries, 2);
  await call("POST", `${path}/clear-month`, { month: 1 }, 200);
  const tree = await call("GET", path);
  const amounts = tree.sections[0].categories[0].children[0].entries.map((/** @type {any} */ { amount }) => amount);
  equal("amounts after copying and clearing a month", amounts.slice(0, 2).join(", "), "0, 15000");

  await call("DELETE", `/api/yearly/deductions/${deduction.id}`);
  await call("DELETE", `/api/yearly/income-sources/${source.id}`);
  await call("DELETE", `/api/yearly/categories/${childId}`);
  await call("DELETE", `/api/yearly/categories/${category.id}`);
  equal("the answer to a deletion", (await call("DELETE", path)).success, true);
  return call("POST", "/api/yearly", { year });
}

/** @param {string} what @param {unknown} actual @param {unknown} expected */
function equal(what, actual, expected) {
  if (actual === expected) return;
  throw new Finding(
    `${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`,
    "The Worker and its tables may have different versions: deploy this checkout, and run `npm run migrate`. Or is somebody " +
      "else writing as this user at the same time?",
  );
}

/** @param {{ id: number }[]} list @param {number} id */
function listed(list, id) {
  equal(
    "what was just made, in the list",
    list.some((each) => each.id === id),
    true,
  );
}
