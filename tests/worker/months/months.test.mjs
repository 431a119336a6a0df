import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { answered, created, deleted, invalid, refused, succeeded, TIMES } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeCategory, makeFilledMonth, makeFixedPayment, makeMonth, makeTransaction } from "../support/make.mjs";

const api = await forAllTests(startApi());

const MARCH = { name: "March", year: 2025, month: 3, income: 25_000.5 };

describe("GET /api/months", () => {
  it("lists the months newest first, each with what a list needs", async () => {
    const user = api.newUser();
    /** @type {number[]} */
    const ids = [];
    for (const [year, month] of [
      [2024, 12],
      [2025, 2],
      [2025, 11],
      [2024, 1],
    ]) {
      ids.push((await makeMonth(user, { name: `${year}-${month}`, year, month, income: 10.01 })).id);
    }
    const row = (/** @type {number} */ index, /** @type {number} */ year, /** @type {number} */ month) => {
      return { id: ids[index], name: `${year}-${month}`, year, month, income: 1001, createdAt: TIMES.createdAt };
    };
    answered(await user.get("/api/months"), 200, [
      row(2, 2025, 11),
      row(1, 2025, 2),
      row(0, 2024, 12),
      row(3, 2024, 1),
    ]);
  });

  it("is an empty list for a new user, and reading creates no profile", async () => {
    const user = api.newUser();
    answered(await user.get("/api/months"), 200, []);
    assert.equal(await api.database.count("profiles", `auth_user_id = '${user.id}'`), 0);
  });
});

describe("POST /api/months", () => {
  it("returns the month with its income in cents, and stores exactly that", async () => {
    const user = api.newUser();
    const answer = await user.post("/api/months", MARCH);
    answered(answer, 201, { id: answer.body.id, name: "March", year: 2025, month: 3, income: 2_500_050, ...TIMES });
    const row = await api.database.row(
      `select m.*, p.auth_user_id from budgeting.transaction_months m join budgeting.profiles p using (profile_token)
       where m.id = $1`,
      [answer.body.id],
    );
    assert.equal(row.auth_user_id, user.id);
    assert.deepEqual([row.month_name, row.year, row.month, row.income], ["March", 2025, 3, 2_500_050]);
    assert.deepEqual([row.created_at, row.updated_at], [answer.body.createdAt, answer.body.updatedAt]);
  });

  it("creates the profile with the first month, and only then", async () => {
    const user = api.newUser();
    await makeMonth(user, { name: "one" });
    const { profile_token, created_at, updated_at } = await api.database.row(
      "select * from budgeting.profiles where auth_user_id = $1",
      [user.id],
    );
    assert.ok(profile_token.length >= 16, "a token that nobody guesses");
    assert.ok(created_at > 1e9 && updated_at >= created_at);
    await makeMonth(user, { name: "two" });
    const { n } = await api.database.row(
      "select count(*)::int as n from budgeting.transaction_months where profile_token = $1",
      [profile_token],
    );
    assert.equal(n, 2);
  });

  it("creates no profile when it is rejected", async () => {
    const user = api.newUser();
    refused(await user.post("/api/months", { ...MARCH, year: 1999 }), 422);
    refused(
      await user.post("/api/months", { ...MARCH, copyFromMonthId: 2_147_483_647 }),
      404,
      "Source month not found",
    );
    refused(await user.post("/api/categories", { monthId: 1, name: "x", allocatedAmount: 0 }), 404, "Month not found");
    assert.equal(await api.database.count("profiles", `auth_user_id = '${user.id}'`), 0);
    answered(await user.get("/api/months"), 200, []);
  });

  it("rejects the same name in the same year, and the error states both", async () => {
    const user = api.newUser();
    await makeMonth(user, MARCH);
    const clash = 'A month named "March" already exists for 2025';
    refused(await user.post("/api/months", { ...MARCH, month: 4, income: 1 }), 409, clash);
    await makeMonth(user, { ...MARCH, year: 2026 });
    await makeMonth(user, { ...MARCH, name: "march" });
    await makeMonth(api.newUser(), MARCH);
    assert.equal(succeeded(await user.get("/api/months")).length, 3);
  });

  it("quotes an unusual name unchanged in that error", async () => {
    const user = api.newUser();
    const name = `O'Neill "quoted" \\ é 🏦 $1 %s`;
    await makeMonth(user, { ...MARCH, name });
    refused(await user.post("/api/months", { ...MARCH, name }), 409, `A month named "${name}" already exists for 2025`);
  });

  it("lists every invalid field at once, in declared order", async () => {
    const user = api.newUser();
    invalid(await user.post("/api/months", {}), ["name", "year", "month", "income"]);
    const bad = { copyFromMonthId: "1", income: -1, month: 13, year: 2101, name: "" };
    invalid(await user.post("/api/months", bad), ["name", "year", "month", "income", "copyFromMonthId"]);
  });

  it("accepts the first and last possible year and month", async () => {
    const user = api.newUser();
    await makeMonth(user, { name: "first", year: 2000, month: 1, income: 0 });
    await makeMonth(user, { name: "last", year: 2100, month: 12 });
    invalid(await user.post("/api/months", { ...MARCH, year: 1999 }), ["year"]);
    invalid(await user.post("/api/months", { ...MARCH, month: 0 }), ["month"]);
  });
});

