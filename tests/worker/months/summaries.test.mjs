/** The month summary and the year summary, against a plain model of them. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { answered, refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import {
  makeCategory,
  makeDeduction,
  makeFixedPayment,
  makeIncomeSource,
  makeMonth,
  makeTransaction,
  makeYear,
  makeYearlyCategory,
} from "../support/make.mjs";
import { randomly } from "../support/random.mjs";
import { monthSummary, yearSummary } from "../support/summary-model.mjs";

/** @typedef {import("../support/harness.mjs").Client} Client */
const api = await forAllTests(startApi());

const MOST = 2_147_483_647;
const SEEDS = [1, 2, 3, 4, 5, 6];

describe("a month's summary", () => {
  it("adds up a small month", async () => {
    const user = api.newUser();
    const { id: monthId } = await makeMonth(user, { name: "May", income: 1000 });
    await makeFixedPayment(user, { monthId, amount: 400.25 });
    const over = await makeCategory(user, { monthId, name: "over", allocatedAmount: 100, orderIndex: 1 });
    const under = await makeCategory(user, { monthId, name: "under", allocatedAmount: 50, orderIndex: 0 });
    for (const amount of [99.99, 0.02]) await makeTransaction(user, { categoryId: over.id, amount });
    await makeTransaction(user, { categoryId: under.id, amount: 20 });
    answered(await user.get(`/api/months/${monthId}/summary`), 200, {
      monthId,
      monthName: "May",
      income: 100_000,
      totalFixedPayments: 40_025,
      availableAfterFixed: 59_975,
      totalBudgeted: 15_000,
      availableAfterBudgets: 44_975,
      totalSpent: 12_001,
      totalRemaining: 47_974,
      categories: [
        { categoryId: under.id, categoryName: "under", allocated: 5000, spent: 2000, remaining: 3000, overBudget: 0 },
        { categoryId: over.id, categoryName: "over", allocated: 10_000, spent: 10_001, remaining: -1, overBudget: 1 },
      ],
    });
  });

  it("subtracts refunds from spending", async () => {
    const user = api.newUser();
    const { id: monthId } = await makeMonth(user, { income: 100 });
    const { id: categoryId } = await makeCategory(user, { monthId, allocatedAmount: 10 });
    for (const amount of [12, -3.5, -20]) await makeTransaction(user, { categoryId, amount });
    const { totalSpent, totalRemaining, categories } = succeeded(await user.get(`/api/months/${monthId}/summary`));
    assert.deepEqual([totalSpent, totalRemaining], [-1150, 11_150]);
    assert.deepEqual([categories[0].spent, categories[0].remaining, categories[0].overBudget], [-1150, 2150, 0]);
  });

  it("is all zero for an empty month", async () => {
    const user = api.newUser();
    const month = await makeMonth(user, { name: "none", income: 0 });
    const empty = monthSummary({ ...month, fixedPayments: [], categories: [] });
    answered(await user.get(`/api/months/${month.id}/summary`), 200, empty);
    refused(await user.get("/api/months/2147483647/summary"), 404, "Month not found");
  });

  for (const seed of SEEDS) {
    it(`agrees with the model (seed ${seed})`, async () => {
      const user = api.newUser();
      const { id } = await makeMonth(user);
      await fillMonth(id, seed);
      const month = succeeded(await user.get(`/api/months/${id}`));
      answered(await user.get(`/api/months/${id}/summary`), 200, monthSummary(month));
    });
  }

  it("adds up amounts beyond 32 bits", async () => {
    const user = api.newUser();
    const { id } = await makeMonth(user, { income: 21_474_836.47 });
    const { id: categoryId } = await makeCategory(user, { monthId: id, allocatedAmount: 21_474_836.47 });
    await repeat("transaction_fixed_payments", `month_id, name, amount`, `${id}, 'big', ${MOST}`, 50);
    await repeat("transaction_categories", `month_id, name, allocated_amount`, `${id}, 'big', ${MOST}`, 49);
    await repeat("transaction_entries", `category_id, amount`, `${categoryId}, ${MOST}`, 1000);
    const summary = succeeded(await user.get(`/api/months/${id}/summary`));
    assert.equal(summary.totalFixedPayments, MOST * 50);
    assert.equal(summary.totalBudgeted, MOST * 50);
    assert.equal(summary.totalSpent, MOST * 1000);
    assert.equal(summary.totalRemaining, MOST - MOST * 50 - MOST * 1000);
    assert.equal(summary.categories[0].overBudget, MOST * 999);
  });
});

