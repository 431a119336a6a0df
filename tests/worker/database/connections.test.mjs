/** How connections begin and end: what no second attempt mends is tried once, and PostgreSQL itself is told of the end. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "../support/database.mjs";
import { refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { DEVELOPMENT, startWorker } from "../support/harness.mjs";
import { startProxy } from "../support/proxy.mjs";

/** The message `Terminate`. */
const TERMINATE = Buffer.from([0x58, 0, 0, 0, 4]);

/** What the client sent on each connection. @type {Map<object, Buffer>} */
const sent = new Map();
const database = await forAllTests(openDatabase());
const line = await forAllTests(
  startProxy(database.workerUrl, (session, side, data) => {
    if (side === "client") sent.set(session, Buffer.concat([sent.get(session) ?? Buffer.alloc(0), data]));
  }),
);

/** @param {Parameters<typeof startWorker>[0]} options @param {(worker: Awaited<ReturnType<typeof startWorker>>) => Promise<void>} work */
async function withWorker(options, work) {
  const worker = await startWorker(options);
  sent.clear();
  line.take();
  try {
    await work(worker);
  } finally {
    await worker.close();
  }
}
/** @param {Partial<Record<"password" | "pathname" | "search", string>>} [changes] */
const address = (changes = {}) => Object.assign(new URL(line.url), changes).href;
/** @param {() => boolean} isSo */
async function soon(isSo) {
  for (let waited = 0; waited < 5_000 && !isSo(); waited += 20) await sleep(20);
  return isSo();
}

describe("a connection that is permanently refused", () => {
  for (const [what, changes, sqlstate] of /** @type {const} */ ([
    ["for its password", { password: "wrong-secret-7" }, "28P01"],
    ["for its database", { pathname: "/no_such_database" }, "3D000"],
  ])) {
    it(`${what} is tried once, by reads and by writes`, async () => {
      await withWorker({ hyperdrive: address(changes) }, async (worker) => {
        const month = { name: "x", year: 2025, month: 1, income: 1 };
        for (const send of [() => worker.demo.get("/api/months"), () => worker.demo.post("/api/months", month)]) {
          const { requestId } = refused(await send(), 503);
          assert.equal(line.take().length, 1);
          const { json } = worker.logs().find(({ json }) => json?.requestId === requestId) ?? assert.fail();
          assert.deepEqual([json.sqlstate, json.retried], [sqlstate, undefined]);
        }
      });
    });
  }
});

describe("a connection that has served its request", () => {
  const isTold = () => sent.size > 0 && [...sent.values()].every((bytes) => bytes.subarray(-5).equals(TERMINATE));

  it("to PostgreSQL itself is ended in order", async () => {
    const vars = { ...DEVELOPMENT, DATABASE_URL: address({ search: "?sslmode=disable" }) };
    await withWorker({ vars }, async (worker) => {
      for (let count = 0; count < 3; count += 1) succeeded(await worker.newUser().get("/api/months"));
      assert.ok(await soon(isTold), "PostgreSQL is told");
      assert.equal(sent.size, 3);
      assert.ok(await soon(() => line.take().every(({ closed }) => closed)));
    });
  });

  it("to a pooler is not closed separately: it ends with the request", async () => {
    await withWorker({ hyperdrive: line.url }, async (worker) => {
      for (let count = 0; count < 3; count += 1) succeeded(await worker.newUser().get("/api/months"));
      const sessions = line.take();
      assert.ok(await soon(() => sessions.every(({ closed }) => closed)));
      assert.ok(!isTold());
    });
  });
});
