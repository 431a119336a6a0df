/** Categories, fixed payments and transactions: what a month consists of. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { answered, deleted, invalid, isFresh, NOW, refused, succeeded, TIMES } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeCategory, makeFilledMonth, makeFixedPayment, makeMonth, makeTransaction } from "../support/make.mjs";

const api = await forAllTests(startApi());
const user = api.newUser();
const monthId = (await makeMonth(user)).id;

const NOBODY = 2_147_483_647;
const row = (/** @type {string} */ table, /** @type {number} */ id) =>
  api.database.row(`select * from budgeting.${table} where id = $1`, [id]);

describe("categories", () => {
  it("are created with an empty list of transactions", async () => {
    const answer = await user.post("/api/categories", {
      monthId,
      name: "Food",
      allocatedAmount: 1234.5,
      orderIndex: 4,
    });
    const { id } = answer.body;
    answered(answer, 201, {
      id,
      monthId,
      name: "Food",
      allocatedAmount: 123_450,
      orderIndex: 4,
      transactions: [],
      ...TIMES,
    });
    const { month_id, name, allocated_amount, order_index } = await row("transaction_categories", id);
    assert.deepEqual([month_id, name, allocated_amount, order_index], [monthId, "Food", 123_450, 4]);
  });

  it("come first in order by default, and may have nothing allocated", async () => {
    const made = await makeCategory(user, { monthId, allocatedAmount: 0 });
    assert.deepEqual([made.orderIndex, made.allocatedAmount], [0, 0]);
  });

  it("need an existing month", async () => {
    const body = { monthId: NOBODY, name: "Food", allocatedAmount: 1 };
    refused(await user.post("/api/categories", body), 404, "Month not found");
  });

  it("report every invalid field", async () => {
    invalid(await user.post("/api/categories", {}), ["monthId", "name", "allocatedAmount"]);
    const bad = { orderIndex: -1, allocatedAmount: -0.01, name: null, monthId: 0 };
    invalid(await user.post("/api/categories", bad), ["monthId", "name", "allocatedAmount", "orderIndex"]);
  });

  it("change field by field, and stay in their month", async () => {
    const { id } = await makeCategory(user, { monthId, name: "Food", allocatedAmount: 1 });
    const path = `/api/categories/${id}`;
    const category = { id, monthId, name: "Fun", allocatedAmount: 100, orderIndex: 0, ...TIMES };
    const { transactions: _, ...answer } = succeeded(await user.patch(path, { name: "Fun", monthId: NOBODY }));
    assert.deepEqual({ ...answer, createdAt: NOW, updatedAt: NOW }, category);
    assert.equal(succeeded(await user.patch(path, { allocatedAmount: 2.25 })).allocatedAmount, 225);
    assert.equal(succeeded(await user.patch(path, { orderIndex: 1e2 })).orderIndex, 100);
    const { name, allocated_amount, order_index, month_id } = await row("transaction_categories", id);
    assert.deepEqual([name, allocated_amount, order_index, month_id], ["Fun", 225, 100, monthId]);
    const bad = { orderIndex: 1.5, allocatedAmount: true, name: "" };
    invalid(await user.patch(path, bad), ["name", "allocatedAmount", "orderIndex"]);
  });

  it("get a new updatedAt from an empty change", async () => {
    const { id } = await makeCategory(user, { monthId });
    await api.database.age("transaction_categories", id);
    const { createdAt, updatedAt } = succeeded(await user.patch(`/api/categories/${id}`, {}));
    assert.ok(createdAt === 1000 && isFresh(updatedAt), `${createdAt} ${updatedAt}`);
  });

  it("are deleted with their transactions", async () => {
    const { category, transaction } = await makeFilledMonth(user, { name: "other" });
    deleted(await user.delete(`/api/categories/${category.id}`));
    assert.equal(await api.database.count("transaction_entries", `id = ${transaction.id}`), 0);
    for (const answer of [
      await user.delete(`/api/categories/${category.id}`),
      await user.patch(`/api/categories/${category.id}`, { name: "x" }),
    ]) {
      refused(answer, 404, "Category not found");
    }
  });
});

