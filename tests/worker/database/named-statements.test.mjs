/** A pooler keeps statements prepared by their names: it has to know names, and a table may change meanwhile. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { startPooler } from "../../../tools/test/pooler.mjs";
import { created, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi, startWorker } from "../support/harness.mjs";
import { makeCategory, makeFilledMonth, makeMonth } from "../support/make.mjs";
import { startWireTap } from "../support/wire-tap.mjs";

const api = await forAllTests(startApi());

/**
 * Runs a test with a Worker behind a pooler with one connection, and the statements that reach PostgreSQL.
 * @param {{ names?: number }} options
 * @param {(worker: Awaited<ReturnType<typeof startWorker>>, statements: () => import("../support/wire-tap.mjs").Statement[]) => Promise<void>} test
 */
async function behindPooler(options, test) {
  const tap = await startWireTap(api.database.workerUrl);
  const pooler = await startPooler(tap.url, { servers: 1, ...options });
  const worker = await startWorker({ hyperdrive: pooler.url });
  try {
    // PgBouncer asks for some settings of its own.
    const ours = () => tap.take().flatMap(({ statements }) => statements.filter(({ sql }) => /budgeting\./.test(sql)));
    await test(worker, ours);
  } finally {
    await worker.close();
    await pooler.close();
    await tap.close();
  }
}

describe("a statement", () => {
  it("has a name that says what it is, the same for each request, if there is a pooler", async () => {
    const tap = await startWireTap(api.database.pooledUrl);
    const worker = await startWorker({ hyperdrive: tap.url });
    try {
      const user = worker.newUser();
      await makeMonth(user);
      for (let count = 0; count < 3; count += 1) succeeded(await user.get("/api/months"));
      const [made, ...read] = tap.take().flatMap(({ statements }) => statements.map(({ name }) => name));
      assert.match(made ?? "", /^createMonth-\d+$/);
      assert.match(read[0] ?? "", /^listMonths-\d+$/);
      assert.deepEqual(read, Array(3).fill(read[0]));
    } finally {
      await worker.close();
      await tap.close();
    }
  });

  it("has none if the connection goes to PostgreSQL itself, which nobody else will use", async () => {
    const tap = await startWireTap(api.database.workerUrl);
    const worker = await startWorker({ vars: { AUTH_MODE: "dev", DATABASE_URL: tap.url } });
    try {
      succeeded(await worker.newUser().get("/api/months"));
      assert.deepEqual(
        tap.take().flatMap(({ statements }) => statements.map(({ name }) => name)),
        [""],
      );
    } finally {
      await worker.close();
      await tap.close();
    }
  });

  it("is prepared once for many requests", () =>
    behindPooler({}, async (worker, statements) => {
      const user = worker.newUser();
      for (let count = 0; count < 30; count += 1) succeeded(await user.get("/api/months"));
      // Once for each connection of the pooler's, which may have to open another one.
      const { length } = statements();
      assert.ok(length >= 1 && length <= 5, `prepared ${length} times`);
    }));
});

describe("a pooler that knows no names", () => {
  it("is noticed once, and costs nobody an answer or makes anything twice", () =>
    behindPooler({ names: 0 }, async (worker) => {
      const user = worker.newUser();
      const { id: monthId } = await makeMonth(user);
      const { id: categoryId } = await makeCategory(user, { monthId });
      for (let count = 0; count < 3; count += 1) succeeded(await user.get("/api/months"));
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => user.post("/api/transactions", { categoryId, amount: 1 })),
      );
      for (const answer of answers) created(answer);
      assert.equal(await api.database.count("transaction_entries", `category_id = ${categoryId}`), 20);
      const retried = worker.logs().filter(({ json }) => json?.retried);
      assert.equal(retried.length, 1, JSON.stringify(retried));
      assert.match(retried[0]?.json.retried, /already exists/);
    }));
});

describe("a migration while requests are under way", () => {
  const CHANGES = [
    "alter table budgeting.transaction_entries add column note text",
    "alter table budgeting.transaction_entries alter column amount type bigint",
    "alter table budgeting.transaction_entries alter column amount type integer",
    "create index later on budgeting.transaction_entries (amount)",
    "drop index budgeting.later",
    "alter table budgeting.transaction_entries drop column note",
    "analyze budgeting.transaction_entries",
  ];

  it("fails none of them", async () => {
    const user = api.newUser();
    const { month, category } = await makeFilledMonth(user);
    let isOver = false;
    let made = 1;
    const lane = async () => {
      while (!isOver) {
        created(await user.post("/api/transactions", { categoryId: category.id, amount: 1 }));
        made += 1;
        succeeded(await user.get(`/api/months/${month.id}`));
        succeeded(await user.get(`/api/months/${month.id}/summary`));
      }
    };
    const lanes = Promise.all(Array.from({ length: 3 }, lane));
    for (let round = 0; round < 3; round += 1) for (const change of CHANGES) await api.database.query(change);
    isOver = true;
    await lanes;
    const { categories } = succeeded(await user.get(`/api/months/${month.id}`));
    assert.equal(categories[0].transactions.length, made);
  });
});
