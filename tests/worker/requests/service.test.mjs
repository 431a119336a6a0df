/** What is asked of the service itself, by whoever watches over it. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { refused, succeeded, tally } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { repository, startApi, startWorker } from "../support/harness.mjs";
import { startWireTap } from "../support/wire-tap.mjs";

/** The newest migration. */
const VERSION = readdirSync(path.join(repository, "schema", "migrations"))
  .sort()
  .at(-1)
  ?.split("_")[0];

/** For how long its answer is everybody's. */
const SHARED_MS = 1_000;
const AT_ONCE = 250;

// Nobody can sign in: there is no SUPABASE_URL.
const api = await forAllTests(startApi({ vars: {} }));

describe("GET /api/health", () => {
  it("says that the Worker runs, without sign-in and without a database", async () => {
    assert.deepEqual(succeeded(await api.send("GET", "/api/health")), { status: "ok" });
    const alone = await startWorker({});
    try {
      succeeded(await alone.send("GET", "/api/health"));
      refused(await alone.send("GET", "/api/ready"), 503);
    } finally {
      await alone.close();
    }
  });
});

describe("GET /api/ready", () => {
  it("says that the database answers, and has the tables of the newest migration", async () => {
    const ready = { status: "ready", schemaVersion: VERSION };
    assert.deepEqual(succeeded(await api.send("GET", "/api/ready")), ready);
    for (const [comment, status] of /** @type {const} */ ([
      ["'20250101000000'", 503],
      ["null", 503],
      ["'99991231000000'", 200],
      [`'${VERSION}'`, 200],
    ])) {
      await api.database.query(`comment on schema budgeting is ${comment}`);
      await sleep(SHARED_MS + 100);
      assert.equal((await api.send("GET", "/api/ready")).status, status, comment);
    }
  });

  it("costs one connection, however many ask at once, and nobody else their turn", async () => {
    const tap = await startWireTap(api.database.workerUrl);
    const crowded = await startWorker({ hyperdrive: tap.url });
    try {
      const bystander = crowded.newUser();
      const asked = Array.from({ length: AT_ONCE }, () => crowded.send("GET", "/api/ready"));
      succeeded(await bystander.get("/api/months"));
      assert.deepEqual(tally(await Promise.all(asked)), { 200: AT_ONCE });
      const connections = tap.take().length - 1;
      assert.ok(connections >= 1 && connections <= 3, `${connections} connections`);
      await sleep(SHARED_MS + 100);
      succeeded(await crowded.send("HEAD", "/api/ready"));
      assert.equal(tap.take().length, 1, "it looks again once a second");
    } finally {
      await crowded.close();
      await tap.close();
    }
  });

  it("runs one at a time if the database hangs, and each response has its own request id", async () => {
    // It takes connections, and says nothing.
    /** @type {net.Socket[]} */
    const sockets = [];
    const silent = net.createServer((socket) => void sockets.push(socket.on("error", () => {})));
    await new Promise((listening) => silent.listen(0, "127.0.0.1", () => listening(undefined)));
    const { port } = /** @type {net.AddressInfo} */ (silent.address());
    const hyperdrive = Object.assign(new URL(api.database.workerUrl), { port: String(port) }).href;
    const worker = await startWorker({ hyperdrive, vars: { STATEMENT_TIMEOUT_MS: "4000" } });
    try {
      const started = performance.now();
      const first = worker.send("GET", "/api/ready");
      await sleep(100);
      const others = await Promise.all(Array.from({ length: 20 }, () => worker.send("GET", "/api/ready")));
      assert.ok(performance.now() - started < 3_500, "they do not wait for as long as the first may");
      const ids = [...others, await first].map((answer) => refused(answer, answer.status).requestId);
      assert.deepEqual(tally(others), { 503: 20 });
      assert.equal(new Set(ids).size, 21);
      assert.ok(sockets.length <= 2, `${sockets.length} connections`);
    } finally {
      await worker.close();
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  });

  it("completes even if the client that asked first disconnects", async () => {
    // With nothing in front, so that workerd notices.
    const bare = await startApi({ vars: {} });
    const session = await bare.database.session();
    try {
      await bare.send("GET", "/api/health");
      // The statement reads the comment of the schema; a lock on that catalog holds it up.
      await session.query("begin");
      await session.query("lock table pg_catalog.pg_description in access exclusive mode");
      const gone = new AbortController();
      const first = fetch(new URL("/api/ready", bare.url), gone);
      await sleep(300);
      gone.abort();
      await assert.rejects(first, { name: "AbortError" });
      const second = bare.send("GET", "/api/ready");
      await sleep(300);
      await session.query("rollback");
      succeeded(await second);
    } finally {
      await session.query("rollback");
      await session.end();
      await bare.close();
    }
  });
});
