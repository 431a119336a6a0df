/** A fresh, migrated database, and its owner's connection to it for preparing it and for looking at it. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { workerLogin } from "../../../tools/database/worker-login.mjs";
import { testDatabase } from "../../../tools/test/database.mjs";

/** @typedef {Awaited<ReturnType<typeof openDatabase>>} Database */

const TABLES = [
  "profiles",
  "transaction_months",
  "transaction_fixed_payments",
  "transaction_categories",
  "transaction_entries",
  "yearly_budgets",
  "yearly_income_sources",
  "yearly_income_entries",
  "yearly_deductions",
  "yearly_sections",
  "yearly_categories",
  "yearly_category_entries",
];

/** Notes that a refused request may leave: how many rows a profile has at most. */
const COUNTS = TABLES.map((table) => `rows_of_${table}`);

const DUMP = `select json_build_object(${TABLES.map(
  (table) => `'${table}',
    (select coalesce(json_agg(to_jsonb(row) - '{${COUNTS}}'::text[] order by row.id), '[]') from budgeting.${table} as row)`,
)}) as dump`;

/** Those that are open in this process. @type {Set<(sql: string) => Promise<any[]>>} */
const open = new Set();

/** Every profile's token, in every database that is open here. @returns {Promise<string[]>} */
export async function profileTokens() {
  const rows = await Promise.all([...open].map((query) => query("select profile_token from budgeting.profiles")));
  return rows.flat().map(({ profile_token }) => profile_token);
}

export async function openDatabase() {
  const { url, workerUrl, pooledUrl, adminUrl, drop } = await testDatabase();
  const client = await connect(url);
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  /** Tests that run side by side take turns. @param {string} sql @param {unknown[]} [values] @returns {Promise<any[]>} */
  const query = (sql, values) => {
    const rows = last.then(async () => (await client.query(sql, values)).rows);
    last = rows.catch(() => {});
    return rows;
  };
  open.add(query);
  return {
    url,
    /** The address of the login that the Worker connects with, which may do no more than it must. */
    workerUrl,
    /** The same through a pooler, which keeps connections as Hyperdrive does. */
    pooledUrl,
    adminUrl,
    query,
    /** Another session of the same database, the owner's or, for `as`, that of another address. */
    session: (as = url) => connect(as),
    /** The only row that a statement gives. @param {string} sql @param {unknown[]} [values] @returns {Promise<any>} */
    row: async (sql, values) => {
      const rows = await query(sql, values);
      if (rows.length !== 1) throw new Error(`${rows.length} rows from ${sql}`);
      return rows[0];
    },
    /** The number of rows of a table that a condition holds for. @param {string} table @param {string} [condition] */
    count: async (table, condition = "true") =>
      Number((await query(`select count(*) from budgeting.${table} where ${condition}`))[0].count),
    /** Makes a row look as if nobody had touched it since 1970. @param {string} table @param {number} id */
    age: (table, id) => query(`update budgeting.${table} set created_at = 1000, updated_at = 2000 where id = $1`, [id]),
    /** Ends what the pooler has open, so that the Worker's next statement runs under its login's latest settings. */
    endWorkerConnections: async () => {
      const theirs = `from pg_stat_activity where datname = current_database() and usename = '${workerLogin}'`;
      await query(`select pg_terminate_backend(pid) ${theirs}`);
      while ((await query(`select ${theirs}`)).length > 0) await sleep(5);
    },
    /** Every row of every table. @returns {Promise<Record<string, any[]>>} */
    dump: async () => (await query(DUMP))[0].dump,
    close: async () => {
      open.delete(query);
      await client.end();
      await drop();
    },
  };
}

/** @param {string} url */
export async function connect(url) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client;
}
