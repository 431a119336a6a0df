/**
 * The failure this project exists to end: a connection made by one request and used by another. The Worker beside this
 * file makes that mistake, and fails; ours cannot make it, however many requests come, one by one or at once.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { succeeded, tally } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi, startWorker } from "../support/harness.mjs";
import { makeFilledMonth, makeYear } from "../support/make.mjs";

const SEQUENTIAL = 1000;
const CONCURRENT = 200;
// Changes of one user wait for each other, and the one that has waited too long is answered with 503. So few of those sent
// at once are one user's.
const CONCURRENT_USERS = 20;
const CONNECTIONS_KEPT_FREE = 60;

/** @typedef {import("../support/client.mjs").Answer} Answer */
const api = await forAllTests(startApi());
const direct = await forAllTests(startApi({ pooled: false }));

/** A user with data, and their next request of a mix of reads and writes, with the status it must have. */
async function busyUser(on = api) {
  const user = on.newUser();
  const { month, category } = await makeFilledMonth(user);
  const year = await makeYear(user);
  let made = 0;
  /** @type {[expected: number, send: (name: string) => Promise<Answer>][]} */
  const mix = [
    [200, () => user.get("/api/months")],
    [201, () => user.post("/api/transactions", { categoryId: category.id, amount: 1 })],
    [200, () => user.get(`/api/months/${month.id}`)],
    [200, () => user.patch(`/api/months/${month.id}`, { income: 5 })],
    [404, () => user.delete("/api/transactions/2147483647")],
    [200, () => user.get(`/api/yearly/${year.id}/summary`)],
    [201, (name) => user.post("/api/months", { name, year: 2025, month: 1, income: 1 })],
    [200, () => user.post(`/api/yearly/${year.id}/clear-month`, { month: 1 })],
    [200, () => user.get("/api/yearly/by-year/2025")],
    [422, () => user.post("/api/yearly", {})],
  ];
  return async (/** @type {number} */ index) => {
    const [expected, send] = mix[index % mix.length] ?? assert.fail();
    made += 1;
    const answer = await send(`month ${made}`);
    assert.equal(answer.status, expected, `request ${index}: ${answer.text}`);
    return answer;
  };
}

/** Waits until nobody but the test is connected to the database. Gives how many still are. */
async function connectionsLeft() {
  let left = 0;
  for (const end = Date.now() + 5000; Date.now() < end; await sleep(50)) {
    const { n } = await direct.database.row(
      "select count(*)::int as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    left = n;
    if (left === 0) break;
  }
  return left;
}

describe("a Worker that keeps its client", () => {
  it("fails when a second request follows", async () => {
    const worker = await startWorker({
      hyperdrive: api.database.workerUrl,
      main: fileURLToPath(new URL("cached-client/index.mjs", import.meta.url)),
      isWatched: false,
    });
    try {
      /** @type {Answer[]} */
      const answers = [];
      for (let index = 0; index < 10; index += 1) answers.push(await worker.demo.get("/"));
      assert.equal(answers[0]?.status, 200, "it works at first, which is why the mistake is made");
      assert.ok(
        answers.some(({ status }) => status >= 500),
        `all went well: ${JSON.stringify(tally(answers))}`,
      );
    } finally {
      await worker.close();
    }
  });
});

describe("our Worker", () => {
  it(`answers ${SEQUENTIAL} requests one after the other`, async () => {
    const next = await busyUser();
    for (let index = 0; index < SEQUENTIAL; index += 1) await next(index);
  });

  it(`answers ${CONCURRENT} requests at once`, async () => {
    const users = await Promise.all(Array.from({ length: CONCURRENT_USERS }, () => busyUser()));
    const { max_connections } = await api.database.row("show max_connections");
    const lanes = Math.min(CONCURRENT, Number(max_connections) - CONNECTIONS_KEPT_FREE);
    let sent = 0;
    const lane = async () => {
      while (sent < CONCURRENT) {
        const index = sent;
        sent += 1;
        const next = users[index % users.length] ?? assert.fail();
        await next(Math.floor(index / users.length));
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  });

  it("answers requests of many users at once, each with their own data", async () => {
    const users = Array.from({ length: 20 }, () => api.newUser());
    await Promise.all(
      users.map(async (user, number) => {
        const own = `month of user ${number}:`;
        for (let index = 0; index < 3; index += 1) {
          const month = { name: `${own} ${index}`, year: 2025, month: 1, income: index };
          assert.equal((await user.post("/api/months", month)).status, 201);
          const names = succeeded(await user.get("/api/months")).map((/** @type {any} */ { name }) => name);
          assert.equal(names.length, index + 1);
          assert.ok(names.every((/** @type {string} */ name) => name.startsWith(own)));
        }
      }),
    );
  });

  it("leaves no connection behind", async () => {
    const next = await busyUser(direct);
    for (let index = 0; index < 20; index += 1) await next(index);
    const months = await Promise.all(Array.from({ length: 40 }, () => direct.newUser().get("/api/months")));
    for (const answer of months) succeeded(answer);
    assert.equal(await connectionsLeft(), 0);
  });

  it("logs no problem", () => {
    const problems = [api, direct].flatMap((each) => each.logs().filter(({ level }) => level === "error"));
    assert.deepEqual(problems, []);
  });
});
