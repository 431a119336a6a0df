/** The network between the Worker and PostgreSQL fails in every way it can; each answer is true, in time, and logged. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { openDatabase } from "../worker/support/database.mjs";
import { makeMonth } from "../worker/support/make.mjs";
import { failed, kept, worked } from "./support/expect.mjs";
import { DEADLINES, messages, startStage } from "./support/stage.mjs";

/** @typedef {import("../worker/support/proxy.mjs").Fault} Fault */
/** @typedef {import("../worker/support/proxy.mjs").Break} Break */

/** How many bytes have been passed on at the moments that matter, in a read and in a write. @typedef {ReturnType<typeof placesIn>} Places */

/** @type {Awaited<ReturnType<typeof openDatabase>>} */
let database;
/** @type {import("./support/stage.mjs").Stage} */
let stage;
/** @type {import("../worker/support/client.mjs").Client} */
let user;
/** @type {{ read: Places, write: Places }} */
let places;
before(async () => {
  database = await openDatabase();
  stage = await startStage(database.workerUrl);
  user = stage.newUser();
  await makeMonth(user);
  places = {
    read: placesIn(await stage.record(() => user.get("/api/months"))),
    write: placesIn(await stage.record(() => makeMonth(user, { name: "April" }))),
  };
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

/** @param {Record<"client" | "server", Buffer>} exchange */
function placesIn({ client, server }) {
  const [sent, told] = [messages(client, "client"), messages(server, "server")];
  /** @param {{ type: string, at: number }[]} list @param {string} type */
  const place = (list, type) => list.find((message) => message.type === type)?.at ?? assert.fail(`no message ${type}`);
  return {
    login: place(sent, "p") + 10,
    statement: place(sent, "P"),
    firstWord: place(told, "R"),
    answer: place(told, "1"),
    row: place(told, "D"),
  };
}

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

/** @typedef {(at: Places) => Fault} Meet */

/** @param {Meet} fault @param {number} [times] */
function readIn(fault, times) {
  stage.proxy.set(fault(places.read), times);
  return read();
}

/** @param {Meet} fault @param {number} [times] */
async function writeIn(fault, times) {
  stage.proxy.set(fault(places.write), times);
  const { told, count } = await write();
  stage.proxy.heal();
  kept(told, await count());
  return told;
}

/** @typedef {(at: Places) => Omit<Break, "by">} Place */
/** Moments of the exchange before the statement is sent. @type {[name: string, place: Place][]} */
const BEFORE = [
  ["at the connection", () => ({ from: "client", after: 0 })],
  ["at the server's first word", (at) => ({ from: "server", after: at.firstWord })],
  ["in the login", (at) => ({ from: "client", after: at.login })],
  ["before the statement", (at) => ({ from: "client", after: at.statement })],
];
/** And after it. The server has all of the statement, and does it. @type {typeof BEFORE} */
const AFTER = [
  ["before the answer", (at) => ({ from: "server", after: at.answer })],
  ["in the answer", (at) => ({ from: "server", after: at.row })],
];

/** @param {Place} place @param {Break["by"]} by @returns {Meet} */
const breaking = (place, by) => (at) => ({ break: { ...place(at), by } });

describe("a port where no server listens", () => {
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
        const fault = breaking(place, how);
        worked(await readIn(fault, 1), 200);
        worked(await writeIn(fault, 1), 201);
      });

      it(`${moment} twice is a 503; nothing is changed`, async () => {
        const fault = breaking(place, how);
        failed(await readIn(fault), { within: 300, fate: "none" });
        failed(await writeIn(fault), { within: 300, fate: "none" });
      });
    }

    for (const [moment, place] of AFTER) {
      it(`${moment} is replaced by another for reads only; a write's outcome is unknown`, async () => {
        const fault = breaking(place, how);
        worked(await readIn(fault, 1), 200);
        failed(await readIn(fault), { within: 300, fate: "none" });
        failed(await writeIn(fault, 1), { within: 300, fate: "unknown" });
      });
    }
  });
}

for (const how of /** @type {const} */ (["silence", "garbage"])) {
  describe(`a connection that stalls (${how})`, () => {
    for (const [moment, place] of BEFORE) {
      it(`${moment} is a 503 within the deadlines; nothing is changed`, async () => {
        const fault = breaking(place, how);
        failed(await readIn(fault), { within: DEADLINES.request, fate: "none" });
        failed(await writeIn(fault), { within: DEADLINES.request, fate: "none" });
      });

      it(`${moment} once is replaced by another if there is time`, async () => {
        const fault = breaking(place, how);
        worked(await readIn(fault, 1), 200);
        worked(await writeIn(fault, 1), 201);
      });
    }

    for (const [moment, place] of AFTER) {
      it(`${moment} is a 504 within the deadlines; a write's outcome is unknown`, async () => {
        const fault = breaking(place, how);
        failed(await readIn(fault), { status: 504, within: DEADLINES.request, fate: "none" });
        failed(await writeIn(fault), { status: 504, within: DEADLINES.request, fate: "unknown" });
      });
    }
  });
}

describe("a slow connection", () => {
  it("only delays the response", async () => {
    const fault = () => ({ pace: { bytes: 1_000_000, ms: 40 } });
    worked(await readIn(fault), 200);
    worked(await writeIn(fault), 201);
  });

  it("that trickles only delays the response", async () => {
    const fault = () => ({ pace: { bytes: 20, ms: 1 } });
    worked(await readIn(fault), 200);
    worked(await writeIn(fault), 201);
  });

  it("that exceeds the connection deadline is a 503; nothing is changed", async () => {
    const fault = () => ({ pace: { bytes: 1_000_000, ms: DEADLINES.connect / 2 } });
    failed(await readIn(fault), { within: DEADLINES.request, fate: "none" });
    failed(await writeIn(fault), { within: DEADLINES.request, fate: "none" });
  });
});
