/** Income sources, their twelve entries, and the deductions of an entry. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { answered, deleted, invalid, isFresh, refused, succeeded, TIMES, without } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeDeduction, makeIncomeSource, makeYear } from "../support/make.mjs";

const api = await forAllTests(startApi());
const user = api.newUser();
const yearlyBudgetId = (await makeYear(user)).id;

const NOBODY = 2_147_483_647;
const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

describe("income sources", () => {
  it("are created with twelve entries of zero, without deductions", async () => {
    const body = { yearlyBudgetId, name: "Salary", orderIndex: 3 };
    const answer = await user.post("/api/yearly/income-sources", body);
    const { id, entries } = answer.body;
    const empty = MONTHS.map((month, index) => {
      return { id: entries[index].id, incomeSourceId: id, month, grossAmount: 0, deductions: [], ...TIMES };
    });
    answered(answer, 201, { id, ...body, entries: empty, ...TIMES });
    const stored = await api.database.query(
      "select id, month, gross_amount from budgeting.yearly_income_entries where income_source_id = $1 order by month",
      [id],
    );
    assert.deepEqual(
      stored,
      empty.map((entry) => ({ id: entry.id, month: entry.month, gross_amount: 0 })),
    );
    assert.equal((await makeIncomeSource(user, { yearlyBudgetId })).orderIndex, 0);
  });

  it("need an existing budget and valid fields", async () => {
    const path = "/api/yearly/income-sources";
    refused(await user.post(path, { yearlyBudgetId: NOBODY, name: "x" }), 404, "Budget not found");
    invalid(await user.post(path, {}), ["yearlyBudgetId", "name"]);
    const bad = { orderIndex: "0", name: "", yearlyBudgetId: null };
    invalid(await user.post(path, bad), ["yearlyBudgetId", "name", "orderIndex"]);
  });

  it("change field by field, and stay in their year", async () => {
    const { id } = await makeIncomeSource(user, { yearlyBudgetId });
    const path = `/api/yearly/income-sources/${id}`;
    const source = { id, yearlyBudgetId, name: "Bonus", orderIndex: 0, ...TIMES };
    const change = { name: "Bonus", yearlyBudgetId: NOBODY };
    answered(without(await user.patch(path, change), "entries"), 200, source);
    answered(without(await user.patch(path, { orderIndex: 5 }), "entries"), 200, { ...source, orderIndex: 5 });
    await api.database.age("yearly_income_sources", id);
    const untouched = { ...source, orderIndex: 5, createdAt: 1000 };
    answered(without(await user.patch(path, {}), "entries"), 200, untouched);
    invalid(await user.patch(path, { orderIndex: -1, name: null }), ["name", "orderIndex"]);
  });

  it("are deleted with their entries and deductions", async () => {
    const before = await api.database.dump();
    const { id, entries } = await makeIncomeSource(user, { yearlyBudgetId });
    await makeDeduction(user, { incomeEntryId: entries[11].id });
    const path = `/api/yearly/income-sources/${id}`;
    deleted(await user.delete(path));
    assert.deepEqual(await api.database.dump(), before);
    refused(await user.delete(path), 404, "Income source not found");
    refused(await user.patch(path, {}), 404, "Income source not found");
  });
});

describe("income entries", () => {
  it("accept a gross amount in cents, and return their deductions in order", async () => {
    const { id: incomeSourceId, entries } = await makeIncomeSource(user, { yearlyBudgetId });
    const { id } = entries[6];
    const late = await makeDeduction(user, { incomeEntryId: id, name: "late", orderIndex: 1, amount: 1 });
    const early = await makeDeduction(user, { incomeEntryId: id, name: "early", amount: 2 });
    const deductions = [early, late].map((made) => ({ ...made, ...TIMES }));
    const entry = { id, incomeSourceId, month: 7, grossAmount: 2_147_483_647, deductions, ...TIMES };
    const path = `/api/yearly/income-entries/${id}`;
    answered(await user.patch(path, { grossAmount: 2_147_483_647, month: 1 }), 200, entry);
    await api.database.age("yearly_income_entries", id);
    answered(await user.patch(path, {}), 200, { ...entry, createdAt: 1000 });
    const other = await user.patch(`/api/yearly/income-entries/${entries[0].id}`, { grossAmount: 0 });
    assert.deepEqual(succeeded(other).deductions, []);
  });

  it("reject anything but an amount in cents, and nonexistent entries", async () => {
    const { entries } = await makeIncomeSource(user, { yearlyBudgetId });
    const path = `/api/yearly/income-entries/${entries[0].id}`;
    for (const grossAmount of [-1, 1.5, "1", true, null, 2_147_483_648, [], {}]) {
      invalid(await user.patch(path, { grossAmount }), ["grossAmount"]);
    }
    refused(await user.patch(`/api/yearly/income-entries/${NOBODY}`, {}), 404, "Income entry not found");
  });
});

describe("deductions", () => {
  /** @type {number} */
  let incomeEntryId;
  before(async () => {
    incomeEntryId = (await makeIncomeSource(user, { yearlyBudgetId })).entries[2].id;
  });

  it("are created as given; by default with zero and first in order", async () => {
    const body = { incomeEntryId, name: "Tax", amount: 1234, orderIndex: 6 };
    const answer = await user.post("/api/yearly/deductions", body);
    answered(answer, 201, { id: answer.body.id, ...body, ...TIMES });
    const row = await api.database.row("select * from budgeting.yearly_deductions where id = $1", [answer.body.id]);
    assert.deepEqual([row.income_entry_id, row.name, row.amount, row.order_index], [incomeEntryId, "Tax", 1234, 6]);
    const plainOne = await user.post("/api/yearly/deductions", { incomeEntryId, name: "Fund" });
    const { id } = plainOne.body;
    answered(plainOne, 201, { id, incomeEntryId, name: "Fund", amount: 0, orderIndex: 0, ...TIMES });
  });

  it("need an existing entry and valid fields", async () => {
    const path = "/api/yearly/deductions";
    refused(await user.post(path, { incomeEntryId: NOBODY, name: "x" }), 404, "Income entry not found");
    invalid(await user.post(path, {}), ["incomeEntryId", "name"]);
    const bad = { orderIndex: null, amount: null, name: 1, incomeEntryId: -1 };
    invalid(await user.post(path, bad), ["incomeEntryId", "name", "amount", "orderIndex"]);
  });

  it("change field by field", async () => {
    const { id } = await makeDeduction(user, { incomeEntryId, amount: 5 });
    const path = `/api/yearly/deductions/${id}`;
    const deduction = { id, incomeEntryId, name: "Tax", amount: 9, orderIndex: 0, ...TIMES };
    answered(await user.patch(path, { amount: 9 }), 200, deduction);
    answered(await user.patch(path, { name: "PAYE", orderIndex: 1 }), 200, {
      ...deduction,
      name: "PAYE",
      orderIndex: 1,
    });
    await api.database.age("yearly_deductions", id);
    const { createdAt, updatedAt } = succeeded(await user.patch(path, {}));
    assert.ok(createdAt === 1000 && isFresh(updatedAt), `${createdAt} ${updatedAt}`);
    invalid(await user.patch(path, { amount: 0.1, orderIndex: 1.5, name: {} }), ["name", "amount", "orderIndex"]);
  });

  it("are deleted once", async () => {
    const { id } = await makeDeduction(user, { incomeEntryId });
    const path = `/api/yearly/deductions/${id}`;
    deleted(await user.delete(path));
    refused(await user.delete(path), 404, "Deduction not found");
    refused(await user.patch(path, {}), 404, "Deduction not found");
  });
});