describe("a year's summary", () => {
  it("accepts a negative spend target", async () => {
    const user = api.newUser();
    const year = await makeYear(user, { spendTarget: -2_147_483_648 });
    const { months, yearly } = succeeded(await user.get(`/api/yearly/${year.id}/summary`));
    assert.equal(months[0].leftover, 2_147_483_648);
    assert.deepEqual([yearly.totalSpendTarget, yearly.totalLeftover], [-25_769_803_776, 25_769_803_776]);
    assert.equal(succeeded(await user.patch(`/api/yearly/${year.id}`, { spendTarget: -7 })).spendTarget, -7);
  });

  it("is twelve months of zeros for an empty year", async () => {
    const user = api.newUser();
    const year = await makeYear(user, { spendTarget: 7, showWarnings: false });
    const expected = yearSummary(year);
    assert.equal(expected.yearly.totalLeftover, -84);
    answered(await user.get(`/api/yearly/${year.id}/summary`), 200, expected);
    refused(await user.get("/api/yearly/2147483647/summary"), 404, "Budget not found");
  });

  for (const seed of SEEDS) {
    it(`agrees with the model (seed ${seed})`, async () => {
      const user = api.newUser();
      const year = await makeYear(user, { spendTarget: seed * 1000, year: 2020 + seed });
      await fillYear(user, year, seed);
      const tree = succeeded(await user.get(`/api/yearly/${year.id}`));
      const expected = yearSummary(tree);
      answered(await user.get(`/api/yearly/${year.id}/summary`), 200, expected);
      assert.ok(
        expected.months.some(({ sections }) => sections.some((/** @type {any} */ section) => section.isOverBudget)),
        "the data exercises the model",
      );
    });
  }

  it("rounds half a percent up and less than half down, and is not over budget at exactly the target", async () => {
    const user = api.newUser();
    const year = await makeYear(user);
    const source = await makeIncomeSource(user, { yearlyBudgetId: year.id });
    const { id } = await makeYearlyCategory(user, { sectionId: year.sections[0].id });
    // month: net income, spent, and the whole percent that is
    const cases = [
      [1, 1000, 704, 70, false],
      [2, 1000, 705, 71, true],
      [3, 200, 1, 1, false],
      [4, 201, 1, 0, false],
      [5, 3, 2, 67, false],
      [6, 0, 5, 0, false],
      [7, 1, MOST, 214_748_364_700, true],
      [8, MOST, MOST, 100, true],
      [9, 1000, 0, 0, false],
      [10, 400, 279, 70, false],
    ];
    for (const [month, net, spent] of cases) {
      await api.database.query(
        "update budgeting.yearly_income_entries set gross_amount = $3 where income_source_id = $1 and month = $2",
        [source.id, month, net],
      );
      await api.database.query(
        "update budgeting.yearly_category_entries set amount = $3 where category_id = $1 and month = $2",
        [id, month, spent],
      );
    }
    // A month whose deductions are more than its income.
    await makeDeduction(user, { incomeEntryId: source.entries[10].id, amount: 10 });
    await api.database.query(
      "update budgeting.yearly_category_entries set amount = 10 where category_id = $1 and month = 11",
      [id],
    );
    const { months } = succeeded(await user.get(`/api/yearly/${year.id}/summary`));
    assert.deepEqual(
      months.slice(0, 10).map((/** @type {any} */ { month, totalNet, totalExpenses, sections: [section] }) => {
        return [month, totalNet, totalExpenses, section.actualPercent, section.isOverBudget];
      }),
      cases,
    );
    const [section] = months[10].sections;
    assert.deepEqual([months[10].totalNet, section.actualPercent, section.isOverBudget], [-10, 0, false]);
  });

  it("adds up amounts beyond 32 bits", async () => {
    const user = api.newUser();
    const year = await makeYear(user, { spendTarget: MOST });
    for (let index = 0; index < 4; index += 1) {
      const { id } = await makeIncomeSource(user, { yearlyBudgetId: year.id });
      const category = await makeYearlyCategory(user, { sectionId: year.sections[index % 2].id });
      await api.database.query(
        `update budgeting.yearly_income_entries set gross_amount = ${MOST} where income_source_id = ${id}`,
      );
      await api.database.query(
        `update budgeting.yearly_category_entries set amount = ${MOST} where category_id = ${category.id}`,
      );
    }
    const expected = yearSummary(succeeded(await user.get(`/api/yearly/${year.id}`)));
    assert.equal(expected.yearly.totalGross, MOST * 48);
    assert.equal(expected.yearly.totalSpendTarget, MOST * 12);
    answered(await user.get(`/api/yearly/${year.id}/summary`), 200, expected);
  });
});

