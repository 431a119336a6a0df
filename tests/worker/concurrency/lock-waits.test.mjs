/** What one user sends at once does not hold the connections of all while it waits for a lock. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { rightBody } from "../support/bodies.mjs";
import { ENDPOINTS, fill, split } from "../support/endpoints.mjs";
import { refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi, startWorker } from "../support/harness.mjs";
import { makeFilledYear, makeMonth, makeOneOfEach } from "../support/make.mjs";
import { startWireTap } from "../support/wire-tap.mjs";

const api = await forAllTests(startApi());

const WRITES = ENDPOINTS.filter((endpoint) => !endpoint.startsWith("GET "));

/** @param {import("../support/harness.mjs").Client} user @param {string} endpoint @param {Record<string, number>} ids @param {string} [key] */
function send(user, endpoint, ids, key) {
  const { method, pattern } = split(endpoint);
  const body = rightBody(endpoint, ids);
  return user.request(method, fill(pattern, ids), {
    headers: { "content-type": "application/json", ...(key === undefined ? {} : { "idempotency-key": key }) },
    body: body && JSON.stringify(body),
  });
}

describe("a write that waits for a lock", () => {
  for (const keyed of [false, true]) {
    it(`is given up soon and has changed nothing, whichever it is${keyed ? ", with a key" : ""}`, async () => {
      const user = api.newUser();
      const ids = await makeOneOfEach(user);
      const session = await api.database.session();
      try {
        const before = await api.database.dump();
        await session.query("begin");
        for (const table of Object.keys(before)) await session.query(`select from budgeting.${table} for update`);
        const writes = keyed ? WRITES.filter((endpoint) => endpoint.startsWith("POST ")) : WRITES;
        const answers = await Promise.all(
          writes.map((endpoint) => send(user, endpoint, ids, keyed ? randomUUID() : undefined)),
        );
        for (const [index, answer] of answers.entries()) {
          // Neither a 504, nor an answer that came once PostgreSQL had stopped the statement.
          const { message } = refused(answer, 503);
          assert.match(message, /^Other changes of yours are still under way/, writes[index]);
          assert.match(message, keyed ? /send this again with the same Idempotency-Key$/ : /so nothing was changed/);
          assert.match(answer.headers["retry-after"] ?? "", /^[1-9]\d*$/);
        }
        await session.query("rollback");
        assert.deepEqual(await api.database.dump(), before);
      } finally {
        await session.end();
      }
    });
  }

  it("comes through once the other is done", async () => {
    const user = api.newUser();
    const { year } = await makeFilledYear(user);
    const session = await api.database.session();
    await session.query("begin");
    await session.query(`select from budgeting.yearly_budgets where id = ${year.id} for update`);
    const sent = user.post(`/api/yearly/${year.id}/copy-month`, { sourceMonth: 1, targetMonth: 2 });
    await sleep(500);
    await session.query("commit");
    await session.end();
    succeeded(await sent);
  });
});

describe("thirty concurrent writes to one locked budget", () => {
  it("soon hold no connection, and another user is served meanwhile", async () => {
    const user = api.newUser();
    const { year } = await makeFilledYear(user);
    const other = api.newUser();
    await makeMonth(other);
    const session = await api.database.session();
    try {
      await session.query("begin");
      await session.query(`select from budgeting.yearly_budgets where id = ${year.id} for update`);
      const copies = Array.from({ length: 30 }, () =>
        user.post(`/api/yearly/${year.id}/copy-month`, { sourceMonth: 1, targetMonth: 2 }),
      );
      const all = Promise.all(copies);
      let done = false;
      all.finally(() => {
        done = true;
      });
      while (!done) succeeded(await other.get("/api/months"));
      for (const answer of await all) refused(answer, 503);
      const { waiting } = await api.database.row(
        `select count(*)::int as waiting from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      assert.equal(waiting, 0);
    } finally {
      await session.end();
    }
  });
});

describe("the limit", () => {
  it("ends with the statement: the next one of the same session has the session's own", async () => {
    const tap = await startWireTap(api.database.workerUrl);
    const worker = await startWorker({ hyperdrive: tap.url });
    const session = await api.database.session();
    try {
      const user = worker.newUser();
      const { id } = await makeMonth(user);
      tap.take();
      succeeded(await user.patch(`/api/months/${id}`, { name: "changed" }));
      const [sent] = tap.take().flatMap(({ statements }) => statements);
      const show = async () => (await session.query("show lock_timeout")).rows[0].lock_timeout;
      const before = await show();
      const { rows } = await session.query(sent?.sql ?? "", sent?.values);
      assert.equal(rows.length, 1);
      assert.equal(await show(), before);
    } finally {
      await session.end();
      await worker.close();
      await tap.close();
    }
  });
});
