/** An answer whose rows are sent as they come (tests/kinds): complete, or cut so that its reader notices. */
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import path from "node:path";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { anonymous } from "../support/client.mjs";
import { openDatabase } from "../support/database.mjs";
import { refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { DEVELOPMENT, repository, startWorker } from "../support/harness.mjs";
import { startProxy } from "../support/proxy.mjs";

const MIB = 1024 * 1024;
const REQUEST_MS = 5_000;
const STATEMENT_MS = 2_500;
/** Much more than everything between PostgreSQL and the client takes in. */
const ROW_BYTES = 100_000;
const ENDLESS = `/api/things/export?rows=10000&bytes=${ROW_BYTES}`;

const database = await forAllTests(openDatabase());
const proxy = await forAllTests(startProxy(database.workerUrl));
const main = path.join(repository, "tests/worker/requests/kinds/index.js");
const patience = { REQUEST_TIMEOUT_MS: String(REQUEST_MS), STATEMENT_TIMEOUT_MS: String(STATEMENT_MS) };
const direct = Object.assign(new URL(proxy.url), { search: "?sslmode=disable" }).href;

const pooled = await forAllTests(startWorker({ main, hyperdrive: proxy.url, vars: { ...DEVELOPMENT, ...patience } }));
const unpooled = await forAllTests(startWorker({ main, vars: { ...DEVELOPMENT, ...patience, DATABASE_URL: direct } }));

/** The line of the last request, which is written when its answer has ended. @param {typeof pooled} worker */
async function lastLine(worker) {
  for (let left = 100; left > 0; left -= 1) {
    const found = worker.logs().find(({ json }) => json?.requestId);
    if (found) return found.json;
    await sleep(100);
  }
  assert.fail("there is no line");
}

/** Waits until no statement of the Worker runs. */
async function idle() {
  for (let left = 50; left > 0; left -= 1) {
    const { running } = await database.row(
      "select count(*)::integer as running from pg_stat_activity where query like '%generate_series%' and state = 'active' and pid <> pg_backend_pid()",
    );
    if (running === 0) return;
    await sleep(100);
  }
  assert.fail("a statement still runs");
}

/** An answer that nobody reads. @param {typeof pooled} worker @returns {Promise<http.IncomingMessage>} */
async function unread(worker) {
  const request = http.get(new URL(ENDLESS, worker.url), { agent: false });
  request.on("error", () => {});
  const [response] = await once(request, "response");
  response.on("error", () => {});
  response.pause();
  return response;
}

for (const [name, worker] of /** @type {const} */ ([
  ["through a pooler", pooled],
  ["on a direct connection", unpooled],
])) {
  const user = anonymous(worker.send);
  const fresh = () => {
    worker.clearLogs();
    proxy.heal();
    proxy.take();
  };

  describe(`a stream ${name}`, () => {
    it("is the whole list", async () => {
      fresh();
      const answer = await user.get("/api/things/export?rows=20000&bytes=50");
      const rows = succeeded(answer);
      assert.equal(answer.headers["content-type"], "application/json; charset=utf-8");
      assert.equal(answer.headers["cache-control"], "no-store");
      assert.equal(rows.length, 20_000);
      assert.ok(
        rows.every(
          (/** @type {any} */ { row, text }, /** @type {number} */ at) => row === at + 1 && text.length === 50,
        ),
      );
      const line = await lastLine(worker);
      assert.deepEqual([line.status, line.rows, line.event], [200, 20_000, undefined]);
      assert.equal(proxy.take().length, 1);
    });

    it("is an empty list without rows", async () => {
      assert.deepEqual(succeeded(await user.get("/api/things/export?rows=0")), []);
    });

    it("is not begun if the first row is a failure", async () => {
      refused(await user.get("/api/things/export?rows=9&refused=true"), 409, "This cannot be exported");
      refused(await user.get("/api/things/export?rows=9&broken=1"), 500);
      refused(await user.get("/api/things/export?rows=9&wait=4"), 504, "The database took too long");
      await idle();
    });

    it("is a 503 if there is no database, and begins again if there was none once", async () => {
      fresh();
      proxy.set({ break: { from: "client", after: 0, by: "reset" } });
      refused(await user.get("/api/things/export?rows=9"), 503);
      proxy.heal();
      proxy.set({ break: { from: "client", after: 0, by: "reset" } }, 1);
      assert.equal(succeeded(await user.get("/api/things/export?rows=9")).length, 9);
    });

    it("is cut if a later row fails", async () => {
      fresh();
      await assert.rejects(user.get("/api/things/export?rows=20000&bytes=100&broken=10000"), /aborted|hang up/);
      const line = await lastLine(worker);
      assert.deepEqual([line.status, line.event, line.sqlstate], [200, "error", "22012"]);
      assert.ok(line.rows > 0 && line.rows < 10_000, line.rows);
    });

    it("is cut if the connection breaks", async () => {
      fresh();
      proxy.set({ break: { from: "server", after: MIB, by: "reset" } });
      await assert.rejects(user.get("/api/things/export?rows=100000&bytes=100"), /aborted|hang up/);
      assert.equal((await lastLine(worker)).event, "lost");
      proxy.heal();
    });

    it("stops reading from the database while nobody reads it, and ends at the deadline", async () => {
      fresh();
      const response = await unread(worker);
      const line = await lastLine(worker);
      assert.ok(line.rows > 0 && line.rows * ROW_BYTES < 20 * MIB, `${line.rows} rows were taken in`);
      assert.deepEqual([line.status, line.event], [200, "timeout"]);
      assert.ok(line.ms.total < REQUEST_MS + 1_000, `${line.ms.total} ms`);
      await idle();
      response.resume();
      await new Promise((closed) => response.on("close", closed));
      assert.equal(response.complete, false);
    });

    it("leaves nothing behind if its reader goes", async () => {
      fresh();
      (await unread(worker)).destroy();
      await idle();
      assert.equal(succeeded(await user.get("/api/things/export?rows=1")).length, 1);
    });

    it("has no body for HEAD", async () => {
      fresh();
      const { status, text } = await user.request("HEAD", "/api/things/export?rows=100000&bytes=1000");
      assert.deepEqual([status, text], [200, ""]);
      assert.equal((await lastLine(worker)).status, 200);
      await idle();
    });
  });
}
