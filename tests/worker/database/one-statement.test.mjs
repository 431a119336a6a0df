/** One request, at most one connection, one statement and one round trip: seen on the wire. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { rightBody } from "../support/bodies.mjs";
import { openDatabase } from "../support/database.mjs";
import { ENDPOINTS, fill, split } from "../support/endpoints.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startWorker } from "../support/harness.mjs";
import { makeOneOfEach } from "../support/make.mjs";
import { startWireTap } from "../support/wire-tap.mjs";

const database = await forAllTests(openDatabase());
const tap = await forAllTests(startWireTap(database.pooledUrl));
const worker = await forAllTests(startWorker({ hyperdrive: tap.url }));
const user = worker.newUser();
const ids = await makeOneOfEach(user);

/** The endpoints, deletions last and parents after their children, so that each finds what it needs. */
const IN_ORDER = ENDPOINTS.toSorted((a, b) => Number(a.startsWith("DELETE")) - Number(b.startsWith("DELETE")));

/** @param {string} endpoint @param {Record<string, number>} at */
function send(endpoint, at) {
  const { method, pattern } = split(endpoint);
  const body = rightBody(endpoint, at);
  return user.request(method, fill(pattern, at), {
    headers: { "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
}

async function untilClosed(/** @type {import("../support/wire-tap.mjs").Session[]} */ sessions) {
  for (let waited = 0; waited < 5000 && !sessions.every(({ closed }) => closed); waited += 20) await sleep(20);
}

describe("each endpoint", () => {
  for (const endpoint of IN_ORDER) {
    it(`${endpoint} asks the database once, and closes the connection`, async () => {
      for (const at of [Object.fromEntries(Object.keys(ids).map((key) => [key, 2_147_483_647])), ids]) {
        tap.take();
        const answer = await send(endpoint, { ...at, calendarYear: 2025 });
        const sessions = tap.take();
        assert.equal(sessions.length, 1, "one connection");
        const [session] = sessions;
        assert.deepEqual(session?.statements.length, 1, JSON.stringify(session?.statements));
        assert.ok(answer.status < 500, answer.text);
        await untilClosed(sessions);
        assert.ok(session?.closed, "closed");
      }
    });
  }

  it("never contains a request's data in the text of its statement", async () => {
    const strange = "strange-7f3a'\"";
    tap.take();
    const month = { name: strange, year: 2025, month: 3, income: 98_765.43 };
    await user.post("/api/months", month);
    await user.post("/api/months", { ...month, name: "other" });
    await sleep(20);
    const [first, second] = tap.take().map(({ statements }) => statements[0]);
    assert.equal(first?.sql, second?.sql, "the same text for every request");
    assert.doesNotMatch(first?.sql ?? "", /strange|98765|9876543/);
    assert.ok(!first?.sql.includes(user.id));
    assert.ok(first?.values.some((value) => value?.includes("strange-7f3a")));
  });

  it("reads with a volatile function, so that no cache stores the result", async () => {
    for (const path of ["/api/months", `/api/yearly/${ids.year}`, "/api/yearly/latest"]) {
      tap.take();
      await user.get(path);
      const sql = tap.take()[0]?.statements[0]?.sql ?? "";
      assert.match(
        sql,
        /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|random|pg_backend_pid|txid_current)\s*\(/i,
      );
    }
  });
});

describe("a request rejected without the database", () => {
  it("opens no connection", async () => {
    await sleep(50);
    tap.take();
    await user.get("/api/months/abc");
    await user.get("/api/nothing");
    await user.post("/api/months", {});
    await user.post("/api/months", "{");
    await user.delete("/api/yearly");
    await user.request("OPTIONS", "/api/months");
    await user.request("GET", "/api/months", { headers: { authorization: "Bearer nonsense" } });
    assert.deepEqual(tap.take(), []);
  });
});
