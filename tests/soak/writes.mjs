/** Making, changing and removing a row, for each table that has endpoints for it. */
import assert from "node:assert/strict";
import { shown } from "./model.mjs";
import { some, someCents, someName, someOf } from "./operation.mjs";

/** @typedef {import("./operation.mjs").Context} Context */
/** @typedef {import("./operation.mjs").Make} Make */
/** @typedef {import("./operation.mjs").Row} Row */
/** @typedef {import("./operation.mjs").Table} Table */
/** @typedef {Record<string, any>} Fields by column, as they are kept */

/**
 * @typedef {object} Kind
 * @property {Table} table
 * @property {string} path
 * @property {(context: Context, row: Row) => Fields} changes what a PATCH may set
 * @property {{ owner: Table, column: string, most: number, fields: (context: Context, owner: Row) => Fields }} [made]
 *   `most`: rows with one owner; trees that grow would make the soak a test of something else
 * @property {string} [units] the column that is sent in currency units and kept in cents
 */

const place = (/** @type {Context} */ { random }) => random.between(0, 3);
const named = (/** @type {Context} */ context) => ({ name: someName(context), order_index: place(context) });
const withAmount = (/** @type {Context} */ context) => ({ ...named(context), amount: someCents(context) });
const allocated = (/** @type {Context} */ context) => ({ ...named(context), allocated_amount: someCents(context) });

/** Where a category may be: below a top-level one of its section that is not itself, or not below any. @param {Context} context @param {Row} row */
function someParent(context, row) {
  const { model, random } = context;
  const hasChildren = model.rows("yearly_categories", ({ parent_id }) => parent_id === row.id).length > 0;
  if (hasChildren || random.chance(0.5)) return null;
  const top = some(
    context,
    "yearly_categories",
    ({ id, section_id, parent_id }) => id !== row.id && section_id === row.section_id && parent_id === null,
  );
  return top?.id ?? null;
}

/** @type {Kind[]} */
const KINDS = [
  {
    table: "transaction_fixed_payments",
    path: "/api/fixed-payments",
    made: { owner: "transaction_months", column: "month_id", most: 4, fields: withAmount },
    changes: withAmount,
    units: "amount",
  },
  {
    table: "transaction_categories",
    path: "/api/categories",
    made: { owner: "transaction_months", column: "month_id", most: 4, fields: allocated },
    changes: allocated,
    units: "allocated_amount",
  },
  {
    table: "transaction_entries",
    path: "/api/transactions",
    made: {
      owner: "transaction_categories",
      column: "category_id",
      most: 5,
      fields: (context) => ({
        amount: someCents(context),
        description: context.random.one(["", "Bread", "Milk\n& \u{1f95b}"]),
        transaction_date: context.random.between(-1000, 2_000_000_000),
      }),
    },
    changes: (context) => ({
      amount: someCents(context),
      description: context.random.one([null, "Butter"]),
      transaction_date: context.random.one([null, context.random.between(0, 2_000_000_000)]),
    }),
    units: "amount",
  },
  {
    table: "yearly_income_sources",
    path: "/api/yearly/income-sources",
    made: { owner: "yearly_budgets", column: "yearly_budget_id", most: 2, fields: named },
    changes: named,
  },
  {
    table: "yearly_income_entries",
    path: "/api/yearly/income-entries",
    changes: (context) => ({ gross_amount: someCents(context) }),
  },
  {
    table: "yearly_deductions",
    path: "/api/yearly/deductions",
    made: { owner: "yearly_income_entries", column: "income_entry_id", most: 1, fields: withAmount },
    changes: withAmount,
  },
  {
    table: "yearly_sections",
    path: "/api/yearly/sections",
    changes: (context) => ({ ...named(context), target_percent: context.random.between(0, 100) }),
  },
  {
    table: "yearly_categories",
    path: "/api/yearly/categories",
    made: {
      owner: "yearly_sections",
      column: "section_id",
      most: 3,
      fields: (context, owner) => ({
        ...named(context),
        parent_id: someParent(context, { id: 0, section_id: owner.id }),
      }),
    },
    changes: (context, row) => ({ ...named(context), parent_id: someParent(context, row) }),
  },
  {
    table: "yearly_category_entries",
    path: "/api/yearly/category-entries",
    changes: (context) => ({ amount: someCents(context), is_paid: context.random.chance(0.5) }),
  },
];

/** Fields as they are sent. @param {Kind} kind @param {Fields} fields */
function sent({ units }, fields) {
  const body = shown(fields);
  // Cents have at most ten digits, so the shortest text of their hundredth part is exact.
  if (units !== undefined && fields[units] !== undefined) Object.assign(body, shown({ [units]: fields[units] / 100 }));
  return body;
}

/** The answer shows what was sent. @param {Record<string, any>} body @param {Fields} fields */
export function assertShows(body, fields) {
  for (const [name, value] of Object.entries(shown(fields)))
    assert.deepEqual(body[name], value, `${name} in the answer`);
}

/** @param {Kind} kind @returns {Make} */
const make = (kind) => (context) => {
  const { table, path, made } = kind;
  const { model } = context;
  if (made === undefined) return undefined;
  const { owner, column, most, fields: give } = made;
  const chosen = some(context, owner, ({ id }) => model.rows(table, (row) => row[column] === id).length < most);
  if (chosen === undefined) return undefined;
  const fields = { [column]: chosen.id, ...give(context, chosen) };
  return {
    method: "POST",
    path,
    body: sent(kind, fields),
    status: 201,
    took: (body) => {
      assertShows(body, fields);
      model.add(table, body);
    },
  };
};

/** @param {Kind} kind @returns {Make} */
const change = (kind) => (context) => {
  const { table, path, changes } = kind;
  const row = some(context, table);
  if (row === undefined) return undefined;
  const fields = someOf(context, changes(context, row));
  return {
    method: "PATCH",
    path: `${path}/${row.id}`,
    body: sent(kind, fields),
    status: 200,
    took: (body) => {
      assertShows(body, { ...row, ...fields });
      context.model.change(table, row.id, fields);
    },
  };
};

/** @param {Table} table @param {string} path @returns {Make} */
export const removal = (table, path) => (context) => {
  const row = some(context, table);
  return (
    row && {
      method: "DELETE",
      path: `${path}/${row.id}`,
      status: 200,
      took: (body) => {
        assert.deepEqual(body, { success: true });
        context.model.remove(table, row.id);
      },
    }
  );
};

/** @type {import("./operation.mjs").Choice} */
export const WRITES = KINDS.flatMap((kind) => [
  [4, make(kind)],
  [4, change(kind)],
  [kind.made === undefined ? 0 : 1, removal(kind.table, kind.path)],
]);
