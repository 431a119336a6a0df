/** How the keys that tokens are verified with are come by: how often somebody is asked for them, and what then. */
import assert from "node:assert/strict";
import path from "node:path";
import { beforeEach, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { refused } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { repository, startWorker } from "../support/harness.mjs";
import { newKey, startIssuer } from "../support/issuer.mjs";

const MINUTE = 60_000;
const first = await newKey("ES256", "first");
const second = await newKey("ES256", "second");

const worker = await forAllTests(
  startWorker({ main: path.join(repository, "tests/worker/sign-in/key-sets-worker/index.js"), bindings: {} }),
);

/** @type {Awaited<ReturnType<typeof startIssuer>>} */
let issuer;
/** @type {string} */
let url;
beforeEach(async (context) => {
  issuer = await startIssuer([first]);
  url = `${issuer.url}/auth/v1/.well-known/jwks.json`;
  if ("after" in context) context.after(() => issuer.close());
});

/** @param {"get" | "renewed" | "given"} step @param {{ later?: number, cold?: string, set?: string, spoiled?: string }} [options] */
async function keys(step, { set = url, ...options } = {}) {
  const query = new URLSearchParams(
    Object.entries({ step, set, ...options }).map(([name, value]) => [name, `${value}`]),
  );
  const { status, text } = await worker.send("GET", `/?${query}`);
  return status === 200 ? JSON.parse(text) : status;
}

describe("a key set", () => {
  it("is kept for ten minutes, and then fetched again", async () => {
    assert.deepEqual(await keys("get"), ["first"]);
    issuer.publish([second]);
    assert.deepEqual(await keys("get", { later: 9 * MINUTE }), ["first"]);
    assert.equal(issuer.requests(), 1);
    assert.deepEqual(await keys("get", { later: 2 * MINUTE }), ["second"]);
    assert.equal(issuer.requests(), 2);
  });

  it("is there for a new isolate, which does not make it any younger", async () => {
    await keys("get");
    assert.deepEqual(await keys("get", { later: 9 * MINUTE, cold: "yes" }), ["first"]);
    assert.equal(issuer.requests(), 1);
    issuer.publish([second]);
    assert.deepEqual(await keys("get", { later: 2 * MINUTE }), ["second"]);
  });

  it("is looked at for an unknown key once a minute, however many come at once", async () => {
    await keys("get");
    issuer.publish([first, second]);
    assert.equal(await keys("renewed", { later: MINUTE / 2 }), null);
    assert.deepEqual(await keys("get", { later: MINUTE }), ["first"]);
    issuer.slowDown(200);
    const renewed = await Promise.all(Array.from({ length: 5 }, () => keys("renewed")));
    assert.deepEqual(
      renewed.filter((each) => each !== null),
      [["first", "second"]],
    );
    assert.equal(issuer.requests(), 2);
    // Also by a new isolate: it knows from the copy when that was.
    assert.equal(await keys("get", { cold: "yes" }).then(() => keys("renewed")), null);
    assert.deepEqual(await keys("renewed", { later: MINUTE }), ["first", "second"]);
  });

  it("is fetched by one request for all, even if that request's client disconnects", async () => {
    issuer.slowDown(1_000);
    const gone = new AbortController();
    const first = fetch(new URL(`/?${new URLSearchParams({ step: "get", set: url })}`, worker.url), gone);
    for (let waited = 0; waited < 5_000 && issuer.requests() < 1; waited += 10) await sleep(10);
    const others = Array.from({ length: 5 }, () => keys("get"));
    await sleep(200);
    // workerd ends what a request waits for when its client goes away; whoever waited for the same would wait for ever.
    gone.abort();
    await assert.rejects(first, { name: "AbortError" });
    assert.deepEqual(
      await Promise.all(others),
      Array.from({ length: 5 }, () => ["first"]),
    );
    assert.equal(issuer.requests(), 1);
  });

  it("that cannot be had again stays, and is asked for once a minute", async () => {
    await keys("get");
    issuer.breakDown(true);
    assert.deepEqual(await keys("get", { later: 11 * MINUTE }), ["first"]);
    assert.deepEqual(await keys("get"), ["first"]);
    assert.equal(issuer.requests(), 2);
    issuer.breakDown(false);
    issuer.publish([second]);
    assert.deepEqual(await keys("get", { later: 2 * MINUTE }), ["second"]);
  });

  it("that was never to be had is a reason to say so, and is asked for once in five seconds", async () => {
    issuer.breakDown(true);
    assert.deepEqual(await Promise.all(Array.from({ length: 20 }, () => keys("get"))), Array(20).fill(503));
    issuer.breakDown(false);
    assert.equal(await keys("get"), 503);
    assert.equal(await keys("get", { later: 4_000 }), 503);
    assert.equal(issuer.requests(), 1);
    assert.deepEqual(await keys("get", { later: 2_000 }), ["first"]);
    assert.equal(issuer.requests(), 2);
  });

  it("that does not arrive is not waited for again", async () => {
    issuer.breakDown(true);
    assert.equal(await keys("get"), 503);
    issuer.slowDown(1_500);
    const again = keys("get", { later: 6_000 });
    await sleep(300);
    const started = performance.now();
    assert.deepEqual(await Promise.all(Array.from({ length: 20 }, () => keys("get"))), Array(20).fill(503));
    assert.ok(performance.now() - started < 1_000);
    assert.equal(await again, 503);
    assert.equal(issuer.requests(), 2);
  });

  it("is fetched if the cached copy is invalid", async () => {
    for (const spoiled of ["", "<html>", "{}", '{"keys":{}}']) {
      assert.deepEqual(await keys("get", { cold: "yes", spoiled }), ["first"], spoiled);
    }
    assert.equal(issuer.requests(), 4);
  });

  it("is fetched if there is no cache", async () => {
    // workerd alone has none. The database cannot be reached, which only somebody signed in notices.
    const bare = await startWorker({ hyperdrive: "postgres://u:p@127.0.0.1:9/d", vars: { SUPABASE_URL: issuer.url } });
    try {
      const authorization = `Bearer ${await issuer.token(first, { sub: "u" })}`;
      refused(await bare.send("GET", "/api/months", { headers: { authorization } }), 503);
      assert.ok(bare.logs().some(({ json }) => json?.event === "unreachable"));
      assert.equal(issuer.requests(), 1);
    } finally {
      await bare.close();
    }
  });

  it("that is given as a variable is used unchanged, and must be valid", async () => {
    assert.deepEqual(await keys("given", { set: issuer.keySet() }), ["first"]);
    for (const set of ["{", "{}", "[]", "null", '{"keys":1}', '{"keys":[1]}']) {
      assert.equal(await keys("given", { set }), 503, set);
    }
    assert.equal(issuer.requests(), 0);
  });
});
