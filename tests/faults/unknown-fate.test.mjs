/** Whatever a second attempt meets: what may have been made by the first is never answered as if it had not been. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { openDatabase } from "../worker/support/database.mjs";
import { makeMonth } from "../worker/support/make.mjs";
import { failed, kept } from "./support/expect.mjs";
import { DEADLINES, messages, startStage } from "./support/stage.mjs";

/** @typedef {import("../worker/support/proxy.mjs").Break} Break */

const WITH_SAME_KEY = /not known whether the change was made, please send it again with the same Idempotency-Key$/;

/** @type {Awaited<ReturnType<typeof openDatabase>>} */
let database;
/** @type {import("./support/stage.mjs").Stage} */
let stage;
/** @type {import("../worker/support/client.mjs").Client} */
let user;
/** Where the statement begins that the client sends, and the answer to it; with a key and without. @type {Record<"keyed" | "plain", { statement: number, answer: number }>} */
let places;
before(async () => {
  database = await openDatabase();
  stage = await startStage(database.workerUrl);
  user = stage.newUser();
  await makeMonth(user);
  places = { keyed: await placesOf(randomUUID()), plain: await placesOf(undefined) };
});
after(async () => {
  await stage?.close();
  await database?.close();
});

let serial = 0;
/** A POST that can be found in the database again. @param {string} [key] @param {import("../worker/support/client.mjs").Client} [by] */
function newWrite(key, by = user) {
  serial += 1;
  const name = `write ${serial}`;
  const send = () =>
    by.request("POST", "/api/months", {
      headers: { "content-type": "application/json", ...(key === undefined ? {} : { "idempotency-key": key }) },
      body: JSON.stringify({ name, year: 2026, month: 1, income: 1 }),
    });
  return { send, count: () => database.count("transaction_months", `month_name = '${name}'`) };
}

/** @param {string | undefined} key */
async function placesOf(key) {
  const { client, server } = await stage.record(newWrite(key).send);
  const at = (/** @type {Buffer} */ bytes, /** @type {"client" | "server"} */ side, /** @type {string} */ type) =>
    messages(bytes, side).find((message) => message.type === type)?.at ?? assert.fail(`no message ${type}`);
  return { statement: at(client, "client", "P"), answer: at(server, "server", "1") };
}

/** The connections meet these, one after the other; the last one all that follow. @param {(Break | undefined)[]} breaks @param {import("./support/stage.mjs").Stage} [on] */
function inTurn(breaks, on = stage) {
  const left = [...breaks];
  on.proxy.set(() => {
    const next = left.length > 1 ? left.shift() : left[0];
    return next === undefined ? {} : { break: next };
  });
}

/** PostgreSQL does all of the statement, and this comes in place of its answer. @param {Break["by"]} by @param {"keyed" | "plain"} [kind] @returns {Break} */
const afterwards = (by, kind = "keyed") => ({ from: "server", after: places[kind].answer, by, whenMore: true });
/** PostgreSQL never gets the statement. @param {Break["by"]} by @param {"keyed" | "plain"} [kind] @returns {Break} */
const instead = (by, kind = "keyed") => ({ from: "client", after: places[kind].statement, by, whenMore: true });
/** @param {Break["by"]} by @returns {Break} */
const atOnce = (by) => ({ from: "client", after: 0, by, whenMore: true });
const sqlstate = (/** @type {string} */ code) => ({ sqlstate: code });

/** How an answer gets lost. @type {[name: string, by: Break["by"]][]} */
const LOSSES = [
  ["a connection that breaks", "reset"],
  ["a connection that is closed", "end"],
  .../** @type {[string, Break["by"]][]} */ (
    ["57P01", "57P02", "57P03", "08006", "08P01"].map((code) => [code, sqlstate(code)])
  ),
];

/** What the second attempt may meet, without finding out. @type {[name: string, make: () => Break][]} */
const SECOND = [
  ["a refused connection", () => atOnce("reset")],
  ...["28P01", "3D000", "53300", "57P03", "08006"].map(
    (code) => /** @type {[string, () => Break]} */ ([`${code} at the connection`, () => atOnce(sqlstate(code))]),
  ),
  ...["57014", "53100", "53200", "57P01", "08P01", "25006", "42501", "XX000"].map(
    (code) => /** @type {[string, () => Break]} */ ([`${code} for the statement`, () => instead(sqlstate(code))]),
  ),
  ["another lost answer", () => afterwards("reset")],
];

