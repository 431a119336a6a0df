/** The network between the Worker and PostgreSQL fails in every way it can; each answer is true, in time, and logged. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { openDatabase } from "../worker/support/database.mjs";
import { makeMonth } from "../worker/support/make.mjs";
import { failed, kept, worked } from "./support/expect.mjs";
import { DEADLINES, messages, startStage } from "./support/stage.mjs";

/** @typedef {import("../worker/support/proxy.mjs").Fault} Fault */
/** @typedef {import("../worker/support/proxy.mjs").Break} Break */
/** @typedef {import("./support/stage.mjs").Told} Told */

/** How many bytes have been passed on at the moments that matter. */
const at = { login: 0, statement: 0, firstWord: 0, answer: 0 };

/** @type {Awaited<ReturnType<typeof openDatabase>>} */
let database;
/** @type {import("./support/stage.mjs").Stage} */
let stage;
/** @type {import("../worker/support/client.mjs").Client} */
let user;
before(async () => {
  database = await openDatabase();
  stage = await startStage(database.url);
  user = stage.newUser();
  await makeMonth(user);
  const { client, server } = await stage.record(() => user.get("/api/months"));
  const [sent, told] = [messages(client, "client"), messages(server, "server")];
  at.login = placeOf(sent, "p");
  at.statement = placeOf(sent, "P");
  at.firstWord = placeOf(told, "R") + 5;
  at.answer = placeOf(told, "1");
});
after(async () => {
  await stage?.close();
  await database?.close();
});
afterEach(async () => {
  stage.proxy.heal();
  // Whatever the test did, the next request works.
  worked(await read(), 200);
});

/** @param {{ type: string, at: number }[]} list @param {string} type */
const placeOf = (list, type) => list.find((message) => message.type === type)?.at ?? assert.fail(`no message ${type}`);

const read = () => stage.tell(() => user.get("/api/months"));

let serial = 0;
/** A write; gives what came of it, and counts how often the database has it once the fault is over. */
async function write() {
  serial += 1;
  const name = `write ${serial}`;
  const told = await stage.tell(() => user.post("/api/months", { name, year: 2026, month: 1, income: 1 }));
  const count = () => database.count("transaction_months", `month_name = '${name}'`);
  return { told, count };
}

/** @param {Fault} fault @param {number} [times] */
function readIn(fault, times) {
  stage.proxy.set(fault, times);
  return read();
}

/** @param {Fault} fault @param {number} [times] */
async function writeIn(fault, times) {
  stage.proxy.set(fault, times);
  const { told, count } = await write();
  stage.proxy.heal();
  kept(told, await count());
  return told;
}

/** Moments of the exchange before the statement is sent. @type {[name: string, place: () => Omit<Break, "by">][]} */
const BEFORE = [
  ["at the connection", () => ({ from: "client", after: 0 })],
  ["in the server's first word", () => ({ from: "server", after: at.firstWord })],
  ["in the login", () => ({ from: "client", after: at.login + 10 })],
  ["before the statement", () => ({ from: "client", after: at.statement })],
];
/** And after it. The server has all of the statement, and does it. @type {typeof BEFORE} */
const AFTER = [
  ["before the answer", () => ({ from: "server", after: at.answer })],
  ["in the answer", () => ({ from: "server", after: at.answer + 40 })],
];

describe("nobody listens", () => {
  it("is a 503 at once; nothing is changed", async () => {
    await stage.proxy.refuse();
    failed(await read(), { within: 300, fate: "none" });
    const { told, count } = await write();
    failed(told, { within: 300, fate: "none" });
    await stage.proxy.listen();
    kept(told, await count());
  });
});

for (const how of /** @type {const} */ (["reset", "end", "nonsense"])) {
  describe(`a connection that breaks (${how})`, () => {
    for (const [moment, place] of BEFORE) {
      it(`${moment} is replaced by another`, async () => {
        const fault = { break: { ...place(), by: how } };
        worked(await readIn(fault, 1), 200);
        worked(await writeIn(fault, 1), 201);
      });

      it(`${moment} twice is a 503; nothing is changed`, async () => {
        const fault = { break: { ...place(), by: how } };
        failed(await readIn(fault), { within: 300, fate: "none" });
        failed(await writeIn(fault), { within: 300, fate: "none" });
      });
    }

    for (const [moment, place] of AFTER) {
      it(`${moment} is replaced by another for a read alone; of a write nothing is known`, async () => {
        const fault = { break: { ...place(), by: how } };
        worked(await readIn(fault, 1), 200);
        failed(await readIn(fault), { within: 300, fate: "none" });
        failed(await writeIn(fault, 1), { within: 300, fate: "unknown" });
      });
    }
  });
}

for (const how of /** @type {const} */ (["silence", "garbage"])) {
  describe(`a connection that does not go on (${how})`, () => {
    for (const [moment, place] of BEFORE) {
      it(`${moment} is a 503 within the deadlines; nothing is changed`, async () => {
        const fault = { break: { ...place(), by: how } };
        failed(await readIn(fault), { within: DEADLINES.request, fate: "none" });
        failed(await writeIn(fault), { within: DEADLINES.request, fate: "none" });
      });

      it(`${moment} for once is replaced by another where time is left`, async () => {
        const fault = { break: { ...place(), by: how } };
        worked(await readIn(fault, 1), 200);
        worked(await writeIn(fault, 1), 201);
      });
    }

    // In the middle of the answer, what comes would be taken for more of it.
    for (const [moment, place] of how === "garbage" ? AFTER.slice(0, 1) : AFTER) {
      it(`${moment} is a 504 within the deadlines; of a write nothing is known`, async () => {
        const fault = { break: { ...place(), by: how } };
        failed(await readIn(fault), { status: 504, within: DEADLINES.request, fate: "none" });
        failed(await writeIn(fault), { status: 504, within: DEADLINES.request, fate: "unknown" });
      });
    }
  });
}

describe("a slow connection", () => {
  it("delays the answer, no more", async () => {
    const fault = { pace: { bytes: 1_000_000, ms: 40 } };
    worked(await readIn(fault), 200);
    worked(await writeIn(fault), 201);
  });

  it("that trickles delays the answer, no more", async () => {
    const fault = { pace: { bytes: 20, ms: 1 } };
    worked(await readIn(fault), 200);
    worked(await writeIn(fault), 201);
  });

  it("that is slower than the deadline to connect is a 503; nothing is changed", async () => {
    const fault = { pace: { bytes: 1_000_000, ms: DEADLINES.connect / 2 } };
    failed(await readIn(fault), { within: DEADLINES.request, fate: "none" });
    failed(await writeIn(fault), { within: DEADLINES.request, fate: "none" });
  });
});
