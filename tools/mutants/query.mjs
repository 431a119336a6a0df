// Mistakes in statements; most of these only PostgreSQL shows.

/** @type {import("./index.mjs").Mutant[]} */
export const query = [
  {
    what: "scope: a row is found whoever owns it",
    file: "wasm/query/fragments.hpp",
    search: '  from_owned(sql, entity);\n  sql << " and " << entity.table << ".id = " << path_number;',
    replace:
      '  sql << " from ";\n  table(sql, entity);\n  sql << " where " << entity.table << ".id = " << path_number;',
  },
  {
    what: "scope: one owner in between is left out of the join",
    file: "wasm/query/fragments.hpp",
    search: "for (; row->parent != nullptr; row = row->parent) {",
    replace:
      "for (; row->parent != nullptr; row = row->parent) {\n    if (row == &entity && row->parent->parent != nullptr) continue;",
  },
  {
    what: "reads: Hyperdrive may keep them",
    file: "wasm/query/fragments.hpp",
    search: '" where clock_timestamp() is not null"',
    replace: '""',
  },
  {
    what: "locks: a write waits for as long as a statement may take",
    file: "wasm/query/keyed.hpp",
    search: "if (sql.is_write()) bound_waits(sql);",
    replace: "",
  },
  {
    what: "keys: what was answered before happens again",
    file: "wasm/query/keyed.hpp",
    search: 'sql << " and not exists (select from stored)"; });',
    replace: "(void)sql; });",
    database: "idempotency.test.mjs",
  },
  {
    what: "keys: somebody else's answer",
    file: "wasm/query/keyed.hpp",
    search: '" where auth_user_id = "\n        << user_text << " and key = "',
    replace: '" where " << user_text << " is not null and key = "',
    database: "idempotency.test.mjs",
  },
  {
    what: "keys: any request's answer",
    file: "wasm/query/keyed.hpp",
    search: `<< " then problem else 'reused' end as problem, etag from stored"`,
    replace: '<< " then problem else problem end as problem, etag from stored"',
    database: "idempotency.test.mjs",
  },
  {
    what: "tags: a change is made to whatever is there",
    file: "wasm/query/fragments.hpp",
    search: '" is null or " << tags << " && array',
    replace: '" is null or true or " << tags << " && array',
    database: "entity-tags.test.mjs",
  },
  {
    what: "tags: a tree is its row",
    file: "wasm/query/fragments.hpp",
    search: "if (!tree.empty()) {",
    replace: "if (false) {",
    database: "entity-tags.test.mjs",
  },
  {
    what: "changes: updatedAt stays as it is",
    file: "wasm/query/write.hpp",
    search: 'sql << "updated_at = " << now;',
    replace: 'sql << "updated_at = " << entity.table << ".updated_at";',
  },
  {
    what: "changes: null and absent are the same where null is a value",
    file: "wasm/query/write.hpp",
    search: "if (column.nullable) {",
    replace: "if (false) {",
  },
  {
    what: "parameters: a value that comes twice gets two numbers",
    file: "wasm/query/builder.hpp",
    search: "!(parameters_[at] == parameter)) ++at;",
    replace: "true) ++at;",
  },
  {
    what: "lists: orderIndex has no say",
    file: "wasm/query/fragments.hpp",
    search: "  order_by(sql, entity, alias);\n",
    replace: "",
    database: "months.test.mjs",
  },
  {
    what: "months: the newest is the oldest of its year",
    file: "wasm/model/months.hpp",
    search: 'Order{"month", " desc"}',
    replace: 'Order{"month"}',
    database: "months.test.mjs",
  },
  {
    what: "new categories: their months run from 0 to 11",
    file: "wasm/query/entries.hpp",
    search: "generate_series(1, 12)",
    replace: "generate_series(0, 11)",
    database: "yearly-categories.test.mjs",
  },
  {
    what: "year summary: the children of a category are dropped",
    file: "wasm/api/yearly_budgets.hpp",
    search:
      'union all select children.id from budgeting.yearly_categories as top"\n' +
      '           " join budgeting.yearly_categories as children on children.parent_id = top.id"\n' +
      '           " where top.section_id = sections.id and top.parent_id is null) as categories"',
    replace: ') as categories"',
    database: "summaries.test.mjs",
  },
  {
    what: "copy-month: the source's first deduction of a name wins",
    file: "wasm/api/month_actions.hpp",
    search: "order_index desc, id desc",
    replace: "order_index, id",
    database: "month-laws.test.mjs",
  },
  {
    what: "copy-month: deductions of another source count",
    file: "wasm/api/month_actions.hpp",
    search: "using (income_source_id, name)",
    replace: "using (name)",
    database: "month-laws.test.mjs",
  },
  {
    what: "clear-month: every other deduction of the year is cleared as well",
    file: "wasm/api/month_actions.hpp",
    search: "where deduction.income_entry_id = incomes.id returning",
    replace: "where true returning",
    database: "month-laws.test.mjs",
  },
  {
    what: "bulk update: those that are the user's are changed though others are not",
    file: "wasm/api/category_entries.hpp",
    search: "(select count(*) from owned) = cardinality(",
    replace: "(select count(*) from owned) <= cardinality(",
    database: "bulk-entries.test.mjs",
  },
  {
    what: "new months: one of another user's may be copied",
    file: "wasm/api/months.hpp",
    search: '"source as (select transaction_months.id";\n  query::from_owned(sql, model::month);\n  sql << " and ',
    replace: '"source as (select transaction_months.id from budgeting.transaction_months where ',
    database: "months.test.mjs",
  },
];
