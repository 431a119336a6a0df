/** POST /api/yearly/:id/copy-month and clear-month. */
import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { answered, invalid, refused } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeDeduction, makeIncomeSource, makeYear, makeYearlyCategory } from "../support/make.mjs";

/** @type {import("../support/harness.mjs").Client} */
let user;
/** @type {any} */
let year;
/** @type {any} */
let source;
/** @type {any} */
let category;
/** @type {any} */
let child;

const api = await forAllTests(startApi());

/** Every amount of month m is m * 100 + something of its own, and every entry is paid. */
beforeEach(async () => {
  user = api.newUser();
  year = await makeYear(user);
  source = await makeIncomeSource(user, { yearlyBudgetId: year.id });
  category = await makeYearlyCategory(user, { sectionId: year.sections[0].id });
  child = await makeYearlyCategory(user, { sectionId: year.sections[0].id, parentId: category.id });
  for (const { id } of [category, child]) {
    await api.database.query(
      "update budgeting.yearly_category_entries set amount = month * 100 + $2, is_paid = true where category_id = $1",
      [id, id === child.id ? 1 : 0],
    );
  }
  await api.database.query(
    "update budgeting.yearly_income_entries set gross_amount = month * 1000 where income_source_id = $1",
    [source.id],
  );
});

/** @param {object} body */
const copy = (body) => user.post(`/api/yearly/${year.id}/copy-month`, body);
/** @param {object} body */
const clear = (body) => user.post(`/api/yearly/${year.id}/clear-month`, body);

/** The amounts of a month: of the category, of its child, and the gross income. @param {number} month */
async function amounts(month) {
  const rows = await api.database.query(
    `select amount, is_paid from budgeting.yearly_category_entries
     where category_id in ($1, $2) and month = $3 order by category_id`,
    [category.id, child.id, month],
  );
  const { gross_amount } = await api.database.row(
    "select gross_amount from budgeting.yearly_income_entries where income_source_id = $1 and month = $2",
    [source.id, month],
  );
  return { categories: rows.map(({ amount, is_paid }) => [amount, is_paid]), gross: gross_amount };
}

/** @param {number} month @param {[name: string, amount: number, orderIndex?: number][]} list */
async function deduct(month, list) {
  for (const [name, amount, orderIndex = 0] of list) {
    await makeDeduction(user, { incomeEntryId: source.entries[month - 1].id, name, amount, orderIndex });
  }
}

/** The deductions of a month, oldest first. @param {number} month @returns {Promise<[string, number][]>} */
async function deductions(month) {
  const rows = await api.database.query(
    "select name, amount from budgeting.yearly_deductions where income_entry_id = $1 order by id",
    [source.entries[month - 1].id],
  );
  return rows.map(({ name, amount }) => [name, amount]);
}

/** What of the user's budget lies outside a month. @param {number} month */
async function elsewhere(month) {
  const all = await api.database.dump();
  const entryIds = all.yearly_income_entries?.filter((row) => row.month === month).map(({ id }) => id);
  return {
    ...all,
    yearly_income_entries: all.yearly_income_entries?.filter((row) => row.month !== month),
    yearly_category_entries: all.yearly_category_entries?.filter((row) => row.month !== month),
    yearly_deductions: all.yearly_deductions?.filter((row) => !entryIds?.includes(row.income_entry_id)),
  };
}

