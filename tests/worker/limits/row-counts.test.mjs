/** What counts against the limits on rows, and for whom. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { created, invalid, limited, refused, succeeded, tally } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { DEVELOPMENT, startApi } from "../support/harness.mjs";
import { makeCategory, makeFixedPayment, makeTransaction } from "../support/make.mjs";
import { CASES, LIMITED, LIMITS, rowsOf, someCategory, someMonth, someYear } from "../support/row-limits.mjs";

const api = await forAllTests(startApi({ vars: LIMITED }));

describe("limits", () => {
  it("do not count other users' rows", async () => {
    const [one, two] = [api.newUser(), api.newUser()];
    for (const user of [one, two]) {
      const month = await someMonth(user);
      const { id: categoryId } = await someCategory(user, month);
      for (let made = 0; made < LIMITS.transactionsPerMonth; made += 1) await makeTransaction(user, { categoryId });
      for (let made = 0; made < LIMITS.fixedPaymentsPerMonth; made += 1)
        await makeFixedPayment(user, { monthId: month.id });
    }
  });

  it("count another app's rows at the next recount, and never prevent reading or changing them", async () => {
    const user = api.newUser();
    const month = await someMonth(user);
    const category = await someCategory(user, month);
    await api.database.query(
      `insert into budgeting.transaction_entries (category_id, amount, created_at, updated_at)
       select $1, 1, 1, 1 from generate_series(1, 12)`,
      [category.id],
    );
    const other = await someCategory(user);
    limited(await user.post("/api/transactions", { categoryId: other.id, amount: 1 }), CASES.transactions?.message);
    const [{ transactions }] = succeeded(await user.get(`/api/months/${month.id}`)).categories;
    assert.equal(transactions.length, 12);
    succeeded(await user.patch(`/api/transactions/${transactions[0].id}`, { amount: 2, description: "short" }));
    for (const { id } of transactions.slice(0, 5)) succeeded(await user.delete(`/api/transactions/${id}`));
    created(await user.post("/api/transactions", { categoryId: other.id, amount: 1 }));
    limited(await user.post("/api/transactions", { categoryId: other.id, amount: 1 }), CASES.transactions?.message);
  });

  it("hold for copies", async () => {
    const user = api.newUser();
    const { id: copyFromMonthId } = await someMonth(user);
    for (let made = 0; made < 3; made += 1) await makeFixedPayment(user, { monthId: copyFromMonthId });
    for (let made = 0; made < 4; made += 1) await makeCategory(user, { monthId: copyFromMonthId });
    const copy = (/** @type {number} */ month) =>
      user.post("/api/months", { name: `copy ${month}`, year: 2025, month, income: 1, copyFromMonthId });
    created(await copy(1));
    // 3 + 3 of 7, 4 + 4 of 10.
    limited(await copy(2), CASES.fixedPayments?.message);
    await api.database.query("delete from budgeting.transaction_fixed_payments where month_id = $1", [copyFromMonthId]);
    limited(await copy(2), CASES.categories?.message);
    assert.equal(await rowsOf(api.database, user, "transaction_months"), 2);
    await api.database.query(
      `insert into budgeting.transaction_categories (month_id, name, created_at, updated_at) values ($1, 'x', 1, 1)`,
      [copyFromMonthId],
    );
    limited(await copy(2), CASES.categoriesPerMonth?.message);
  });

  it("leave the room of deleted rows to a copy, which is counted with all that it may make", async () => {
    const user = api.newUser();
    const { id: copyFromMonthId } = await someMonth(user);
    const { id: deletedId } = await someMonth(user);
    for (const monthId of [copyFromMonthId, deletedId]) {
      for (let made = 0; made < 3; made += 1) await makeFixedPayment(user, { monthId });
    }
    succeeded(await user.delete(`/api/months/${deletedId}`));
    // The bound is still 6 of 7, so one more would fit without a recount, and three only after it.
    created(await user.post("/api/months", { name: "copy", year: 2025, month: 1, income: 1, copyFromMonthId }));
    assert.equal(await rowsOf(api.database, user, "transaction_fixed_payments"), 6);
  });

  it("hold for a user's concurrent first requests", async () => {
    const user = api.newUser();
    const answers = await Promise.all(
      Array.from({ length: 14 }, (_, at) =>
        user.post("/api/months", { name: `first ${at}`, year: 2025, month: 3, income: 1 }),
      ),
    );
    assert.deepEqual(tally(answers), { 201: 9, 409: 5 });
  });

  it("are reported before an invalid parent only if they are reached", async () => {
    const user = api.newUser();
    const { sections } = await someYear(user);
    invalid(await user.post("/api/yearly/categories", { sectionId: sections[0].id, name: "x", parentId: 999_999 }), [
      "parentId",
    ]);
  });

  it("are stored with a key like any other answer", async () => {
    const user = api.newUser();
    const { id: monthId } = await someMonth(user);
    for (let made = 0; made < 3; made += 1) await makeFixedPayment(user, { monthId });
    const send = () =>
      user.request("POST", "/api/fixed-payments", {
        headers: { "content-type": "application/json", "idempotency-key": "k" },
        body: JSON.stringify({ monthId, name: "x", amount: 1 }),
      });
    const first = limited(await send(), CASES.fixedPaymentsPerMonth?.message);
    assert.equal(limited(await send(), first.message).message, first.message);
  });
});

describe("a user who has created nothing yet", () => {
  it("gets no profile from requests that create nothing", async () => {
    const user = api.newUser();
    refused(await user.post("/api/categories", { monthId: 999_999, name: "x", allocatedAmount: 1 }), 404);
    assert.equal(await api.database.count("profiles", `auth_user_id = '${user.id}'`), 0);
  });
});

describe("an invalid ROW_LIMITS", () => {
  it("is a 503 for requests that need it, and the log names the problem", async () => {
    const broken = await startApi({ vars: { ...DEVELOPMENT, ROW_LIMITS: "transactions=many" } });
    try {
      succeeded(await broken.demo.get("/api/months"));
      refused(await broken.demo.post("/api/months", { name: "x", year: 2025, month: 1, income: 1 }), 503);
      const line = broken.logs().find(({ json }) => json?.event === "configuration");
      assert.equal(line?.json.message, "ROW_LIMITS: transactions must be a whole number from 1 to 1000000000");
    } finally {
      await broken.close();
    }
  });
});
