/** Whatever fails in the middle of a write, nothing of it is left, and nothing about it leaks. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { refused } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeFilledMonth, makeFilledYear, makeOneOfEach } from "../support/make.mjs";

/** @typedef {import("../support/harness.mjs").Client} Client */
/** @typedef {Record<string, any>} Made */
const api = await forAllTests(startApi());

const SECRET = "secret-of-the-database";

/**
 * Runs something while PostgreSQL fails each time it does this to a row of a table that a condition holds for.
 * @template T
 * @param {string} operation @param {string} table @param {string} condition @param {() => Promise<T>} work
 */
async function failing(operation, table, condition, work) {
  await api.database.query(
    `create function budgeting.fail() returns trigger language plpgsql as
     $$ begin raise exception '${SECRET}'; end $$`,
  );
  const when = condition === "" ? "" : `when (${condition})`;
  await api.database.query(
    `create trigger fail before ${operation} on budgeting.${table} for each row ${when}
     execute function budgeting.fail()`,
  );
  try {
    return await work();
  } finally {
    await api.database.query("drop function budgeting.fail() cascade");
  }
}

/** @type {[what: string, where: [string, string, string], prepare: (user: Client) => Promise<Made>, send: (user: Client, made: Made) => Promise<any>][]} */
const CASES = [
  [
    "a first year whose third section fails",
    ["insert", "yearly_sections", "new.order_index = 2"],
    async () => ({}),
    (user) => user.post("/api/yearly", { year: 2025 }),
  ],
  [
    "a first month that fails after its profile",
    ["insert", "transaction_months", ""],
    async () => ({}),
    (user) => user.post("/api/months", { name: "x", year: 2025, month: 1, income: 1 }),
  ],
  [
    "a copied month whose category fails",
    ["insert", "transaction_categories", ""],
    (user) => makeFilledMonth(user),
    (user, { month }) =>
      user.post("/api/months", { name: "copy", year: 2025, month: 1, income: 1, copyFromMonthId: month.id }),
  ],
  [
    "a copied month whose fixed payment fails",
    ["insert", "transaction_fixed_payments", ""],
    (user) => makeFilledMonth(user),
    (user, { month }) =>
      user.post("/api/months", { name: "copy", year: 2025, month: 1, income: 1, copyFromMonthId: month.id }),
  ],
  [
    "an income source whose twelfth entry fails",
    ["insert", "yearly_income_entries", "new.month = 12"],
    (user) => makeFilledYear(user),
    (user, { year }) => user.post("/api/yearly/income-sources", { yearlyBudgetId: year.id, name: "x" }),
  ],
  [
    "a category whose twelfth entry fails",
    ["insert", "yearly_category_entries", "new.month = 12"],
    (user) => makeFilledYear(user),
    (user, { section }) => user.post("/api/yearly/categories", { sectionId: section.id, name: "x" }),
  ],
  [
    "a bulk update whose last entry fails",
    ["update", "yearly_category_entries", "new.amount = 13"],
    (user) => makeFilledYear(user),
    (user, { category }) =>
      user.post("/api/yearly/category-entries/bulk", {
        updates: category.entries.map((/** @type {any} */ { id, month }) => ({ id, amount: month + 1 })),
      }),
  ],
  [
    "a copied month of the year whose income fails",
    ["update", "yearly_income_entries", "new.month = 2"],
    async (user) => {
      const made = await makeFilledYear(user);
      await user.patch(`/api/yearly/income-entries/${made.source.entries[0].id}`, { grossAmount: 7 });
      await user.patch(`/api/yearly/category-entries/${made.category.entries[0].id}`, { amount: 7 });
      return made;
    },
    (user, { year }) => user.post(`/api/yearly/${year.id}/copy-month`, { sourceMonth: 1, targetMonth: 2 }),
  ],
  [
    "a cleared month whose deductions fail",
    ["update", "yearly_deductions", ""],
    (user) => makeFilledYear(user),
    (user, { year }) => user.post(`/api/yearly/${year.id}/clear-month`, { month: 1 }),
  ],
  [
    "a deleted month whose transaction stays",
    ["delete", "transaction_entries", ""],
    (user) => makeFilledMonth(user),
    (user, { month }) => user.delete(`/api/months/${month.id}`),
  ],
  [
    "a deleted year whose deduction stays",
    ["delete", "yearly_deductions", ""],
    (user) => makeFilledYear(user),
    (user, { year }) => user.delete(`/api/yearly/${year.id}`),
  ],
];

describe("a failure in the middle", () => {
  for (const [what, [operation, table, condition], prepare, send] of CASES) {
    it(`of ${what} leaves nothing behind`, async () => {
      const user = api.newUser();
      const made = await prepare(user);
      const before = await api.database.dump();
      api.clearLogs();
      const answer = await failing(operation, table, condition, () => send(user, made));
      const { requestId, message } = refused(answer, 500);
      assert.deepEqual(await api.database.dump(), before);
      assert.doesNotMatch(answer.text, new RegExp(`${SECRET}|${table}|trigger|exception|sql|P0001`, "i"));
      assert.ok(message.length > 10, "something fit to show");
      const line = api.logs().find(({ json }) => json?.requestId === requestId);
      assert.ok(line, `a log line of ${requestId}`);
      assert.ok(line.text.includes(SECRET), "the log has the details");
      const again = await send(user, made);
      assert.ok([200, 201].includes(again.status), `works once the fault is gone: ${again.text}`);
    });
  }
});

describe("a rejected request", () => {
  it("changes nothing, whatever the reason", async () => {
    const user = api.newUser();
    const ids = await makeOneOfEach(user);
    const before = await api.database.dump();
    const none = 2_147_483_647;
    const month = { name: "x", year: 2025, month: 1, income: 1 };
    for (const [path, body, status] of /** @type {[string, unknown, number][]} */ ([
      ["/api/months", { ...month, copyFromMonthId: none }, 404],
      ["/api/months", { ...month, name: "March", copyFromMonthId: ids.month }, 409],
      ["/api/yearly", { year: 2025, spendTarget: 1 }, 409],
      ["/api/yearly/categories", { sectionId: ids.section, name: "x", parentId: none }, 422],
      ["/api/yearly/category-entries/bulk", { updates: [{ id: ids.categoryEntry, amount: 1 }, { id: none }] }, 404],
    ])) {
      refused(await user.post(path, body), status);
    }
    assert.deepEqual(await api.database.dump(), before);
  });

  it("that is a user's first creates no profile", async () => {
    const user = api.newUser();
    const month = { name: "x", year: 2025, month: 1, income: 1, copyFromMonthId: 2_147_483_647 };
    refused(await user.post("/api/months", month), 404, "Source month not found");
    assert.equal(await api.database.count("profiles", `auth_user_id = '${user.id}'`), 0);
  });
});