describe("POST /api/months with copyFromMonthId", () => {
  it("copies fixed payments and categories with their order, and no transactions", async () => {
    const user = api.newUser();
    const source = await makeMonth(user, MARCH);
    await makeFixedPayment(user, { monthId: source.id, name: "Rent", amount: 9_500.25, orderIndex: 3 });
    await makeFixedPayment(user, { monthId: source.id, name: "Car", amount: 1, orderIndex: 1 });
    const food = await makeCategory(user, { monthId: source.id, name: "Food", allocatedAmount: 40.5, orderIndex: 7 });
    await makeTransaction(user, { categoryId: food.id });
    const before = succeeded(await user.get(`/api/months/${source.id}`));

    const copy = created(await user.post("/api/months", { ...MARCH, name: "April", copyFromMonthId: source.id }));
    const { id: monthId, fixedPayments, categories } = succeeded(await user.get(`/api/months/${copy.id}`));
    assert.equal(monthId, copy.id);
    const shape = (/** @type {any} */ { name, amount, allocatedAmount, orderIndex, monthId }) => {
      return { name, cents: amount ?? allocatedAmount, orderIndex, monthId };
    };
    assert.deepEqual(fixedPayments.map(shape), [
      { name: "Car", cents: 100, orderIndex: 1, monthId },
      { name: "Rent", cents: 950_025, orderIndex: 3, monthId },
    ]);
    assert.deepEqual(categories.map(shape), [{ name: "Food", cents: 4050, orderIndex: 7, monthId }]);
    assert.deepEqual(categories[0].transactions, []);
    assert.notEqual(categories[0].id, food.id);
    assert.deepEqual(succeeded(await user.get(`/api/months/${source.id}`)), before, "the source is as it was");
  });

  it("creates nothing when the source is not theirs or does not exist", async () => {
    const user = api.newUser();
    await makeMonth(user, MARCH);
    const foreign = await makeMonth(api.newUser(), MARCH);
    const before = await api.database.dump();
    for (const copyFromMonthId of [foreign.id, 2_147_483_647]) {
      const answer = await user.post("/api/months", { ...MARCH, name: "April", copyFromMonthId });
      refused(answer, 404, "Source month not found");
    }
    assert.deepEqual(await api.database.dump(), before);
  });
});

describe("GET /api/months/latest", () => {
  it("is the newest by year and then month, not the one created last", async () => {
    const user = api.newUser();
    const { id } = await makeMonth(user, { name: "b", year: 2025, month: 9 });
    await makeMonth(user, { name: "a", year: 2024, month: 12 });
    await makeMonth(user, { name: "c", year: 2025, month: 2 });
    answered(await user.get("/api/months/latest"), 200, { id, year: 2025, month: 9 });
  });

  it("is all null for a user without months", async () => {
    answered(await api.newUser().get("/api/months/latest"), 200, { id: null, year: null, month: null });
  });
});

