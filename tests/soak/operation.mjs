/** What a soak's client may do next, and what must come of it. */

/**
 * @typedef {object} Operation
 * @property {string} method
 * @property {string} path
 * @property {unknown} [body] a string goes out as it stands
 * @property {Record<string, string>} [headers] beside the usual ones
 * @property {number} status that it must have
 * @property {(body: any) => Operation | void} [took] looks at the answer's body and brings the model up to date; gives
 *   what must be asked next to know all that happened
 */

/**
 * @typedef {object} Context of one client
 * @property {import("./model.mjs").Model} model
 * @property {ReturnType<typeof import("../worker/support/random.mjs").randomly>} random
 * @property {(table: Table) => number} foreign the id of somebody else's row, or of none
 */

/** Makes an operation, or nothing where the model has nothing for it. @typedef {(context: Context) => Operation | undefined} Make */
/** How often each is to be made, beside the others. @typedef {[weight: number, make: Make][]} Choice */

/** @typedef {import("./model.mjs").Row} Row */
/** @typedef {import("./model.mjs").Table} Table */

/** One of a table's rows, if there are any. @param {Context} context @param {Table} table @param {(row: Row) => boolean} [condition] @returns {Row | undefined} */
export function some({ model, random }, table, condition) {
  const rows = model.rows(table, condition);
  return rows.length === 0 ? undefined : random.one(rows);
}

/** @param {Context} context */
export const someName = ({ random }) =>
  random.one(["Rent", "rent", "Groceries", "Überweisung", 'O\'Neill "x"', "日本語", "a\\b", "€ 1,00"]);

/** Cents, sometimes at the edges. @param {Context} context */
export const someCents = ({ random }) =>
  random.chance(0.05) ? random.one([0, 2_147_483_647]) : random.between(0, 500_000);

/** Some of them. @param {Context} context @param {Record<string, unknown>} fields @returns {Record<string, any>} */
export const someOf = ({ random }, fields) =>
  Object.fromEntries(Object.entries(fields).filter(() => random.chance(0.6)));