describe("a POST with a key whose response is lost", () => {
  /** @param {Break[]} breaks @param {Partial<Parameters<typeof failed>[1]>} [expected] */
  async function staysUnknown(breaks, expected = {}) {
    const { send, count } = newWrite(randomUUID());
    inTurn(breaks);
    const told = await stage.tell(send);
    stage.proxy.heal();
    assert.equal(await count(), 1, "it was made");
    failed(told, { within: DEADLINES.request, fate: "unknown", ...expected });
    assert.match(told.answer.body.message, WITH_SAME_KEY);
    assert.equal((await send()).status, 201, "the same key finds out");
    assert.equal(await count(), 1);
  }

  for (const [name, make] of SECOND) {
    it(`has an unknown outcome if the second attempt meets ${name}`, () => staysUnknown([afterwards("reset"), make()]));
  }

  for (const [name, by] of LOSSES) {
    it(`(${name}) has an unknown outcome if the server is gone`, () => staysUnknown([afterwards(by), atOnce("reset")]));

    it(`(${name}) is answered by the second attempt`, async () => {
      const { send, count } = newWrite(randomUUID());
      inTurn([afterwards(by), undefined]);
      const { answer, log } = await stage.tell(send);
      assert.equal(answer.status, 201, answer.text);
      assert.ok(log.retried);
      assert.equal(await count(), 1);
    });
  }

  it("has an unknown outcome if the second attempt gets none in time", () =>
    staysUnknown([afterwards("reset"), afterwards("silence")], { status: 504 }));

  it("has an unknown outcome if this attempt gets none in time", () =>
    staysUnknown([afterwards("silence")], { status: 504 }));

  it("is of unknown fate, when another request had the key, and its answer cannot be fetched", async () => {
    const key = randomUUID();
    const { send, count } = newWrite(key);
    await database.query(
      `create function budgeting.taken() returns trigger language plpgsql as
       $$ begin raise exception unique_violation using constraint = 'idempotency_keys_pkey'; end $$;
       create trigger taken before insert on budgeting.idempotency_keys for each row execute function budgeting.taken()`,
    );
    inTurn([/** @type {any} */ (undefined), atOnce("reset")]);
    const told = await stage.tell(send);
    stage.proxy.heal();
    await database.query("drop function budgeting.taken() cascade");
    failed(told, { within: DEADLINES.request, fate: "unknown" });
    assert.match(told.answer.body.message, WITH_SAME_KEY);
    assert.equal(await count(), 0);
  });
});

describe("a POST without a key whose response is lost", () => {
  for (const [name, by] of LOSSES) {
    it(`(${name}) has an unknown outcome, and is not sent again`, async () => {
      const { send, count } = newWrite();
      stage.proxy.take();
      inTurn([afterwards(by, "plain"), undefined]);
      const told = await stage.tell(send);
      stage.proxy.heal();
      failed(told, { within: DEADLINES.request, fate: "unknown" });
      assert.equal(stage.proxy.take().length, 1);
      assert.equal(await count(), 1);
    });
  }
});

describe("a statement that PostgreSQL rolled back", () => {
  for (const kind of /** @type {const} */ (["keyed", "plain"])) {
    const key = () => (kind === "keyed" ? randomUUID() : undefined);
    for (const code of ["40001", "40P01", "55P03"]) {
      it(`(${kind}, ${code}) is sent again, more than once`, async () => {
        const { send, count } = newWrite(key());
        const undone = instead(sqlstate(code), kind);
        inTurn([undone, undone, undone, undefined]);
        const { answer, log } = await stage.tell(send);
        assert.equal(answer.status, 201, answer.text);
        assert.ok(log.retried);
        assert.equal(await count(), 1);
      });

      it(`(${kind}, ${code}) repeatedly was not made, and is given up within the deadline`, async () => {
        const { send, count } = newWrite(key());
        inTurn([instead(sqlstate(code), kind)]);
        const told = await stage.tell(send);
        stage.proxy.heal();
        failed(told, { within: DEADLINES.request, fate: "none" });
        assert.match(told.log.retried ?? "", /ended by the proxy/);
        kept(told, await count());
      });
    }

    it(`(${kind}), and whose next attempt gets no answer, has an unknown outcome`, async () => {
      const { send, count } = newWrite(key());
      inTurn([instead(sqlstate("40001"), kind), afterwards("reset", kind), atOnce("reset")]);
      const told = await stage.tell(send);
      stage.proxy.heal();
      failed(told, { within: DEADLINES.request, fate: "unknown" });
      assert.equal(await count(), 1);
    });
  }

  it("is not sent again with less time left than it may take, so that it is known that it was not made", async () => {
    // As many digits as the other stage's deadlines, so that what is sent first has as many bytes.
    const vars = { STATEMENT_TIMEOUT_MS: "999", REQUEST_TIMEOUT_MS: "1000" };
    const hurried = await startStage(database.workerUrl, vars);
    try {
      const { send, count } = newWrite(randomUUID(), hurried.newUser());
      inTurn([instead(sqlstate("40001")), instead("silence")], hurried);
      hurried.proxy.take();
      const told = await hurried.tell(send);
      failed(told, { within: 1000, fate: "none" });
      assert.equal(hurried.proxy.take().length, 1);
      assert.equal(await count(), 0);
    } finally {
      await hurried.close();
    }
  });
});
