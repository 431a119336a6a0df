/** Writes of many rows at the same time wait for each other, but never in a circle. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeFilledMonth, makeIncomeSource, makeYear, makeYearlyCategory } from "../support/make.mjs";
import { during, untilWaiting, withoutLimit } from "../support/races.mjs";
import { randomly } from "../support/random.mjs";

/** @typedef {import("../support/client.mjs").Answer} Answer */
/** @typedef {import("../support/harness.mjs").Client} Client */
const api = await forAllTests(startApi());

/** @param {Answer[]} answers @param {number[]} statuses */
function onlyThese(answers, statuses) {
  for (const { status, text } of answers) assert.ok(statuses.includes(status), `${status} ${text}`);
}

/** A year with five categories, two sources and deductions, the rows of which are stored in no particular order. @param {Client} user */
async function busyYear(user) {
  const year = await makeYear(user);
  const categories = [];
  for (let index = 0; index < 5; index += 1) {
    categories.push(await makeYearlyCategory(user, { sectionId: year.sections[index % 3].id }));
  }
  const sources = [];
  for (const name of ["one", "two"]) {
    const source = await makeIncomeSource(user, { yearlyBudgetId: year.id, name });
    await api.database.query(
      `insert into budgeting.yearly_deductions (income_entry_id, name, amount, created_at, updated_at)
       select id, 'Tax', 5, 1, 1 from budgeting.yearly_income_entries where income_source_id = $1`,
      [source.id],
    );
    sources.push(source);
  }
  // Updates move rows about in their table, so that a scan meets them in another order than their ids'.
  await api.database.query("update budgeting.yearly_category_entries set amount = id where id % 3 = 1");
  return { id: year.id, categories, sources };
}

const BULK = "/api/yearly/category-entries/bulk";