/** The same row many times. @param {string} table @param {string} columns @param {string} values @param {number} times */
const repeat = (table, columns, values, times) =>
  api.database.query(
    `insert into budgeting.${table} (${columns}, created_at, updated_at)
     select ${values}, 1, 1 from generate_series(1, ${times})`,
  );

/** @param {number} monthId @param {number} seed */
async function fillMonth(monthId, seed) {
  const { between, chance } = randomly(seed);
  for (let index = between(0, 5); index > 0; index -= 1) {
    const values = `${monthId}, 'p', ${between(0, 90_000_000)}, ${between(0, 3)}`;
    await repeat("transaction_fixed_payments", "month_id, name, amount, order_index", values, between(1, 9));
  }
  for (let index = between(1, 8); index > 0; index -= 1) {
    const { id } = await api.database.row(
      `insert into budgeting.transaction_categories
         (month_id, name, allocated_amount, order_index, created_at, updated_at)
       values ($1, $2, $3, $4, 1, 1) returning id`,
      [monthId, `category ${index}`, between(0, 5_000), between(0, 3)],
    );
    if (chance(0.8))
      await repeat("transaction_entries", "category_id, amount", `${id}, ${between(0, 700)}`, between(1, 12));
  }
}

/** @param {Client} user @param {any} year @param {number} seed */
async function fillYear(user, year, seed) {
  const { between, one, chance } = randomly(seed);
  for (let index = between(1, 3); index > 0; index -= 1) {
    const { id, entries } = await makeIncomeSource(user, { yearlyBudgetId: year.id, orderIndex: between(0, 2) });
    await scatter("yearly_income_entries", "gross_amount", `income_source_id = ${id}`, between(0, 60_000));
    for (let count = between(0, 8); count > 0; count -= 1) {
      const amount = chance(0.2) ? 200_000 : between(0, 9_000);
      await makeDeduction(user, { incomeEntryId: one(/** @type {any[]} */ (entries)).id, amount });
    }
  }
  for (const section of year.sections) {
    await user.patch(`/api/yearly/sections/${section.id}`, { targetPercent: between(0, 30) });
    for (let index = between(0, 3); index > 0; index -= 1) {
      const parent = await makeYearlyCategory(user, { sectionId: section.id, orderIndex: between(0, 2) });
      const child = await makeYearlyCategory(user, { sectionId: section.id, parentId: parent.id });
      for (const { id } of [parent, child]) {
        await scatter("yearly_category_entries", "amount", `category_id = ${id}`, between(0, 20_000));
      }
    }
  }
}

/** Different amounts in every month. @param {string} table @param {string} column @param {string} where @param {number} most */
const scatter = (table, column, where, most) =>
  api.database.query(`update budgeting.${table} set ${column} = (month * 7919 + 13) % ${most + 1} where ${where}`);
