// The database on which the cost of statements is measured: large-database.sql, loaded without maintaining indexes.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

/** @typedef {import("pg").Client} Client */

/** A household that has used the API for a while: it has 8 months and 2 years. */
const middling = 5001;

/**
 * Fills a migrated, empty database.
 *
 * @param {Client} client of a superuser, who may turn the triggers of foreign keys off
 */
export async function loadLargeDatabase(client) {
  await loadWithoutIndexes(client, await readFile(new URL("large-database.sql", import.meta.url), "utf8"));
}

/**
 * Runs a script that fills a migrated, empty database, without maintaining indexes and foreign keys.
 *
 * @param {Client} client of a superuser
 * @param {string} sql
 */
export async function loadWithoutIndexes(client, sql) {
  const { rows: indexes } = await client.query(
    `select indexname as name, indexdef as definition from pg_indexes
     where schemaname = 'budgeting' and indexname not like '%\\_pkey' and indexname not like 'profiles%'`,
  );
  for (const { name } of indexes) await client.query(`drop index budgeting.${name}`);
  await client.query("set session_replication_role = replica");
  await client.query(sql);
  await client.query("reset session_replication_role");
  for (const { definition } of indexes) await client.query(definition);
  await client.query("vacuum (freeze, analyze)");
}

/**
 * @param {Client} client
 * @returns {Promise<{ name: string, rows: number, megabytes: number }[]>} largest first
 */
export async function tableSizes(client) {
  const { rows } = await client.query(
    `select relname as name, reltuples::float8 as rows,
            round(pg_total_relation_size(oid) / 1048576.0)::float8 as megabytes
     from pg_class where relnamespace = 'budgeting'::regnamespace and relkind = 'r' order by reltuples desc, relname`,
  );
  return rows;
}

/** The user's id as large-database.sql generates it: an md5 hash in the form of a UUID. */
export const middlingUser = createHash("md5")
  .update(`user ${middling}`)
  .digest("hex")
  .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/**
 * Objects of an average user: a month from the middle, and those in the newest year.
 *
 * @param {Client} client
 * @returns {Promise<Record<string, number>>}
 */
export async function middlingObjects(client) {
  const { rows } = await client.query(
    `select m.id as month, f.id as payment, c.id as category, t.id as transaction, y.id as budget, s.id as source,
            i.id as "incomeEntry", d.id as deduction, x.id as section, top.id as "topCategory",
            k.id as "yearlyCategory", e.id as "categoryEntry"
     from budgeting.profiles p
     join budgeting.transaction_months m using (profile_token)
     join budgeting.transaction_fixed_payments f on f.month_id = m.id and f.order_index = 1
     join budgeting.transaction_categories c on c.month_id = m.id and c.order_index = 1
     join budgeting.transaction_entries t on t.category_id = c.id
     join budgeting.yearly_budgets y using (profile_token)
     join budgeting.yearly_income_sources s on s.yearly_budget_id = y.id and s.order_index = 0
     join budgeting.yearly_income_entries i on i.income_source_id = s.id and i.month = 6
     join budgeting.yearly_deductions d on d.income_entry_id = i.id and d.order_index = 0
     join budgeting.yearly_sections x on x.yearly_budget_id = y.id and x.order_index = 0
     join budgeting.yearly_categories top on top.section_id = x.id and top.parent_id is null and top.order_index = 5
     join budgeting.yearly_categories k on k.section_id = x.id and k.parent_id is null and k.order_index = 4
     join budgeting.yearly_category_entries e on e.category_id = k.id and e.month = 6
     where p.auth_user_id = $1 and m.month = 9 and y.year = 2025 order by t.id limit 1`,
    [middlingUser],
  );
  if (rows.length !== 1) throw new Error("The large database is not as it should be.");
  return rows[0];
}

/**
 * Every category entry in a month of the budget, as a bulk update would list them.
 *
 * @param {Client} client
 * @param {number | undefined} budget
 * @returns {Promise<number[]>}
 */
export async function entriesOfMonth(client, budget) {
  const { rows } = await client.query(
    `select e.id from budgeting.yearly_sections x join budgeting.yearly_categories k on k.section_id = x.id
     join budgeting.yearly_category_entries e on e.category_id = k.id
     where x.yearly_budget_id = $1 and e.month = 6 order by e.id`,
    [budget],
  );
  return rows.map(({ id }) => id);
}