describe("many writes at once", () => {
  it("bulk updates of the same entries in opposite orders all succeed", async () => {
    const user = api.newUser();
    const { categories } = await busyYear(user);
    const ids = categories.flatMap(({ entries }) => entries.map((/** @type {any} */ { id }) => id));
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 16 }, (_, index) => {
          const order = index % 2 === 0 ? ids : ids.toReversed();
          return user.post(BULK, { updates: order.map((id) => ({ id, amount: index, isPaid: index % 3 === 0 })) });
        }),
      );
      onlyThese(answers, [200]);
      const rows = await api.database.query(
        "select distinct amount from budgeting.yearly_category_entries where id = any($1)",
        [ids],
      );
      assert.equal(rows.length, 1, "the last one wins everywhere");
    }
  });

  it("two bulk updates that must both wait for the middle do not block each other", async () => {
    const user = api.newUser();
    const { categories } = await busyYear(user);
    const ids = categories.flatMap(({ entries }) => entries.map((/** @type {any} */ { id }) => id));
    const hold = [`select from budgeting.yearly_category_entries where id = ${ids[30]} for update`];
    const answers = await during(api.database, { hold, waiting: 2 }, () =>
      [ids, ids.toReversed()].map((order) => user.post(BULK, { updates: order.map((id) => ({ id, amount: 1 })) })),
    );
    onlyThese(answers, [200]);
  });

  it("a deletion and a bulk update that meet the same entries in opposite orders do not block each other", async () => {
    const user = api.newUser();
    const { categories } = await busyYear(user);
    const [{ id, entries }] = categories;
    const first = entries[0].id;
    // Written anew, the first entry is stored behind the others, and a scan meets it last.
    const saved = await api.database.row("delete from budgeting.yearly_category_entries where id = $1 returning *", [
      first,
    ]);
    await api.database.query(
      "insert into budgeting.yearly_category_entries select * from json_populate_record(null::budgeting.yearly_category_entries, $1)",
      [JSON.stringify(saved)],
    );
    const hold = [`select from budgeting.yearly_category_entries where id = ${entries[11].id} for update`];
    const updates = [entries[0], entries[1]].map((entry) => ({ id: entry.id, amount: 1 }));
    const answers = await during(api.database, { hold, waiting: 2 }, () => [
      user.delete(`/api/yearly/categories/${id}`),
      sleep(150).then(() => user.post(BULK, { updates })),
    ]);
    onlyThese(answers, [200, 404]);
  });

  it("copies, clears, bulk updates, changes and reads of one year all succeed", async () => {
    const user = api.newUser();
    const { id, categories, sources } = await busyYear(user);
    const { between, one } = randomly(8);
    const entries = categories.flatMap((category) => category.entries);
    const requests = [
      () => user.post(`/api/yearly/${id}/copy-month`, { sourceMonth: between(1, 6), targetMonth: between(7, 12) }),
      () => user.post(`/api/yearly/${id}/copy-month`, { sourceMonth: between(7, 12), targetMonth: between(1, 6) }),
      () => user.post(`/api/yearly/${id}/clear-month`, { month: between(1, 12) }),
      () => user.post(BULK, { updates: Array.from({ length: 40 }, () => ({ id: one(entries).id, amount: 3 })) }),
      () => user.patch(`/api/yearly/category-entries/${one(entries).id}`, { isPaid: true }),
      () =>
        user.patch(`/api/yearly/income-entries/${one(/** @type {any[]} */ (sources[0].entries)).id}`, {
          grossAmount: 2,
        }),
      () => user.get(`/api/yearly/${id}/summary`),
      () => user.get(`/api/yearly/${id}`),
    ];
    for (let round = 0; round < 3; round += 1) {
      onlyThese(await Promise.all(Array.from({ length: 24 }, () => one(requests)())), [200]);
    }
  });

  it("deletions of a year, of its parts and writes into them end in 200, 201 or 404", async () => {
    for (let round = 0; round < 3; round += 1) {
      const user = api.newUser();
      const { id, categories, sources } = await busyYear(user);
      const updates = categories.flatMap(({ entries }) =>
        entries.map((/** @type {any} */ entry) => ({ id: entry.id, amount: 1 })),
      );
      const answers = await Promise.all([
        user.post(BULK, { updates: updates.toReversed() }),
        user.post(`/api/yearly/${id}/copy-month`, { sourceMonth: 1, targetMonth: 2 }),
        ...categories.map((category) => user.delete(`/api/yearly/categories/${category.id}`)),
        user.post("/api/yearly/income-sources", { yearlyBudgetId: id, name: "new" }),
        user.delete(`/api/yearly/${id}`),
        user.delete(`/api/yearly/income-sources/${sources[0].id}`),
        user.post(`/api/yearly/${id}/clear-month`, { month: 2 }),
        user.post(BULK, { updates }),
        user.delete(`/api/yearly/${id}`),
      ]);
      onlyThese(answers, [200, 201, 404]);
      assert.equal((await user.get(`/api/yearly/${id}`)).status, 404);
    }
  });

  it("a month copied, changed and deleted by many never fails", async () => {
    for (let round = 0; round < 3; round += 1) {
      const user = api.newUser();
      const { month, category } = await makeFilledMonth(user);
      const copy = (/** @type {number} */ index) =>
        user.post("/api/months", { name: `copy ${index}`, year: 2025, month: 4, income: 1, copyFromMonthId: month.id });
      const answers = await Promise.all([
        ...[1, 2, 3, 4].map(copy),
        user.delete(`/api/categories/${category.id}`),
        user.patch(`/api/months/${month.id}`, { name: "changed" }),
        user.delete(`/api/months/${month.id}`),
        ...[5, 6, 7, 8].map(copy),
        user.post("/api/categories", { monthId: month.id, name: "late", allocatedAmount: 1 }),
      ]);
      onlyThese(answers, [200, 201, 404]);
    }
  });

  it("a write that deadlocks with another program is rolled back and repeated", async () => {
    const user = api.newUser();
    const { categories } = await busyYear(user);
    const [first, second] = categories[0].entries;
    await withoutLimit(api.database);
    const session = await api.database.session();
    try {
      // The one that looks for the deadlock is the one that PostgreSQL undoes: it is the Worker's statement, after a second.
      await session.query("set deadlock_timeout = '1min'");
      await session.query("begin");
      await session.query(`select from budgeting.yearly_category_entries where id = ${second.id} for update`);
      api.clearLogs();
      // Locks the first, and waits for the second.
      const sent = user.post(BULK, { updates: [first, second].map(({ id }) => ({ id, amount: 7 })) });
      assert.ok(await untilWaiting(api.database, 1));
      await session.query(`update budgeting.yearly_category_entries set amount = 1 where id = ${first.id}`);
      await session.query("commit");
      onlyThese([await sent], [200]);
      const [line] = api.logs().filter(({ json }) => json?.route === BULK);
      assert.match(line?.json.retried, /deadlock detected/);
    } finally {
      await session.end();
    }
    const rows = await api.database.query("select amount from budgeting.yearly_category_entries where id = any($1)", [
      [first.id, second.id],
    ]);
    assert.deepEqual(rows, [{ amount: 7 }, { amount: 7 }]);
  });
});
