/**
 * The connection to PostgreSQL breaks after any byte that either side sends, for a read and for writes. `npm test` breaks it
 * before each message, within and after each message's header, and after every few of the other bytes, others with each
 * seed. SEED=<number> repeats a run, and with EVERY_BYTE=1 it is after every single byte.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openDatabase } from "../worker/support/database.mjs";
import { makeMonth } from "../worker/support/make.mjs";
import { randomly } from "../worker/support/random.mjs";
import { failed, kept, leavesUnknown } from "./support/expect.mjs";
import { DEADLINES, messages, startStage } from "./support/stage.mjs";

/** @typedef {import("../worker/support/proxy.mjs").Break} Break */
/** @typedef {import("./support/stage.mjs").Told} Told */

/** Many wait for their second attempt at any time. */
const LANES = 12;
/** Numbers grow: a later exchange may be that much longer than the measured one. */
const LONGER = 8;

/** @type {Awaited<ReturnType<typeof openDatabase>>} */
let database;
/** @type {import("./support/stage.mjs").Stage} */
let stage;
/** @type {import("../worker/support/client.mjs").Client} */
let user;
/** @type {number} */
let month;
before(async () => {
  database = await openDatabase();
  stage = await startStage(database.workerUrl, { ROW_LIMITS: "fixedPaymentsPerMonth=100000" });
  user = stage.newUser();
  month = (await makeMonth(user)).id;
});
after(async () => {
  await stage?.close();
  await database?.close();
});

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const random = randomly(seed);
console.log(`seed ${seed}`);

/** How many bytes of what a side sends may pass. @param {Buffer} bytes @param {"client" | "server"} side @param {number} step */
function placesIn(bytes, side, step) {
  const places = new Set(messages(bytes, side).flatMap(({ at }) => [at, at + 1, at + 5]));
  for (let at = random.between(0, step - 1); at <= bytes.length + LONGER; at += step) places.add(at);
  return [...places].sort((a, b) => b - a);
}

/**
 * Sends requests until a connection has broken at each place of the exchange; gives what came of each request.
 * @template T
 * @param {() => Promise<unknown>} request one, to measure the exchange
 * @param {() => Promise<T>} next
 * @param {number} usualStep bytes between two places that are not at a message's header
 */
async function everywhere(request, next, usualStep) {
  const step = process.env.EVERY_BYTE === "1" ? 1 : usualStep;
  const exchange = await stage.record(request);
  /** @type {Break[]} */
  const left = [];
  for (const from of /** @type {const} */ (["client", "server"])) {
    for (const after of placesIn(exchange[from], from, step)) {
      left.push({ from, after, by: Math.floor(after / step) % 2 === 0 ? "reset" : "end" });
    }
  }
  const places = left.length;
  /** @type {T[]} */
  const results = [];
  stage.proxy.set(() => ({ break: left.pop() }));
  const lane = async () => {
    while (left.length > 0) results.push(await next());
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  stage.proxy.heal();
  assert.ok(places * step > 1000, `${places} places`);
  return results;
}

/** How many of each there were. @param {Told[]} all */
function outcomes(all) {
  const worked = all.filter(({ answer }) => answer.status < 300);
  const unknown = all.filter(leavesUnknown);
  return { worked: worked.length, unknown: unknown.length, undone: all.length - worked.length - unknown.length };
}

describe("a connection that breaks after any byte", () => {
  it("lets a read return the whole response or none", async () => {
    const whole = (await user.get("/api/months")).body;
    const told = await everywhere(
      () => user.get("/api/months"),
      () => stage.tellMany(() => user.get("/api/months")),
      5,
    );
    for (const each of told) {
      if (each.answer.status === 200) assert.deepEqual(each.answer.body, whole);
      else failed(each, { within: DEADLINES.request, fate: "none" });
    }
    const { worked, undone, unknown } = outcomes(told);
    assert.ok(worked > 0 && undone > 0 && unknown === 0, JSON.stringify(outcomes(told)));
  });

  it("lets a write have exactly the effect that its response states", async () => {
    let serial = 0;
    const write = async () => {
      serial += 1;
      const body = { monthId: month, name: `write ${serial}`, amount: serial };
      const told = await stage.tellMany(() => user.post("/api/fixed-payments", body));
      return { told, name: body.name };
    };
    const writes = await everywhere(write, write, 9);
    const rows = await database.query(
      "select name, count(*)::int from budgeting.transaction_fixed_payments group by name",
    );
    const counts = new Map(rows.map(({ name, count }) => [name, count]));
    for (const { told, name } of writes) {
      kept(told, counts.get(name) ?? 0);
      if (told.answer.status !== 201) {
        failed(told, { within: DEADLINES.request, fate: leavesUnknown(told) ? "unknown" : "none" });
      }
    }
    const { worked, undone, unknown } = outcomes(writes.map(({ told }) => told));
    assert.ok(worked > 0 && undone > 0 && unknown > 0, JSON.stringify({ worked, undone, unknown }));
  });

  it("lets a POST with a key take effect once, however often it is sent", async () => {
    let serial = 0;
    let again = 0;
    const write = async () => {
      serial += 1;
      const name = `keyed-${serial}`;
      const message = {
        headers: { "content-type": "application/json", "idempotency-key": name },
        body: JSON.stringify({ monthId: month, name, amount: serial }),
      };
      for (;;) {
        const told = await stage.tellMany(() => user.request("POST", "/api/fixed-payments", message));
        if (told.answer.status === 201) return told.answer.body;
        failed(told, { within: DEADLINES.request, fate: leavesUnknown(told) ? "unknown" : "none" });
        again += 1;
      }
    };
    const made = await everywhere(write, write, 21);
    assert.ok(again > 0, "the Worker's own second attempt is not always enough");
    const rows = await database.query(
      "select id, name from budgeting.transaction_fixed_payments where name like 'keyed-%' order by id",
    );
    assert.equal(rows.length, serial, "each is there once");
    const answered = made.map(({ id, name }) => ({ id, name })).sort((a, b) => a.id - b.id);
    assert.deepEqual(
      rows.filter(({ id }) => answered.some((each) => each.id === id)),
      answered,
    );
    assert.equal(answered.length, serial - 1, "all but the one that was measured");
  });
});
