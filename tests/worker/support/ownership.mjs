/** Who owns a row: the tests' own idea of it, walked from row to row, without any statement of the core's. */

/**
 * @typedef {import("pg").Client} Session
 * @typedef {Record<string, any> & { id: number }} Row
 * @typedef {{ row: Row, place: string, made: string, locked: string }} Stored a row, and what PostgreSQL notes of it:
 *   where it is, by which transaction, and by which it was locked or deleted
 * @typedef {Record<string, Stored[]>} Snapshot by table
 */

/** A table, the one above it, and the column that says which row there. */
const PARENTS = /** @type {const} */ ({
  profiles: [],
  transaction_months: ["profiles", "profile_token"],
  transaction_fixed_payments: ["transaction_months", "month_id"],
  transaction_categories: ["transaction_months", "month_id"],
  transaction_entries: ["transaction_categories", "category_id"],
  yearly_budgets: ["profiles", "profile_token"],
  yearly_income_sources: ["yearly_budgets", "yearly_budget_id"],
  yearly_income_entries: ["yearly_income_sources", "income_source_id"],
  yearly_deductions: ["yearly_income_entries", "income_entry_id"],
  yearly_sections: ["yearly_budgets", "yearly_budget_id"],
  yearly_categories: ["yearly_sections", "section_id"],
  yearly_category_entries: ["yearly_categories", "category_id"],
  idempotency_keys: [],
});
const TABLES = /** @type {(keyof typeof PARENTS)[]} */ (Object.keys(PARENTS));

/** @type {Record<string, string>} */
const THINGS = {
  month: "transaction_months",
  payment: "transaction_fixed_payments",
  category: "transaction_categories",
  transaction: "transaction_entries",
  budget: "yearly_budgets",
  source: "yearly_income_sources",
  incomeEntry: "yearly_income_entries",
  deduction: "yearly_deductions",
  section: "yearly_sections",
  yearlyCategory: "yearly_categories",
  topCategory: "yearly_categories",
  categoryEntry: "yearly_category_entries",
};

/** @param {string} thing */
export function tableOf(thing) {
  const table = THINGS[thing];
  if (table === undefined) throw new Error(`no table for "${thing}"`);
  return table;
}

const SNAPSHOT = `select ${TABLES.map(
  (table) => `(select json_agg(json_build_object(
     'row', row, 'place', row.ctid, 'made', row.xmin, 'locked', row.xmax)
     order by row.${table === "idempotency_keys" ? "key" : "id"})
   from budgeting.${table} as row) as ${table}`,
)}`;

/** @param {Session} session @returns {Promise<Snapshot>} */
export async function takeSnapshot(session) {
  const [snapshot] = (await session.query({ name: "snapshot", text: SNAPSHOT })).rows;
  return Object.fromEntries(TABLES.map((table) => [table, snapshot[table] ?? []]));
}

/** @param {Snapshot} snapshot @param {string} table @param {Row} row @returns {string | undefined} the user's id */
export function owner(snapshot, table, row) {
  const [parent, column] = PARENTS[/** @type {keyof typeof PARENTS} */ (table)];
  if (parent === undefined) return row.auth_user_id;
  const key = parent === "profiles" ? "profile_token" : "id";
  const above = snapshot[parent]?.find((stored) => stored.row[key] === row[column]);
  return above && owner(snapshot, parent, above.row);
}

/** @param {Snapshot} snapshot @param {string} table @param {string} user */
export const rowsOf = (snapshot, table, user) =>
  (snapshot[table] ?? []).filter(({ row }) => owner(snapshot, table, row) === user);
