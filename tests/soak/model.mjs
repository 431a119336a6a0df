/** What one user's data must be, kept as the rows that the database should have. */

/** @typedef {Record<string, any> & { id: number }} Row as in the database, without its owner and its timestamps */
/** @typedef {ReturnType<typeof newModel>} Model */

/** The table above each, and the column that names the row there; what it owns goes with it. */
export const OWNERS = /** @type {const} */ ({
  transaction_months: [],
  transaction_fixed_payments: [["transaction_months", "month_id"]],
  transaction_categories: [["transaction_months", "month_id"]],
  transaction_entries: [["transaction_categories", "category_id"]],
  yearly_budgets: [],
  yearly_income_sources: [["yearly_budgets", "yearly_budget_id"]],
  yearly_income_entries: [["yearly_income_sources", "income_source_id"]],
  yearly_deductions: [["yearly_income_entries", "income_entry_id"]],
  yearly_sections: [["yearly_budgets", "yearly_budget_id"]],
  yearly_categories: [
    ["yearly_sections", "section_id"],
    ["yearly_categories", "parent_id"],
  ],
  yearly_category_entries: [["yearly_categories", "category_id"]],
});

/** The lists that an object may hold, and their table. @type {Record<string, Record<string, Table>>} */
const LISTS = {
  transaction_months: { fixedPayments: "transaction_fixed_payments", categories: "transaction_categories" },
  transaction_categories: { transactions: "transaction_entries" },
  yearly_budgets: { incomeSources: "yearly_income_sources", sections: "yearly_sections" },
  yearly_income_sources: { entries: "yearly_income_entries" },
  yearly_income_entries: { deductions: "yearly_deductions" },
  yearly_sections: { categories: "yearly_categories" },
  yearly_categories: { entries: "yearly_category_entries", children: "yearly_categories" },
};

/** @typedef {keyof typeof OWNERS} Table */
export const TABLES = /** @type {Table[]} */ (Object.keys(OWNERS));

const camel = (/** @type {string} */ name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
const snake = (/** @type {string} */ name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A row, or some of its columns, as the API shows them. @param {Record<string, any>} row @returns {any} */
export const shown = (row) =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key === "month_name" ? "name" : camel(key), value]));

/** What the API showed, as a row. @param {Table} table @param {Record<string, any>} object @returns {Row} */
export function rowOf(table, object) {
  const entries = Object.entries(object)
    .filter(([key, value]) => key !== "createdAt" && key !== "updatedAt" && !Array.isArray(value))
    .map(([key, value]) => [table === "transaction_months" && key === "name" ? "month_name" : snake(key), value]);
  return Object.fromEntries(entries);
}

export function newModel() {
  const tables = /** @type {Record<Table, Map<number, Row>>} */ (
    Object.fromEntries(TABLES.map((table) => [table, new Map()]))
  );
  /** @param {Table} table @param {(row: Row) => boolean} [condition] @returns {Row[]} */
  const rows = (table, condition = () => true) => [...tables[table].values()].filter(condition);
  /** @param {Table} table @param {number} id */
  const remove = (table, id) => {
    tables[table].delete(id);
    for (const child of TABLES) {
      for (const [owner, column] of OWNERS[child]) {
        if (owner !== table) continue;
        for (const row of rows(child, (each) => each[column] === id)) remove(child, row.id);
      }
    }
  };
  /** Something was made, with all that is in it. @param {Table} table @param {Record<string, any>} object as the API showed it */
  const add = (table, object) => {
    tables[table].set(object.id, rowOf(table, object));
    for (const [name, of] of Object.entries(LISTS[table] ?? {})) {
      for (const item of object[name] ?? []) add(of, item);
    }
  };
  return {
    rows,
    remove,
    add,
    /** @param {Table} table @param {number} id @param {Record<string, unknown>} values by column */
    change(table, id, values) {
      Object.assign(/** @type {Row} */ (tables[table].get(id)), values);
    },
    /** All of it, as the database would give it. @returns {Record<string, Row[]>} */
    all: () => Object.fromEntries(TABLES.map((table) => [table, rows(table)])),
  };
}
