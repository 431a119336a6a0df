// The tables as existing databases have them, written down apart from the migrations so that the two can be compared.
// A line of columns: name, type, `null` where it may be null, and `=` with its default.

const keys = ["id integer = nextval", "created_at integer", "updated_at integer"];

/**
 * @typedef {object} Table
 * @property {string[]} columns
 * @property {string[]} [unique] columns of a unique index, joined by commas
 * @property {Record<string, string>} [references] column to "table.column"
 */

/** @type {Record<string, Table>} */
export const tables = {
  profiles: {
    columns: [...keys, "auth_user_id text", "profile_token text"],
    unique: ["auth_user_id", "profile_token"],
  },
  transaction_months: {
    columns: [
      ...keys,
      "profile_token text null",
      "month_name text",
      "year integer",
      "month integer = 1",
      "income integer = 0",
    ],
    unique: ["profile_token,month_name,year"],
    references: { profile_token: "profiles.profile_token" },
  },
  transaction_fixed_payments: {
    columns: [...keys, "month_id integer", "name text", "amount integer", "order_index integer = 0"],
    references: { month_id: "transaction_months.id" },
  },
  transaction_categories: {
    columns: [...keys, "month_id integer", "name text", "allocated_amount integer = 0", "order_index integer = 0"],
    references: { month_id: "transaction_months.id" },
  },
  transaction_entries: {
    columns: [
      ...keys,
      "category_id integer",
      "amount integer",
      "description text null",
      "transaction_date integer null",
    ],
    references: { category_id: "transaction_categories.id" },
  },
  yearly_budgets: {
    columns: [
      ...keys,
      "profile_token text null",
      "year integer",
      "spend_target integer = 500000",
      "show_warnings boolean = true",
    ],
    unique: ["profile_token,year"],
    references: { profile_token: "profiles.profile_token" },
  },
  yearly_income_sources: {
    columns: [...keys, "yearly_budget_id integer", "name text", "order_index integer = 0"],
    references: { yearly_budget_id: "yearly_budgets.id" },
  },
  yearly_income_entries: {
    columns: [...keys, "income_source_id integer", "month integer", "gross_amount integer = 0"],
    unique: ["income_source_id,month"],
    references: { income_source_id: "yearly_income_sources.id" },
  },
  yearly_deductions: {
    columns: [...keys, "income_entry_id integer", "name text", "amount integer = 0", "order_index integer = 0"],
    references: { income_entry_id: "yearly_income_entries.id" },
  },
  yearly_sections: {
    columns: [
      ...keys,
      "yearly_budget_id integer",
      'type budgeting."SectionType"',
      "name text",
      "target_percent integer = 70",
      "order_index integer = 0",
    ],
    references: { yearly_budget_id: "yearly_budgets.id" },
  },
  yearly_categories: {
    columns: [...keys, "section_id integer", "parent_id integer null", "name text", "order_index integer = 0"],
    references: { section_id: "yearly_sections.id", parent_id: "yearly_categories.id" },
  },
  yearly_category_entries: {
    columns: [...keys, "category_id integer", "month integer", "amount integer = 0", "is_paid boolean = false"],
    unique: ["category_id,month"],
    references: { category_id: "yearly_categories.id" },
  },
};

/** Every index and constraint as PostgreSQL spells it, from the rules by which they are named. */
export function expectedObjects() {
  const indexes = [];
  const constraints = [];
  for (const [table, { unique = [], references = {} }] of Object.entries(tables)) {
    indexes.push(`CREATE UNIQUE INDEX ${table}_pkey ON budgeting.${table} USING btree (id)`);
    constraints.push(`${table} ${table}_pkey PRIMARY KEY (id)`);
    for (const list of unique) {
      const columns = list.split(",");
      const name = `${table}_${columns.join("_")}_key`;
      indexes.push(`CREATE UNIQUE INDEX ${name} ON budgeting.${table} USING btree (${columns.join(", ")})`);
    }
    for (const [column, target] of Object.entries(references)) {
      const [to, key] = target.split(".");
      indexes.push(`CREATE INDEX ${table}_${column}_idx ON budgeting.${table} USING btree (${column})`);
      constraints.push(
        `${table} ${table}_${column}_fkey FOREIGN KEY (${column}) REFERENCES budgeting.${to}(${key}) ` +
          "ON UPDATE CASCADE ON DELETE CASCADE",
      );
    }
  }
  return { indexes: indexes.sort(), constraints: constraints.sort() };
}
