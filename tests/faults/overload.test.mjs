/** Far more clients than PostgreSQL has connections: what is answered is true, and what cannot be served says so. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { tally } from "../worker/support/expect.mjs";
import { makeMonth } from "../worker/support/make.mjs";
import { startCluster } from "./support/cluster.mjs";
import { failed, kept, leavesUnknown } from "./support/expect.mjs";
import { startStage } from "./support/stage.mjs";

const CONNECTIONS = 20;
const CLIENTS = 300;
const REQUESTS_EACH = 4;
const REQUEST_MS = 6_000;
/** How late a timer may be while so many are served at once: two processors do all of it, PostgreSQL included. */
const LATE_MS = 2_000;
const RECOVERY_MS = 3_000;

/** @typedef {import("./support/stage.mjs").Told} Told */
/** @type {import("./support/cluster.mjs").Cluster} */
let cluster;
/** @type {import("./support/stage.mjs").Stage} */
let stage;
/** @type {import("../worker/support/client.mjs").Client} */
let user;
/** @type {number} */
let monthId;
before(async () => {
  cluster = await startCluster({ max_connections: String(CONNECTIONS) });
  // A machine that is this busy connects slowly; what is asked here is what happens beyond PostgreSQL's capacity.
  const vars = { CONNECT_TIMEOUT_MS: "3000", STATEMENT_TIMEOUT_MS: "3000", REQUEST_TIMEOUT_MS: String(REQUEST_MS) };
  stage = await startStage(cluster.workerUrl, { ...vars, ROW_LIMITS: "fixedPaymentsPerMonth=1000" });
  user = stage.newUser();
  monthId = (await makeMonth(user)).id;
});
after(async () => {
  await stage?.close();
  await cluster?.close();
});

describe(`${CLIENTS} clients for ${CONNECTIONS} connections`, () => {
  it("get correct responses or are told to retry, in time; soon after, everything works", async () => {
    /** @type {{ name: string, told: Told }[]} */
    const writes = [];
    /** @type {Told[]} */
    const reads = [];
    const client = async (/** @type {unknown} */ _, /** @type {number} */ index) => {
      for (let request = 0; request < REQUESTS_EACH; request += 1) {
        if ((index + request) % 2 === 0) {
          reads.push(await stage.tellMany(() => user.get(`/api/months/${monthId}/summary`)));
        } else {
          const name = `payment ${index} ${request}`;
          const send = () => user.post("/api/fixed-payments", { monthId, name, amount: 1 });
          writes.push({ name, told: await stage.tellMany(send) });
        }
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));

    const ended = performance.now();
    while ((await user.get("/api/months")).status !== 200) await sleep(100);
    assert.ok(performance.now() - ended < RECOVERY_MS, "it recovers in seconds");
    for (let count = 0; count < 20; count += 1) assert.equal((await user.get("/api/months")).status, 200);

    const rows = await cluster.query("select name from budgeting.transaction_fixed_payments");
    for (const { name, told } of writes) kept(told, rows.filter((row) => row.name === name).length);
    for (const { answer } of reads.filter((told) => told.answer.status === 200)) {
      assert.equal(answer.body.monthId, monthId);
      assert.equal(answer.body.availableAfterFixed, answer.body.income - answer.body.totalFixedPayments);
    }
    const all = [...reads, ...writes.map(({ told }) => told)];
    assert.equal(all.length, CLIENTS * REQUESTS_EACH);
    for (const each of all.filter(({ answer }) => answer.status >= 300)) {
      // The Worker's own time: so many clients on a busy machine wait long before workerd has read what they sent.
      const told = { ...each, took: Number(each.log.ms.total) };
      const status = each.answer.status === 504 ? 504 : 503;
      failed(told, { status, within: REQUEST_MS + LATE_MS, fate: leavesUnknown(told) ? "unknown" : "none" });
    }
    const tallied = tally(all.map(({ answer }) => answer));
    assert.ok(tallied[200] && tallied[201] && tallied[503], JSON.stringify(tallied));
    assert.ok(
      all.some(({ log }) => log.sqlstate === "53300"),
      "there really were too many",
    );
  });
});
