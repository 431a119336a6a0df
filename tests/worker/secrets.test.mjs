/** What nobody may see in a log or an answer is found there: every Worker of these tests is watched for it. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { startWorker } from "./harness.mjs";
import { openDatabase } from "./support/database.mjs";

/** @type {Awaited<ReturnType<typeof openDatabase>>} */
let database;
const profile = randomUUID();
before(async () => {
  database = await openDatabase();
  await database.query("insert into budgeting.profiles values (default, 'somebody', $1, 1, 1)", [profile]);
});
after(() => database?.close());

const claims = Buffer.from(JSON.stringify({ sub: randomUUID() })).toString("base64url");
/** @type {Record<string, string>} */
const MESSAGES = {
  password: "the database's password",
  token: "a token",
  sql: "select month_name",
  profile: "a profile token",
  stack: "core.js",
};

/** A Worker that tells what it must not, and is asked for this. @param {string} path @param {string} [body] */
async function leak(path, body) {
  const main = fileURLToPath(new URL("leaky/index.mjs", import.meta.url));
  const worker = await startWorker({ main, hyperdrive: database.workerUrl });
  const headers = { authorization: `Bearer e30.${claims}.c2lnbmF0dXJlLW9mLWEtdG9rZW4` };
  const { status } = await worker.send("POST", path, { headers, body });
  assert.equal(status, 200);
  worker.clearLogs();
  return worker.close().then(
    () => "",
    (error) => String(error.message),
  );
}

describe("a Worker that tells what it must not", () => {
  for (const [what, message] of Object.entries(MESSAGES)) {
    const query = what === "profile" ? `?profile=${profile}` : "";
    it(`is noticed when it answers it: ${what}`, async () => {
      const fault = await leak(`/answer/${what}${query}`);
      assert.match(fault, new RegExp(`${message}.*answered to POST /answer/${what}`));
      assert.ok(!fault.includes(new URL(database.workerUrl).password), "and it is not told once more");
    });
    if (what === "stack") continue;
    it(`is noticed when it logs it: ${what}`, async () => {
      assert.match(await leak(`/log/${what}${query}`), new RegExp(`${message}.*in the log`));
    });
  }
});

describe("a Worker that does not", () => {
  it("is left alone", async () => {
    assert.equal(await leak("/answer/nothing"), "");
    assert.equal(await leak("/log/nothing"), "");
  });

  it("may answer what it was sent, whatever that is, but not log it", async () => {
    const sql = "drop me: select a from budgeting.months";
    assert.equal(await leak("/answer/body", sql), "");
    assert.match(await leak("/log/body", sql), /in the log/);
  });
});