describe("GET /api/months/:id", () => {
  it("is the month with everything in it", async () => {
    const user = api.newUser();
    const { month, payment, category, transaction } = await makeFilledMonth(user);
    // What each of them is like is a test of the endpoint that makes it.
    assert.deepEqual(succeeded(await user.get(`/api/months/${month.id}`)), {
      ...month,
      fixedPayments: [payment],
      categories: [{ ...category, transactions: [transaction] }],
    });
  });

  it("has empty lists if there is nothing", async () => {
    const user = api.newUser();
    const month = await makeMonth(user);
    const answer = await user.get(`/api/months/${month.id}`);
    const { id } = month;
    const itself = { id, name: "March", year: 2025, month: 3, income: 2_500_000, ...TIMES };
    answered(answer, 200, { ...itself, fixedPayments: [], categories: [] });
  });

  it("orders payments and categories by orderIndex, then by age", async () => {
    const user = api.newUser();
    const { id: monthId } = await makeMonth(user);
    for (const [name, orderIndex] of [
      ["c", 2],
      ["a", 1],
      ["d", 2],
      ["b", 1],
      ["first", 0],
    ]) {
      await makeFixedPayment(user, { monthId, name, orderIndex });
      await makeCategory(user, { monthId, name, orderIndex });
    }
    const { fixedPayments, categories } = succeeded(await user.get(`/api/months/${monthId}`));
    for (const list of [fixedPayments, categories]) {
      assert.deepEqual(
        list.map((/** @type {any} */ { name }) => name),
        ["first", "a", "b", "c", "d"],
      );
    }
  });

  it("orders transactions by date, newest first, undated ones before them, then by age", async () => {
    const user = api.newUser();
    const { id: monthId } = await makeMonth(user);
    const { id: categoryId } = await makeCategory(user, { monthId });
    for (const [description, transactionDate] of [
      ["old", 1_000],
      ["newest", 3_000],
      ["undated", 1],
      ["middle", 2_000],
      ["middle too", 2_000],
      ["undated too", 1],
    ]) {
      const { id } = await makeTransaction(user, { categoryId, description, transactionDate });
      if (transactionDate === 1) await user.patch(`/api/transactions/${id}`, { transactionDate: null });
    }
    const { categories } = succeeded(await user.get(`/api/months/${monthId}`));
    assert.deepEqual(
      categories[0].transactions.map((/** @type {any} */ { description }) => description),
      ["undated", "undated too", "newest", "middle", "middle too", "old"],
    );
  });

  it("says so if there is no such month", async () => {
    refused(await api.newUser().get("/api/months/2147483647"), 404, "Month not found");
  });
});

describe("PATCH /api/months/:id", () => {
  it("changes the given fields and leaves the others unchanged", async () => {
    const user = api.newUser();
    const { id } = await makeMonth(user, MARCH);
    const month = { id, name: "March", year: 2025, month: 3, income: 2_500_050, ...TIMES };
    const path = `/api/months/${id}`;
    answered(await user.patch(path, { name: "May" }), 200, { ...month, name: "May" });
    answered(await user.patch(path, { year: 2030, month: 12 }), 200, { ...month, name: "May", year: 2030, month: 12 });
    answered(await user.patch(path, { income: 0.005, id: 1, createdAt: 5 }), 200, {
      ...month,
      name: "May",
      year: 2030,
      month: 12,
      income: 1,
    });
    const row = await api.database.row("select * from budgeting.transaction_months where id = $1", [id]);
    assert.deepEqual([row.month_name, row.year, row.month, row.income], ["May", 2030, 12, 1]);
  });

  it("updates updatedAt even if no field is given", async () => {
    const user = api.newUser();
    const { id } = await makeMonth(user, MARCH);
    await api.database.age("transaction_months", id);
    const month = { id, name: "March", year: 2025, month: 3, income: 2_500_050 };
    answered(await user.patch(`/api/months/${id}`, {}), 200, { ...month, ...TIMES, createdAt: 1000 });
  });

  it("is rejected if another month has that name and year", async () => {
    const user = api.newUser();
    await makeMonth(user, { name: "March", year: 2025 });
    const other = await makeMonth(user, { name: "April", year: 2025 });
    const nextYear = await makeMonth(user, { name: "March", year: 2026 });
    const clash = 'A month named "March" already exists for 2025';
    refused(await user.patch(`/api/months/${other.id}`, { name: "March" }), 409, clash);
    refused(await user.patch(`/api/months/${nextYear.id}`, { year: 2025, income: 1 }), 409, clash);
    succeeded(await user.patch(`/api/months/${other.id}`, { name: "April", year: 2025 }));
    assert.equal(succeeded(await user.get(`/api/months/${nextYear.id}`)).income, 2_500_000);
  });

  it("lists every invalid field, and accepts null in none", async () => {
    const user = api.newUser();
    const { id } = await makeMonth(user, MARCH);
    const names = ["name", "year", "month", "income"];
    invalid(await user.patch(`/api/months/${id}`, { income: "1", month: 0, year: 1, name: 7 }), names);
    invalid(await user.patch(`/api/months/${id}`, { name: null, year: null, month: null, income: null }), names);
    refused(await user.patch("/api/months/2147483647", { name: "x" }), 404, "Month not found");
  });
});

describe("DELETE /api/months/:id", () => {
  it("deletes everything in the month, and nothing else", async () => {
    const user = api.newUser();
    await makeFilledMonth(user, { name: "kept" });
    const before = await api.database.dump();
    const { month } = await makeFilledMonth(user, { name: "gone" });
    deleted(await user.delete(`/api/months/${month.id}`));
    assert.deepEqual(await api.database.dump(), before);
    refused(await user.get(`/api/months/${month.id}`), 404, "Month not found");
    refused(await user.delete(`/api/months/${month.id}`), 404, "Month not found");
  });
});
