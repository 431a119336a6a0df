/** A database that does not have every character. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { connect as connectAsTool } from "../../../tools/database/connect.mjs";
import { makeWorkerLogin } from "../../../tools/database/worker-login.mjs";
import { migrate } from "../../../tools/migrate.mjs";
import { startTestCluster, withDatabase } from "../../../tools/test/database.mjs";
import { created, invalid, refused, succeeded } from "../support/expect.mjs";
import { startWorker } from "../support/harness.mjs";
import { makeMonth } from "../support/make.mjs";

/** @type {Awaited<ReturnType<typeof startTestCluster>>} */
let cluster;
/** @type {Awaited<ReturnType<typeof startWorker>>} */
let worker;
before(async () => {
  cluster = await startTestCluster();
  const admin = await connectAsTool(cluster.url);
  await admin.query("create database narrow encoding 'LATIN1' locale 'C' template template0");
  await admin.end();
  const databaseUrl = withDatabase(cluster.url, "narrow");
  await migrate({ databaseUrl });
  worker = await startWorker({ hyperdrive: await makeWorkerLogin({ databaseUrl }) });
});
after(async () => {
  await worker?.close();
  await cluster?.stop();
});

describe("a database in LATIN1", () => {
  it("is not ready, which GET /api/ready says", async () => {
    const answer = await worker.send("GET", "/api/ready");
    refused(answer, 503, "The database's encoding must be UTF8");
    assert.ok(answer.headers["retry-after"]);
  });

  it("stores its own characters; others are a 422, and the log does not quote them", async () => {
    const user = worker.newUser();
    const month = await makeMonth(user, { name: "Março" });
    worker.clearLogs();
    const answers = [
      await user.post("/api/months", { name: "Март", year: 2026, month: 3, income: 1 }),
      await user.patch(`/api/months/${month.id}`, { name: "März 🎉" }),
      await user.request("POST", "/api/categories", {
        headers: { "content-type": "application/json", "idempotency-key": "k" },
        body: JSON.stringify({ monthId: month.id, name: "Łódź", allocatedAmount: 1 }),
      }),
    ];
    for (const answer of answers) invalid(answer, ["body"]);
    const lines = worker.logs().filter(({ json }) => json?.sqlstate === "22P05");
    assert.equal(lines.length, 3);
    for (const { text } of lines) assert.doesNotMatch(text, /0x|М|🎉|Ł/, text);
    assert.equal(succeeded(await user.get("/api/months"))[0].name, "Março");
    created(await user.post("/api/categories", { monthId: month.id, name: "Pão", allocatedAmount: 1 }));
  });
});
