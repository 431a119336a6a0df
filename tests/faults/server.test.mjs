/** PostgreSQL itself fails: each answer is true, in time, and logged, and the next request works. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { workerLogin } from "../../tools/database/worker-login.mjs";
import { makeMonth } from "../worker/support/make.mjs";
import { startCluster } from "./support/cluster.mjs";
import { failed, kept, worked } from "./support/expect.mjs";
import { DEADLINES, startStage } from "./support/stage.mjs";

const CONNECTIONS = 12;
/** By which PostgreSQL's own deadline is shorter than the Worker's. */
const SHORTER_MS = 150;

/** @type {import("./support/cluster.mjs").Cluster} */
let cluster;
/** @type {import("./support/stage.mjs").Stage} */
let stage;
/** @type {import("../worker/support/client.mjs").Client} */
let user;
before(async () => {
  cluster = await startCluster({ max_connections: String(CONNECTIONS) });
  stage = await startStage(cluster.workerUrl);
  user = stage.newUser();
  await makeMonth(user);
});
after(async () => {
  await stage?.close();
  await cluster?.close();
});
afterEach(async () => worked(await read(), 200));

const read = () => stage.tell(() => user.get("/api/months"));

let serial = 0;
/** Sends a write; `settle` looks, once the fault is over, whether the database is as the answer promised. */
function write() {
  serial += 1;
  const name = `write ${serial}`;
  const told = stage.tell(() => user.post("/api/months", { name, year: 2026, month: 1, income: 1 }));
  const settle = async () => {
    await told;
    const months = (await cluster.query("select month_name from budgeting.transaction_months")).filter(
      ({ month_name }) => month_name === name,
    );
    kept(await told, months.length);
    return told;
  };
  return { told, settle };
}

/** A request that waits for a lock while something happens. @template T @param {() => T} send @param {(backend: number) => Promise<unknown>} happens */
async function stuck(send, happens) {
  const holder = await cluster.session();
  await holder.query("begin; lock table budgeting.transaction_months in access exclusive mode");
  const sent = send();
  await happens(await waitingBackend());
  await holder.end().catch(() => {});
  return sent;
}

async function waitingBackend() {
  for (const end = Date.now() + 5000; Date.now() < end; await sleep(10)) {
    const [backend] = await cluster.query("select pid from pg_stat_activity where wait_event_type = 'Lock'");
    if (backend) return backend.pid;
  }
  throw new Error("no statement waits for the lock");
}

/** Waits until a statement on a new connection is as it should be. @param {string} statement @param {(row: any) => boolean} [condition] */
async function until(statement, condition = () => true) {
  for (const end = Date.now() + 5000; Date.now() < end; await sleep(50)) {
    const rows = await cluster.query(statement).catch(() => []);
    if (rows.some(condition)) return;
  }
  throw new Error(`not in time: ${statement}`);
}
const untilItRuns = () => until("select 1");

describe("a server that", () => {
  for (const end of /** @type {const} */ (["stop", "crash"])) {
    it(`is down after a ${end} gives a 503; nothing is changed`, async () => {
      await cluster[end]();
      failed(await read(), { within: DEADLINES.connect, fate: "none" });
      const { told, settle } = write();
      failed(await told, { within: DEADLINES.connect, fate: "none" });
      await cluster.start();
      await settle();
    });

    it(`ends (${end}) during a read gives a 503`, async () => {
      const told = await stuck(read, () => cluster[end]());
      failed(told, { within: DEADLINES.request, fate: "none" });
      await cluster.start();
    });

    it(`ends (${end}) during a write leaves its outcome unknown`, async () => {
      const { told, settle } = await stuck(write, () => cluster[end]());
      failed(await told, { within: DEADLINES.request, fate: "unknown" });
      await cluster.start();
      await settle();
    });
  }

  it("is read-only gives a 503 for writes only", async () => {
    await cluster.query("alter system set default_transaction_read_only = on", "select pg_reload_conf()");
    worked(await read(), 200);
    const { told, settle } = write();
    failed(await told, { within: 0, sqlstate: "25006", fate: "none" });
    await cluster.query("alter system reset default_transaction_read_only", "select pg_reload_conf()");
    await until("show default_transaction_read_only", (row) => row.default_transaction_read_only === "off");
    await settle();
    worked(await write().settle(), 201);
  });

  it("has no connection left gives a 503; nothing is changed", async () => {
    const sessions = await Promise.all(Array.from({ length: CONNECTIONS }, () => cluster.session()));
    failed(await read(), { within: DEADLINES.connect, sqlstate: "53300", fate: "none" });
    const { told, settle } = write();
    failed(await told, { within: DEADLINES.connect, sqlstate: "53300", fate: "none" });
    for (const session of sessions) await session.end();
    await settle();
  });
});

describe("a backend that is terminated during a statement", () => {
  const terminate = (/** @type {number} */ pid) => cluster.query(`select pg_terminate_backend(${pid})`);
  /** PostgreSQL takes it for a crash, and starts anew. @param {number} pid */
  const kill = async (pid) => process.kill(pid, "SIGKILL");

  for (const [how, end] of Object.entries({ terminate, kill })) {
    it(`(${how}) makes the Worker repeat a read`, async () => {
      const told = await stuck(read, end);
      assert.ok(told.log.retried);
      // A server that starts anew may not be there yet.
      if (how === "terminate" || told.answer.status === 200) worked(told, 200);
      else failed(told, { within: DEADLINES.request, sqlstate: "57P03", fate: "none" });
      await untilItRuns();
    });

    it(`(${how}) leaves the outcome of a write unknown`, async () => {
      const { told, settle } = await stuck(write, end);
      failed(await told, { within: DEADLINES.request, fate: "unknown" });
      await untilItRuns();
      await settle();
    });
  }
});

describe("a statement that takes too long", () => {
  const tooLong = () => sleep(DEADLINES.request + 300);
  /** @param {string} limit */
  const limitLogin = (limit) => cluster.query(`alter role ${workerLogin} set statement_timeout = '${limit}'`);

  it("is a 504 within the deadline, with an unknown outcome for a write", async () => {
    failed(await stuck(read, tooLong), { status: 504, within: DEADLINES.request, fate: "none" });
    const { told, settle } = await stuck(write, tooLong);
    failed(await told, { status: 504, within: DEADLINES.request, fate: "unknown" });
    await settle();
  });

  it("is cancelled by the login's own limit, and has changed nothing", async () => {
    await limitLogin(`${DEADLINES.statement - SHORTER_MS}ms`);
    try {
      const limited = { status: /** @type {const} */ (504), within: DEADLINES.statement, sqlstate: "57014" };
      failed(await stuck(read, tooLong), { ...limited, fate: "none" });
      const { told, settle } = await stuck(write, tooLong);
      failed(await told, { ...limited, fate: "none" });
      await settle();
    } finally {
      await limitLogin("0");
    }
  });

  it("leaves no connection behind", async () => {
    stage.proxy.take();
    await stuck(read, tooLong);
    const sessions = stage.proxy.take();
    for (const end = Date.now() + 3000; Date.now() < end && !sessions.every(({ closed }) => closed); await sleep(20));
    assert.deepEqual(
      sessions.map(({ closed }) => closed),
      [true],
    );
  });
});
