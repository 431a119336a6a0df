// What our statements cost PostgreSQL as the database grows around a user, and as the user's own data grows.
import { readFile } from "node:fs/promises";
import { startCluster } from "../../tests/faults/support/cluster.mjs";
import { inRoot } from "../../tools/common/paths.mjs";
import { connect } from "../../tools/database/connect.mjs";
import { Core } from "../../worker-js/core.js";
import { ENTRIES_PER_USER, loadData, objectsOf } from "../harness/data.mjs";
import { ENDPOINTS } from "../harness/endpoints.mjs";
import { SETTINGS } from "../harness/stage.mjs";
import { median } from "../harness/statistics.mjs";

/**
 * `others`: entries of other users (0 where the user's own grow); `size`: how often the usual data the user has. `buffers` are pages of 8 KiB.
 *
 * @typedef {{ others: number, size: number, endpoint: string, execution: number, planning: number, buffers: number,
 *   users: number, bytes: number }} Cost `bytes` of all tables and indexes
 */

export const OTHERS = [1e3, 1e4, 1e5, 1e6, 1e7];
export const SIZES = [1, 3, 10];
const RUNS = 15;

/** @param {(line: string) => void} tell @returns {Promise<Cost[]>} */
export async function measureGrowth(tell) {
  const core = new Core(
    new WebAssembly.Module(/** @type {BufferSource} */ (await readFile(inRoot("build", "core.wasm")))),
  );
  const cluster = await startCluster(SETTINGS);
  const client = await connect(cluster.url);
  /** @type {Cost[]} */
  const costs = [];
  /** @param {number} others @param {number} size */
  const measure = async (others, size) => {
    await client.query("truncate budgeting.profiles restart identity cascade");
    const users = 1 + Math.ceil(others / ENTRIES_PER_USER);
    await loadData(client, { users, size });
    const [objects] = await objectsOf(client, `user-${Math.ceil(users / 2)}`);
    if (objects === undefined) throw new Error("There is no data.");
    const { rows } = await client.query(
      `select sum(pg_total_relation_size(oid))::float8 as bytes from pg_class
       where relnamespace = 'budgeting'::regnamespace and relkind = 'r'`,
    );
    for (const endpoint of ENDPOINTS.filter(({ kind }) => kind !== "refusal")) {
      const cost = await costOf(client, statementOf(core, objects, endpoint));
      costs.push({ others, size, endpoint: endpoint.name, ...cost, users, bytes: rows[0].bytes });
    }
    tell(`${users - 1} other users, size ${size}`);
  };
  try {
    for (const others of OTHERS) await measure(others, 1);
    for (const size of SIZES) await measure(0, size);
    return costs;
  } finally {
    await client.end();
    await cluster.close();
  }
}

/** @param {Core} core @param {import("../harness/data.mjs").Objects} objects @param {import("../harness/endpoints.mjs").Endpoint} endpoint */
function statementOf(core, objects, { name, request }) {
  const { method, path, body } = request(objects);
  const requestId = "growth";
  const { route } = core.route({ method, url: `https://api.test${path}`, requestId });
  const plan = core.plan({
    ...{ route, contentType: "application/json", contentEncoding: "" },
    body: new TextEncoder().encode(body === undefined ? "" : JSON.stringify(body)),
    ...{ user: objects.user, now: 1_800_000_000, requestId },
    ...{ ifMatch: null, ifNoneMatch: null, idempotencyKey: null, rowLimits: "" },
  });
  if (plan.refusal !== null) throw new Error(`${name} was refused: ${plan.refusal.body}`);
  return plan;
}

/** @param {import("pg").Client} client @param {{ sql: string, parameters: (string | null)[] }} statement */
async function costOf(client, { sql, parameters }) {
  const plans = [];
  for (let run = 0; run < RUNS + 2; run += 1) {
    await client.query("begin");
    const { rows } = await client.query(`explain (analyze, buffers, timing off, format json) ${sql}`, parameters);
    await client.query("rollback");
    plans.push(rows[0]["QUERY PLAN"][0]);
  }
  const warm = plans.slice(2);
  return {
    execution: Number(median(warm.map((plan) => plan["Execution Time"])).toFixed(3)),
    planning: Number(median(warm.map((plan) => plan["Planning Time"])).toFixed(3)),
    buffers: median(warm.map(({ Plan }) => Plan["Shared Hit Blocks"] + Plan["Shared Read Blocks"])),
  };
}
