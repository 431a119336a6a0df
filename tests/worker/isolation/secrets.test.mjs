/** What nobody may see in a log or an answer is found there: every Worker of these tests is watched for it. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../support/database.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startWorker } from "../support/harness.mjs";

const profile = randomUUID();
const database = await forAllTests(openDatabase());
await database.query("insert into budgeting.profiles values (default, 'somebody', $1, 1, 1)", [profile]);

const claims = Buffer.from(JSON.stringify({ sub: randomUUID() })).toString("base64url");
/** What is leaked, and what it must be called when it is found. @type {Record<string, string>} */
const LEAKS = {
  password: "the database's password",
  token: "a token",
  sql: "select month_name",
  profile: "a profile token",
  stack: "core.js",
};

/**
 * What is found of a Worker that tells what it must not, after it was asked for this.
 * @param {Iterable<{ path: string, body?: string }>} requests
 */
async function found(requests) {
  const main = fileURLToPath(new URL("leaky/index.mjs", import.meta.url));
  const worker = await startWorker({ main, hyperdrive: database.workerUrl });
  const headers = { authorization: `Bearer e30.${claims}.c2lnbmF0dXJlLW9mLWEtdG9rZW4` };
  for (const { path, body } of requests) {
    const { status } = await worker.send("POST", path, { headers, body });
    assert.equal(status, 200);
    // What was cleared counts too.
    worker.clearLogs();
  }
  return worker.close().then(
    () => "",
    (error) => String(error.message),
  );
}

describe("a Worker that leaks", () => {
  for (const [where, said] of /** @type {const} */ ([
    ["answer", (/** @type {string} */ leak) => `answered to POST /answer/${leak}`],
    ["log", () => "in the log"],
  ])) {
    it(`is detected, whatever it leaks: ${where}`, async () => {
      // A stack is what the log is for.
      const leaks = Object.entries(LEAKS).filter(([leak]) => where === "answer" || leak !== "stack");
      const faults = await found(leaks.map(([leak]) => ({ path: `/${where}/${leak}?profile=${profile}` })));
      for (const [leak, name] of leaks) assert.match(faults, new RegExp(`${name}[^;]*, ${said(leak)}`));
      assert.ok(!faults.includes(new URL(database.workerUrl).password), "and it is not told once more");
    });
  }
});

describe("a Worker that does not leak", () => {
  const sql = "drop me: select a from budgeting.months";

  it("passes, and may return whatever it was sent", async () => {
    const innocent = [{ path: "/answer/nothing" }, { path: "/log/nothing" }, { path: "/answer/body", body: sql }];
    assert.equal(await found(innocent), "");
  });

  it("but may not log what it was sent", async () => {
    assert.match(await found([{ path: "/log/body", body: sql }]), /in the log/);
  });
});
