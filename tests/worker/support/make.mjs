/** Makes things through the API, with sensible values for whatever a test does not care about. */
import { created } from "./expect.mjs";

/** @typedef {import("./client.mjs").Client} Client */
/** @typedef {Record<string, unknown>} Body */

/** @param {string} path @param {Body} defaults */
const maker =
  (path, defaults) =>
  /** @param {Client} user @param {Body} [body] @returns {Promise<any>} */
  async (user, body = {}) =>
    created(await user.post(path, { ...defaults, ...body }));

export const makeMonth = maker("/api/months", { name: "March", year: 2025, month: 3, income: 25_000 });
export const makeCategory = maker("/api/categories", { name: "Groceries", allocatedAmount: 4_000 });
export const makeFixedPayment = maker("/api/fixed-payments", { name: "Rent", amount: 9_500 });
export const makeTransaction = maker("/api/transactions", { amount: 250 });
export const makeYear = maker("/api/yearly", { year: 2025 });
export const makeIncomeSource = maker("/api/yearly/income-sources", { name: "Salary" });
export const makeDeduction = maker("/api/yearly/deductions", { name: "Tax" });
export const makeYearlyCategory = maker("/api/yearly/categories", { name: "Rent" });

/** A yearly budget with one income source, one deduction in its first month, a category and a child. @param {Client} user */
export async function makeFilledYear(user, body = {}) {
  const year = await makeYear(user, body);
  const section = year.sections[0];
  const source = await makeIncomeSource(user, { yearlyBudgetId: year.id });
  const deduction = await makeDeduction(user, { incomeEntryId: source.entries[0].id, amount: 300 });
  const category = await makeYearlyCategory(user, { sectionId: section.id });
  const child = await makeYearlyCategory(user, { sectionId: section.id, parentId: category.id, name: "Water" });
  return { year, section, source, deduction, category, child };
}

/** A month with a fixed payment, a category and a transaction. @param {Client} user */
export async function makeFilledMonth(user, body = {}) {
  const month = await makeMonth(user, body);
  const payment = await makeFixedPayment(user, { monthId: month.id });
  const category = await makeCategory(user, { monthId: month.id });
  const transaction = await makeTransaction(user, { categoryId: category.id });
  return { month, payment, category, transaction };
}

/** One of everything, for tests that go through all endpoints. @param {Client} user @param {number} [year] */
export async function makeOneOfEach(user, year = 2025) {
  const inMonth = await makeFilledMonth(user, { year });
  const inYear = await makeFilledYear(user, { year });
  return {
    month: inMonth.month.id,
    category: inMonth.category.id,
    payment: inMonth.payment.id,
    transaction: inMonth.transaction.id,
    year: inYear.year.id,
    calendarYear: year,
    source: inYear.source.id,
    incomeEntry: inYear.source.entries[0].id,
    deduction: inYear.deduction.id,
    section: inYear.section.id,
    yearlyCategory: inYear.category.id,
    categoryEntry: inYear.category.entries[0].id,
  };
}
