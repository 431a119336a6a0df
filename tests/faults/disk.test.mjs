/**
 * PostgreSQL's disk is full. Where this process may mount one, it is a tablespace on a file system of 8 MiB that really
 * is full; elsewhere a trigger raises what PostgreSQL would.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { onShutdown } from "../../tools/common/shutdown.mjs";
import { makeCategory, makeMonth } from "../worker/support/make.mjs";
import { startCluster } from "./support/cluster.mjs";
import { failed, kept, worked } from "./support/expect.mjs";
import { DEADLINES, startStage } from "./support/stage.mjs";

const TABLE = "budgeting.transaction_entries";
/** Rows fit into what is left of the table's last page until one does not. */
const MOST_WRITES = 60;

/** @type {import("./support/cluster.mjs").Cluster} */
let cluster;
/** @type {import("./support/stage.mjs").Stage} */
let stage;
/** @type {import("../worker/support/client.mjs").Client} */
let user;
/** @type {number} */
let month;
/** @type {number} */
let categoryId;
/** @type {Awaited<ReturnType<typeof prepareDisk>>} */
let disk;
before(async () => {
  cluster = await startCluster();
  disk = await prepareDisk();
  stage = await startStage(cluster.workerUrl);
  user = stage.newUser();
  month = (await makeMonth(user)).id;
  categoryId = (await makeCategory(user, { monthId: month })).id;
});
after(async () => {
  await stage?.close();
  await cluster?.close();
  disk?.remove();
});

async function prepareDisk() {
  const place = mkdtempSync(join(tmpdir(), "budgeting-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", place], { stdio: "ignore" });
  } catch {
    rmdirSync(place);
    return injected();
  }
  const unmount = () => {
    execFileSync("umount", ["--lazy", place]);
    rmdirSync(place);
  };
  const forget = onShutdown(unmount);
  chmodSync(place, 0o755);
  const folder = join(place, "tablespace");
  mkdirSync(folder);
  execFileSync("chown", ["--reference", join(cluster.folder, "postgres"), folder]);
  await cluster.query(
    `create tablespace small location '${folder}'`,
    `alter table ${TABLE} set tablespace small`,
    "create table filler (content text) tablespace small",
  );
  return {
    what: "a full file system",
    async fill() {
      for (const rows of [1000, 1]) {
        // Until PostgreSQL says so itself.
        const full = cluster.query(
          ...Array(2000).fill(`insert into filler select repeat('x', 1000) from generate_series(1, ${rows})`),
        );
        await assert.rejects(full, { code: "53100" });
      }
    },
    free: () => cluster.query("drop table filler"),
    remove: () => {
      forget();
      unmount();
    },
  };
}

function injected() {
  return {
    what: "an injected error",
    fill: () =>
      cluster.query(
        `create function full() returns trigger language plpgsql as
         $$ begin raise 'could not extend file' using errcode = '53100'; end $$`,
        `create trigger full before insert on ${TABLE} for each statement execute function full()`,
      ),
    free: () => cluster.query("drop function full cascade"),
    remove: () => {},
  };
}

describe("a full disk", () => {
  it("is a 503 for writes only; failed writes leave nothing behind", async (test) => {
    test.diagnostic(disk.what);
    await disk.fill();
    /** @type {import("./support/stage.mjs").Told[]} */
    const writes = [];
    while (writes.length < MOST_WRITES && writes.at(-1)?.answer.status !== 503) {
      const transaction = { categoryId, amount: writes.length + 1, description: "x".repeat(400) };
      writes.push(await stage.tell(() => user.post("/api/transactions", transaction)));
    }
    failed(writes.at(-1) ?? assert.fail(), { within: DEADLINES.statement, sqlstate: "53100", fate: "none" });
    worked(await stage.tell(() => user.get(`/api/months/${month}`)), 200);

    await disk.free();
    const rows = await cluster.query(`select amount from ${TABLE}`);
    for (const [index, told] of writes.entries())
      kept(told, rows.filter(({ amount }) => amount === (index + 1) * 100).length);
    worked(await stage.tell(() => user.post("/api/transactions", { categoryId, amount: 1 })), 201);
  });
});