describe("fixed payments", () => {
  it("are created with cents from currency units", async () => {
    const answer = await user.post("/api/fixed-payments", { monthId, name: "Rent", amount: 9500.1, orderIndex: 2 });
    const { id } = answer.body;
    answered(answer, 201, { id, monthId, name: "Rent", amount: 950_010, orderIndex: 2, ...TIMES });
    const { month_id, name, amount, order_index } = await row("transaction_fixed_payments", id);
    assert.deepEqual([month_id, name, amount, order_index], [monthId, "Rent", 950_010, 2]);
    assert.equal((await makeFixedPayment(user, { monthId })).orderIndex, 0);
  });

  it("need an existing month and valid fields", async () => {
    const body = { monthId: NOBODY, name: "Rent", amount: 1 };
    refused(await user.post("/api/fixed-payments", body), 404, "Month not found");
    invalid(await user.post("/api/fixed-payments", {}), ["monthId", "name", "amount"]);
    const bad = { monthId: "1", name: [], amount: {}, orderIndex: false };
    invalid(await user.post("/api/fixed-payments", bad), ["monthId", "name", "amount", "orderIndex"]);
  });

  it("change field by field; an empty change only updates the time", async () => {
    const { id } = await makeFixedPayment(user, { monthId, amount: 10 });
    const path = `/api/fixed-payments/${id}`;
    const payment = { id, monthId, name: "Rent", amount: 1000, orderIndex: 0, ...TIMES };
    answered(await user.patch(path, { amount: 0 }), 200, { ...payment, amount: 0 });
    answered(await user.patch(path, { name: "Flat", orderIndex: 9 }), 200, {
      ...payment,
      amount: 0,
      name: "Flat",
      orderIndex: 9,
    });
    await api.database.age("transaction_fixed_payments", id);
    answered(await user.patch(path, {}), 200, {
      ...payment,
      amount: 0,
      name: "Flat",
      orderIndex: 9,
      createdAt: 1000,
    });
    invalid(await user.patch(path, { orderIndex: null, name: null, amount: null }), ["name", "amount", "orderIndex"]);
  });

  it("are deleted once", async () => {
    const { id } = await makeFixedPayment(user, { monthId });
    const path = `/api/fixed-payments/${id}`;
    deleted(await user.delete(path));
    refused(await user.delete(path), 404, "Fixed payment not found");
    refused(await user.patch(path, {}), 404, "Fixed payment not found");
    assert.equal(await api.database.count("transaction_fixed_payments", `id = ${id}`), 0);
  });
});

describe("transactions", () => {
  /** @type {number} */
  let categoryId;
  before(async () => {
    categoryId = (await makeCategory(user, { monthId })).id;
  });

  it("are created as given", async () => {
    const body = { categoryId, amount: 99.999, description: "Bread", transactionDate: 1_700_000_000 };
    const answer = await user.post("/api/transactions", body);
    const { id } = answer.body;
    answered(answer, 201, { id, ...body, amount: 10_000, ...TIMES });
    const stored = await row("transaction_entries", id);
    assert.deepEqual([stored.category_id, stored.amount, stored.description], [categoryId, 10_000, "Bread"]);
    assert.equal(stored.transaction_date, 1_700_000_000);
  });

  it("are dated now and have no description by default; null counts as absent", async () => {
    for (const extra of [{}, { description: null, transactionDate: null }]) {
      const answer = await user.post("/api/transactions", { categoryId, amount: 1, ...extra });
      const { id } = answer.body;
      answered(answer, 201, {
        id,
        categoryId,
        amount: 100,
        description: null,
        transactionDate: NOW,
        ...TIMES,
      });
    }
  });

  it("need an existing category and valid fields", async () => {
    refused(await user.post("/api/transactions", { categoryId: NOBODY, amount: 1 }), 404, "Category not found");
    invalid(await user.post("/api/transactions", {}), ["categoryId", "amount"]);
    const bad = { transactionDate: "2025-01-01", description: 5, amount: "1", categoryId: 1.5 };
    const names = ["categoryId", "amount", "description", "transactionDate"];
    const messages = invalid(await user.post("/api/transactions", bad), names);
    assert.equal(messages[1], "Amount must be a number");
    for (const transactionDate of [2_147_483_648, -5]) {
      invalid(await user.post("/api/transactions", { ...bad, transactionDate }), names);
    }
  });

  it("change field by field; null clears a description or a date", async () => {
    const body = { categoryId, amount: 5, description: "Bread", transactionDate: 1_700_000_000 };
    const { id } = await makeTransaction(user, body);
    const path = `/api/transactions/${id}`;
    const transaction = { id, ...body, amount: 500, ...TIMES };
    answered(await user.patch(path, { amount: 6.1 }), 200, { ...transaction, amount: 610 });
    answered(await user.patch(path, { description: null }), 200, { ...transaction, amount: 610, description: null });
    answered(await user.patch(path, { transactionDate: null, description: "" }), 200, {
      ...transaction,
      amount: 610,
      description: "",
      transactionDate: null,
    });
    await api.database.age("transaction_entries", id);
    answered(await user.patch(path, {}), 200, {
      ...transaction,
      amount: 610,
      description: "",
      transactionDate: null,
      createdAt: 1000,
    });
    const bad = { transactionDate: 1.5, description: false, amount: null };
    invalid(await user.patch(path, bad), ["amount", "description", "transactionDate"]);
  });

  it("are deleted once", async () => {
    const { id } = await makeTransaction(user, { categoryId });
    const path = `/api/transactions/${id}`;
    deleted(await user.delete(path));
    refused(await user.delete(path), 404, "Transaction not found");
    refused(await user.patch(path, { amount: 1 }), 404, "Transaction not found");
  });
});
