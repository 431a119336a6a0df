/** How many keys somebody may use in a day, and how long the descriptions of a month may be together. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { created, limited, refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeCategory, makeIncomeSource, makeTransaction } from "../support/make.mjs";
import { LIMITED, LIMITS, someCategory, someMonth, someYear } from "../support/row-limits.mjs";

/** @typedef {import("../support/client.mjs").Client} Client */

const api = await forAllTests(startApi({ vars: LIMITED }));

describe("keys", () => {
  it("are limited per day; a used one still gets its answer, and expired ones do not count", async () => {
    const [user, other] = [api.newUser(), api.newUser()];
    const { entries } = await makeIncomeSource(user, { yearlyBudgetId: (await someYear(user)).id });
    assert.equal(entries.length, 12);
    const path = `/api/yearly/${(await someYear(user)).id}/clear-month`;
    /** @param {Client} who @param {string} key @param {string} [to] */
    const send = (who, key, to = path) =>
      who.request("POST", to, {
        headers: { "content-type": "application/json", "idempotency-key": key },
        body: JSON.stringify({ month: 1 }),
      });
    for (let at = 0; at < LIMITS.keysPerDay; at += 1) succeeded(await send(user, `k${at}`));
    const message = "At most 6 requests a day can have an Idempotency-Key";
    const data = await api.database.dump();
    limited(await send(user, "too-many"), message);
    assert.deepEqual(await api.database.dump(), data);
    assert.equal(await api.database.count("idempotency_keys", `auth_user_id = '${user.id}'`), LIMITS.keysPerDay);
    succeeded(await send(user, "k0"));
    succeeded(await send(other, "k0", `/api/yearly/${(await someYear(other)).id}/clear-month`));
    await api.database.query(
      "update budgeting.idempotency_keys set created_at = created_at - 86400 where auth_user_id = $1 and key = 'k3'",
      [user.id],
    );
    succeeded(await send(user, "one-more"));
    limited(await send(user, "and-another"), message);
    succeeded(await user.post(path, { month: 1 }));
  });
});

describe("long descriptions", () => {
  const long = (/** @type {number} */ characters) => "x".repeat(characters);
  const message = "The long descriptions of a month can have at most 5000 bytes together";

  it("have a limit of bytes per month; short ones do not count", async () => {
    const user = api.newUser();
    const month = await someMonth(user);
    const [one, two] = [await someCategory(user, month), await someCategory(user, month)];
    await makeTransaction(user, { categoryId: one.id, description: long(200) });
    await makeTransaction(user, { categoryId: one.id, description: "\u{1F4B0}".repeat(750) });
    const last = await makeTransaction(user, { categoryId: two.id, description: long(1990) });
    limited(await user.post("/api/transactions", { categoryId: two.id, amount: 1, description: long(201) }), message);
    created(await user.post("/api/transactions", { categoryId: two.id, amount: 1, description: long(200) }));

    const patch = (/** @type {any} */ body) => user.patch(`/api/transactions/${last.id}`, body);
    succeeded(await patch({ description: long(2000) }));
    succeeded(await patch({ description: long(2000), amount: 3 }));
    succeeded(await patch({ amount: 4 }));
    succeeded(await patch({ description: long(1000) }));
    succeeded(await patch({ description: long(1999) }));
    const other = await makeCategory(user, { monthId: (await someMonth(user)).id });
    created(await user.post("/api/transactions", { categoryId: other.id, amount: 1, description: long(2000) }));
  });

  it("are rejected in a change too, but may get shorter where there is too much already", async () => {
    const user = api.newUser();
    const { id: categoryId } = await someCategory(user);
    const made = [];
    for (let at = 0; at < 3; at += 1) made.push(await makeTransaction(user, { categoryId }));
    await api.database.query(
      "update budgeting.transaction_entries set description = repeat('x', 2500) where id = any($1)",
      [made.slice(0, 2).map(({ id }) => id)],
    );
    const [first, , third] = made;
    limited(await user.patch(`/api/transactions/${third.id}`, { description: long(201) }), message);
    assert.equal(await api.database.count("transaction_entries", `id = ${third.id} and description is null`), 1);
    succeeded(await user.patch(`/api/transactions/${third.id}`, { description: long(200) }));
    succeeded(await user.patch(`/api/transactions/${first.id}`, { description: long(2000) }));
    refused(await user.patch("/api/transactions/999999", { description: long(2000) }), 404);
  });
});