describe("copy-month", () => {
  it("copies amounts of categories, subcategories and income, and marks the target unpaid", async () => {
    const before = await elsewhere(5);
    answered(await copy({ sourceMonth: 2, targetMonth: 5 }), 200, {
      success: true,
      copiedCategoryEntries: 2,
      copiedIncomeEntries: 1,
      copiedDeductions: 0,
      sourceMonth: 2,
      targetMonth: 5,
      resetPaidStatus: true,
    });
    const unpaid = {
      categories: [
        [200, false],
        [201, false],
      ],
      gross: 2000,
    };
    assert.deepEqual(await amounts(5), unpaid);
    assert.deepEqual(await elsewhere(5), before, "nothing outside the target month changes");
  });

  it("keeps the target's paid status if requested", async () => {
    await api.database.query(
      "update budgeting.yearly_category_entries set is_paid = false where category_id = $1 and month in (1, 12)",
      [child.id],
    );
    const answer = await copy({ sourceMonth: 1, targetMonth: 12, resetPaidStatus: false });
    assert.equal(answer.body.resetPaidStatus, false);
    assert.deepEqual((await amounts(12)).categories, [
      [100, true],
      [101, false],
    ]);
  });

  it("copies deductions by name into existing ones, and creates none", async () => {
    await deduct(3, [
      ["Tax", 30],
      ["Fund", 31],
      ["Only in March", 32],
      ["tax", 33],
    ]);
    await deduct(4, [
      ["Fund", 1],
      ["Only in April", 2],
      ["Tax", 3],
    ]);
    const answer = await copy({ sourceMonth: 3, targetMonth: 4 });
    assert.equal(answer.body.copiedDeductions, 2);
    assert.deepEqual(await deductions(4), [
      ["Fund", 31],
      ["Only in April", 2],
      ["Tax", 30],
    ]);
    assert.equal((await deductions(3)).length, 4);
  });

  it("copies a repeated name from the source's last to the target's first", async () => {
    await deduct(3, [
      ["Tax", 10, 5],
      ["Tax", 20, 1],
      ["Tax", 30, 5],
      ["Tax", 40, 0],
    ]);
    await deduct(4, [
      ["Tax", 1, 2],
      ["Tax", 2, 1],
      ["Tax", 3, 1],
    ]);
    await copy({ sourceMonth: 3, targetMonth: 4 });
    assert.deepEqual(await deductions(4), [
      ["Tax", 1],
      ["Tax", 30],
      ["Tax", 3],
    ]);
  });

  it("keeps the deductions of different sources apart", async () => {
    const second = await makeIncomeSource(user, { yearlyBudgetId: year.id, name: "Side job" });
    await deduct(3, [["Tax", 30]]);
    await deduct(4, [["Tax", 1]]);
    await makeDeduction(user, { incomeEntryId: second.entries[2].id, name: "Tax", amount: 77 });
    const other = await makeDeduction(user, { incomeEntryId: second.entries[3].id, name: "Tax", amount: 2 });
    assert.equal((await copy({ sourceMonth: 3, targetMonth: 4 })).body.copiedDeductions, 2);
    assert.deepEqual(await deductions(4), [["Tax", 30]]);
    const row = await api.database.row("select amount from budgeting.yearly_deductions where id = $1", [other.id]);
    assert.equal(row.amount, 77);
  });

  it("skips entries that are missing in one of the months", async () => {
    await deduct(2, [["Tax", 9]]);
    await api.database.query(
      `delete from budgeting.yearly_category_entries
       where (category_id = $1 and month = 2) or (category_id = $2 and month = 6)`,
      [category.id, child.id],
    );
    await api.database.query("delete from budgeting.yearly_income_entries where income_source_id = $1 and month = 6", [
      source.id,
    ]);
    const before = await api.database.dump();
    const { body } = await copy({ sourceMonth: 2, targetMonth: 6 });
    assert.deepEqual([body.copiedCategoryEntries, body.copiedIncomeEntries, body.copiedDeductions], [0, 0, 0]);
    assert.deepEqual(await api.database.dump(), before, "an entry without its counterpart stays as it is");
  });

  it("rejects invalid, missing and equal months", async () => {
    const before = await api.database.dump();
    invalid(await copy({}), ["sourceMonth", "targetMonth"]);
    invalid(await copy({ resetPaidStatus: "no", targetMonth: 13, sourceMonth: 0 }), [
      "sourceMonth",
      "targetMonth",
      "resetPaidStatus",
    ]);
    invalid(await copy({ sourceMonth: "1", targetMonth: 1.5, resetPaidStatus: null }), [
      "sourceMonth",
      "targetMonth",
      "resetPaidStatus",
    ]);
    refused(await copy({ sourceMonth: 3, targetMonth: 3 }), 422);
    assert.deepEqual(await api.database.dump(), before);
  });

  it("needs one of the user's own budgets", async () => {
    const body = { sourceMonth: 1, targetMonth: 2 };
    for (const [who, id] of /** @type {const} */ ([
      [user, 2_147_483_647],
      [api.newUser(), year.id],
    ])) {
      refused(await who.post(`/api/yearly/${id}/copy-month`, body), 404, "Budget not found");
    }
  });

  it("copies nothing from an empty year", async () => {
    const empty = await makeYear(user, { year: 2026 });
    const answer = await user.post(`/api/yearly/${empty.id}/copy-month`, { sourceMonth: 1, targetMonth: 2 });
    const { copiedCategoryEntries, copiedIncomeEntries, copiedDeductions } = answer.body;
    assert.deepEqual([copiedCategoryEntries, copiedIncomeEntries, copiedDeductions], [0, 0, 0]);
  });
});

describe("clear-month", () => {
  it("sets every amount in the month to zero and marks it unpaid", async () => {
    await deduct(7, [
      ["Tax", 70],
      ["Fund", 71],
    ]);
    await deduct(8, [["Tax", 80]]);
    const before = await elsewhere(7);
    answered(await clear({ month: 7 }), 200, {
      success: true,
      clearedCategoryEntries: 2,
      clearedIncomeEntries: 1,
      clearedDeductions: 2,
      month: 7,
      resetPaidStatus: true,
    });
    assert.deepEqual(await amounts(7), {
      categories: [
        [0, false],
        [0, false],
      ],
      gross: 0,
    });
    assert.deepEqual(await deductions(7), [
      ["Tax", 0],
      ["Fund", 0],
    ]);
    assert.deepEqual(await elsewhere(7), before, "nothing outside that month changes");
  });

  it("keeps the paid status if requested", async () => {
    const answer = await clear({ month: 12, resetPaidStatus: false });
    assert.equal(answer.body.resetPaidStatus, false);
    assert.deepEqual((await amounts(12)).categories, [
      [0, true],
      [0, true],
    ]);
  });

  it("rejects an invalid month, and a budget that is not the user's", async () => {
    const before = await api.database.dump();
    invalid(await clear({}), ["month"]);
    invalid(await clear({ resetPaidStatus: 0, month: 13 }), ["month", "resetPaidStatus"]);
    for (const month of [0, -1, 1.5, "1", true, null]) invalid(await clear({ month }), ["month"]);
    for (const [who, id] of /** @type {const} */ ([
      [user, 2_147_483_647],
      [api.newUser(), year.id],
    ])) {
      const answer = await who.post(`/api/yearly/${id}/clear-month`, { month: 1 });
      refused(answer, 404, "Budget not found");
    }
    assert.deepEqual(await api.database.dump(), before);
  });
});
