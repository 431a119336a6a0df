/** The machine's clock is set, back or forward: what is bounded in time still is. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { inRoot } from "../../../tools/common/paths.mjs";
import { refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { DEVELOPMENT, startApi } from "../support/harness.mjs";
import { untilWaiting } from "../support/races.mjs";

const HOUR = 3_600_000;
const STATEMENT_MS = 1_500;
/** How much later than its deadline an answer may come: what a setting of the clock costs, and a busy machine. */
const SLACK_MS = 3_000;

const api = await forAllTests(
  startApi({
    main: inRoot("tests", "worker", "failures", "set-clock", "index.js"),
    vars: { ...DEVELOPMENT, STATEMENT_TIMEOUT_MS: String(STATEMENT_MS) },
  }),
);

/** @param {number} milliseconds */
async function setClock(milliseconds) {
  const before = Number((await api.send("GET", "/set-clock?by=0")).text);
  const after = Number((await api.send("GET", `/set-clock?by=${milliseconds}`)).text);
  assert.ok(Math.abs(after - before - milliseconds) < 60_000);
}

describe("a clock that is set back", () => {
  it("does not keep a request for as long", async () => {
    const session = await api.database.session();
    try {
      await session.query("begin");
      await session.query("lock table budgeting.transaction_months in access exclusive mode");
      const started = performance.now();
      const pending = api.newUser().get("/api/months");
      assert.ok(await untilWaiting(api.database, 1));
      // Again and again: what a timer has measured counts, whatever the clock says.
      let isOver = false;
      pending.finally(() => (isOver = true));
      for (let times = 0; times < 20 && !isOver; times += 1) {
        await setClock(-HOUR);
        await sleep(300);
      }
      const answer = await pending;
      refused(answer, 504);
      assert.ok(performance.now() - started < STATEMENT_MS + 500 + SLACK_MS);
      const { json } = api.logs().find(({ json }) => json?.requestId === answer.body.requestId) ?? assert.fail();
      for (const milliseconds of Object.values(json.ms)) assert.ok(Number(milliseconds) >= 0, JSON.stringify(json.ms));
    } finally {
      await session.query("rollback");
      await session.end();
    }
  });

  it("does not keep what was found before it", async () => {
    succeeded(await api.send("GET", "/api/ready"));
    const { comment } = await api.database.row(
      "select obj_description(to_regnamespace('budgeting'), 'pg_namespace') as comment",
    );
    await api.database.query("comment on schema budgeting is null");
    await setClock(-HOUR);
    refused(await api.send("GET", "/api/ready"), 503);
    await api.database.query(`comment on schema budgeting is '${comment}'`);
  });
});

describe("a clock that is set forward", () => {
  it("leaves a request its time", async () => {
    const body = JSON.stringify({ name: "March", year: 2025, month: 3, income: 1 });
    const headers = { authorization: `Bearer dev:${randomUUID()}`, "content-length": String(body.length) };
    const request = http.request(new URL("/api/months", api.url), { method: "POST", headers, agent: false });
    const answered = once(request, "response");
    request.write(body.slice(0, 10));
    await sleep(200);
    await setClock(HOUR);
    request.end(body.slice(10));
    const [answer] = await answered;
    assert.equal(answer.statusCode, 201);
    answer.resume();
  });
});
