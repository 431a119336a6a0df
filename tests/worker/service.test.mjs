/** What is asked of the service itself, by whoever watches over it. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { repository, startApi, startWorker } from "./harness.mjs";
import { refused, succeeded } from "./support/expect.mjs";

/** The newest migration. */
const VERSION = readdirSync(path.join(repository, "schema", "migrations"))
  .sort()
  .at(-1)
  ?.split("_")[0];

/** @type {Awaited<ReturnType<typeof startApi>>} */
let api;
before(async () => {
  // Nobody can sign in: there is no SUPABASE_URL.
  api = await startApi({ vars: {} });
});
after(() => api?.close());

describe("GET /api/health", () => {
  it("says that the Worker runs, with no sign-in and no database", async () => {
    assert.deepEqual(succeeded(await api.send("GET", "/api/health")), { status: "ok" });
    const alone = await startWorker({});
    try {
      succeeded(await alone.send("GET", "/api/health"));
      refused(await alone.send("GET", "/api/ready"), 503);
    } finally {
      await alone.close();
    }
  });
});

describe("GET /api/ready", () => {
  it("says that the database answers, and has the tables of the newest migration", async () => {
    const ready = { status: "ready", schemaVersion: VERSION };
    assert.deepEqual(succeeded(await api.send("GET", "/api/ready")), ready);
    for (const [comment, status] of /** @type {const} */ ([
      ["'20250101000000'", 503],
      ["null", 503],
      ["'99991231000000'", 200],
      [`'${VERSION}'`, 200],
    ])) {
      await api.database.query(`comment on schema budgeting is ${comment}`);
      assert.equal((await api.send("GET", "/api/ready")).status, status, comment);
    }
  });
});
