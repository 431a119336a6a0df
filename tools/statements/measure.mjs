// Measures what a statement costs on a large database, and which indexes its plan uses.
import { entriesOfMonth, middlingObjects, middlingUser } from "./large-database.mjs";
import { namedObject } from "./list.mjs";

/**
 * @typedef {import("pg").Client} Client
 * @typedef {import("./list.mjs").Statement} Statement
 * @typedef {{ table: string, index: string }} Access `index` is empty for a sequential scan
 *
 * @typedef {object} Cost
 * @property {Access[]} path tables and the indexes that the plan uses for them, in the plan's order
 * @property {Access[]} references the same for what foreign keys check or delete in addition
 * @property {number} rows that the statement returns
 * @property {number} read the rows of tables that the plan reads
 * @property {number} buffers pages of 8 KiB, in memory or not, with those of the foreign keys
 * @property {number} execution milliseconds
 * @property {number} planning milliseconds
 */

const runs = 5;

/**
 * The values of a typical request by an average user, for a statement's parameters.
 *
 * @param {Client} client
 * @returns {Promise<(statement: Statement) => unknown[]>}
 */
export async function usualValues(client) {
  const objects = await middlingObjects(client);
  const entries = await entriesOfMonth(client, objects.budget);
  /** @type {Record<string, unknown>} */
  const fields = {
    name: "A new name",
    year: 2030,
    month: 6,
    sourceMonth: 6,
    targetMonth: 7,
    income: 2_000_000,
    amount: 12_345,
    allocatedAmount: 12_345,
    grossAmount: 12_345,
    spendTarget: 12_345,
    targetPercent: 50,
    orderIndex: 1,
    description: "A description",
    transactionDate: 1_764_547_200,
    resetPaidStatus: true,
    showWarnings: true,
    isPaid: true,
  };
  return ({ endpoint, parameters }) =>
    parameters.map((parameter) => {
      const { source, name, type } = parameter;
      const kind = namedObject(endpoint, parameter);
      if (source === "user") return middlingUser;
      if (kind !== undefined) return type.endsWith("[]") ? entries : { ...objects, calendarYear: 2025 }[kind];
      if (source === "now") return 1_764_547_200;
      if (source === "given") return true;
      // Any version: a read answers 304, and a write takes place.
      if (source === "tags") return ["*"];
      if (source === "key") return "a new key";
      if (source === "fingerprint") return "a fingerprint";
      if (source === "count") return entries.length;
      // Practically no limit: how far a count goes does not depend on it here.
      if (source === "limit") return 1_000_000;
      const value = fields[name];
      if (value === undefined) throw new Error(`The audit has no value for "${name}" of ${endpoint}.`);
      return type.endsWith("[]") ? entries.map(() => value) : value;
    });
}

/**
 * @param {Client} client
 * @param {Statement} statement
 * @param {unknown[]} values
 * @returns {Promise<Cost>}
 */
export async function measure(client, { endpoint, guard, sql }, values) {
  // Rolled back, so that each statement finds the same rows.
  const undone = async (/** @type {string} */ text, /** @type {unknown[]} */ params) => {
    await client.query("begin");
    try {
      return (await client.query(text, params)).rows;
    } finally {
      await client.query("rollback");
    }
  };
  await undone(sql, values);

  const counted = [];
  for (let run = 0; run < runs; run += 1) {
    await client.query("select pg_stat_statements_reset()");
    const [row] = await undone(sql, values);
    const isThere = row && (row.body !== null || (guard === "condition" && endpoint.startsWith("GET ")));
    if (!isThere || row.problem != null) throw new Error(`${endpoint} refuses the audit's values.`);
    counted.push(await counters(client));
  }

  const explained = [];
  for (let run = 0; run < runs; run += 1) {
    const [row] = await undone(`explain (analyze, buffers, timing off, format json) ${sql}`, values);
    explained.push(row["QUERY PLAN"][0]);
  }
  return {
    path: distinct(accesses(explained[0].Plan)),
    references: await referenced(client, () => undone(sql, values)),
    rows: explained[0].Plan["Actual Rows"],
    read: rowsRead(explained[0].Plan),
    buffers: median(counted.map(({ buffers }) => buffers)),
    execution: median(counted.map(({ execution }) => execution)),
    planning: median(explained.map((plan) => plan["Planning Time"])),
  };
}

/**
 * What the server counted for this statement since the last reset. EXPLAIN omits the work of foreign keys and parts of
 * a plan that only write.
 *
 * @param {Client} client
 */
async function counters(client) {
  const { rows } = await client.query(
    `select (shared_blks_hit + shared_blks_read)::float8 as buffers, total_exec_time as execution
     from pg_stat_statements
     where calls = 1 and query like '%budgeting.%' and query not like '%pg_stat_statements%'`,
  );
  if (rows.length !== 1) throw new Error(`The server counted ${rows.length} statements in place of one.`);
  return /** @type {{ buffers: number, execution: number }} */ (rows[0]);
}

/**
 * The plans of the statements that PostgreSQL itself runs for foreign keys, as reported by auto_explain.
 *
 * @param {Client} client
 * @param {() => Promise<unknown>} work
 */
async function referenced(client, work) {
  /** @type {Access[]} */
  const found = [];
  const listen = (/** @type {{ message?: string }} */ { message = "" }) => {
    const plan = /plan:\n(\{[\s\S]*\})\s*$/.exec(message)?.[1];
    const { "Query Text": text, Plan } = plan ? JSON.parse(plan) : { "Query Text": "", Plan: undefined };
    if (/^(DELETE FROM|SELECT 1 FROM|UPDATE) ONLY/.test(text)) found.push(...accesses(Plan));
  };
  client.on("notice", listen);
  await client.query("set auto_explain.log_min_duration = 0");
  try {
    await work();
  } finally {
    await client.query("set auto_explain.log_min_duration = -1");
    client.off("notice", listen);
  }
  return distinct(found);
}

/**
 * @param {any} node of a plan
 * @param {string} [around] the table of the node above it
 * @returns {Access[]}
 */
function accesses(node, around = "") {
  const table = node["Relation Name"] ?? around;
  const below = (node.Plans ?? []).flatMap((/** @type {any} */ each) => accesses(each, table));
  // A Tid Scan reads rows whose locations its subplan has looked up.
  if (/Seq Scan|Sample Scan|Tid Range/.test(node["Node Type"])) return [{ table, index: "" }, ...below];
  return node["Index Name"] ? [{ table, index: node["Index Name"] }, ...below] : below;
}

/** @param {any} node @returns {number} */
function rowsRead(node) {
  const below = (node.Plans ?? []).map(rowsRead);
  const removed = (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
  const isScan = node["Relation Name"] !== undefined && node["Node Type"].endsWith("Scan");
  const own = isScan ? (node["Actual Rows"] + removed) * node["Actual Loops"] : 0;
  return below.reduce((/** @type {number} */ sum, /** @type {number} */ each) => sum + each, own);
}

/** @param {Access[]} list */
const distinct = (list) => [...new Map(list.map((access) => [`${access.table} ${access.index}`, access])).values()];

/** @param {number[]} numbers */
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
