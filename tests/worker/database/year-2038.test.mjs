/** On and after 2038-01-19T03:14:08Z, when the time no longer fits the columns, which the existing app shares. */
import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { created, invalid, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { repository, startApi } from "../support/harness.mjs";

const LAST = 2_147_483_647;

const api = await forAllTests(startApi({ main: path.join(repository, "tests/worker/database/later-clock/index.js") }));
const user = api.newUser();

/** So many seconds after the last that a column holds. @param {number} past */
const later = (past) => String(LAST + past - Math.floor(Date.now() / 1000));

/** @param {number} past @param {string} method @param {string} url @param {object} [body] @param {Record<string, string>} [headers] */
const send = (past, method, url, body, headers) =>
  user.request(method, url, {
    headers: { "content-type": "application/json", "x-later": later(past), ...headers },
    body: body && JSON.stringify(body),
  });

describe("after the last second that a column can hold", () => {
  for (const past of [1, 20 * 365 * 86_400]) {
    it(`everything works, and the time stays at that second (${past} s after it)`, async () => {
      const month = created(
        await send(past, "POST", "/api/months", { name: `m${past}`, year: 2038, month: 1, income: 1 }),
      );
      assert.deepEqual([month.createdAt, month.updatedAt], [LAST, LAST]);
      const category = { monthId: month.id, name: "c", allocatedAmount: 1 };
      const { id: categoryId } = created(await send(past, "POST", "/api/categories", category));
      const transaction = created(await send(past, "POST", "/api/transactions", { categoryId, amount: 1 }));
      assert.equal(transaction.transactionDate, LAST);
      const changed = await send(past, "PATCH", `/api/transactions/${transaction.id}`, { amount: 2 });
      assert.equal(succeeded(changed).updatedAt, LAST);
      const later = await send(past, "PATCH", `/api/transactions/${transaction.id}`, { transactionDate: LAST + 1 });
      invalid(later, ["transactionDate"]);
      succeeded(await send(past, "GET", `/api/months/${month.id}/summary`));
      succeeded(await send(past, "DELETE", `/api/months/${month.id}`));
    });
  }

  it("a POST with a key still takes effect once", async () => {
    const key = { "idempotency-key": "2038" };
    const body = { year: 2038 };
    const first = created(await send(5, "POST", "/api/yearly", body, key));
    assert.deepEqual(created(await send(90_000, "POST", "/api/yearly", body, key)), first);
  });
});

describe("before that second", () => {
  it("the time is the clock's", async () => {
    const { createdAt } = created(
      await send(-60, "POST", "/api/months", { name: "m", year: 2038, month: 1, income: 1 }),
    );
    assert.ok(createdAt > LAST - 120 && createdAt < LAST, String(createdAt));
  });
});
