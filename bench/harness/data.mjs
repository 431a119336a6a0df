// The data that every peer answers from.
import { readFile } from "node:fs/promises";
import { loadWithoutIndexes } from "../../tools/statements/large-database.mjs";

/** Requests go round the users, so that those under way at once hardly ever write the same rows. */
export const USERS = 64;

/**
 * What a user's requests name.
 *
 * @typedef {object} Objects
 * @property {string} user
 * @property {number} month with 10 categories of 30 transactions
 * @property {number} category of another month, which transactions are added to
 * @property {number} budget
 * @property {number} entry
 * @property {number[]} entries a hundred of the budget's
 */

/** Transactions and category entries that a user has, at size 1. */
export const ENTRIES_PER_USER = 10 * 30 + 3 * 8 * 3 * 12;

/**
 * Fills a migrated, empty database.
 *
 * @param {import("pg").Client} client of a superuser, who may turn the triggers of foreign keys off
 * @param {{ users?: number, size?: number }} [options]
 */
export async function loadData(client, { users = USERS, size = 1 } = {}) {
  await client.query("select set_config('bench.users', $1, false), set_config('bench.size', $2, false)", [
    String(users),
    String(size),
  ]);
  const sql = await readFile(new URL("data.sql", import.meta.url), "utf8");
  await loadWithoutIndexes(client, sql);
}

/**
 * @param {import("pg").Client} client
 * @param {string} [user] all of them unless told
 * @returns {Promise<Objects[]>} a user each
 */
export async function objectsOf(client, user) {
  const { rows } = await client.query(
    `select p.auth_user_id as user, m.id as month, c.id as category, y.id as budget, (e.ids ->> 0)::bigint as entry, e.ids as entries
    from budgeting.profiles p
    join budgeting.transaction_months m on m.profile_token = p.profile_token and m.month = 1
    join budgeting.transaction_months n on n.profile_token = p.profile_token and n.month = 2
    join budgeting.transaction_categories c on c.month_id = n.id
    join budgeting.yearly_budgets y on y.profile_token = p.profile_token
    cross join lateral (
      select to_json((array_agg(e.id order by e.id))[1:100]) as ids
      from budgeting.yearly_sections s
      join budgeting.yearly_categories k on k.section_id = s.id
      join budgeting.yearly_category_entries e on e.category_id = k.id
      where s.yearly_budget_id = y.id and e.month in (7, 8)) as e
    where $1::text is null or p.auth_user_id = $1
    order by p.id`,
    [user],
  );
  return rows;
}
