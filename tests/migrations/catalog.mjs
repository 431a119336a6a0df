// What a database's catalog says about the tables that users had before, in a form that compares well.

/** The table that a migration has added. */
export const ADDED = "idempotency_keys";

/**
 * @param {import("pg").Client} client
 * @param {string} sql
 */
async function column(client, sql) {
  const { rows } = await client.query({ text: sql, rowMode: "array" });
  return rows.map(([value]) => String(value)).filter((value) => !value.includes(ADDED) && !value.includes("rows_of_"));
}

/** @param {import("pg").Client} client */
export async function readCatalog(client) {
  // Without a path, PostgreSQL writes every name with its schema.
  await client.query("set search_path = ''");
  return {
    tables: await column(
      client,
      "select tablename from pg_tables where schemaname = 'budgeting' order by tablename collate \"C\"",
    ),
    columns: await column(
      client,
      `select c.relname || ': ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
         || case when a.attnotnull then '' else ' null' end
         || coalesce(' = ' || split_part(pg_get_expr(d.adbin, d.adrelid), '(', 1), '')
       from pg_attribute a
       join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'budgeting'::regnamespace
       left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
       where a.attnum > 0 and not a.attisdropped
       order by 1`,
    ),
    indexes: await column(client, "select indexdef from pg_indexes where schemaname = 'budgeting' order by 1"),
    constraints: await column(
      client,
      `select (select relname from pg_class where oid = conrelid) || ' ' || conname || ' ' || pg_get_constraintdef(oid)
       from pg_constraint where connamespace = 'budgeting'::regnamespace and contype <> 'n' order by 1`,
    ),
    sequences: await column(
      client,
      `select s.relname || ' ' || format_type(q.seqtypid, null) || ' owned by ' || (select relname from pg_class where oid = d.refobjid) || '.' || a.attname
       from pg_class s
       join pg_sequence q on q.seqrelid = s.oid
       left join pg_depend d on d.objid = s.oid and d.deptype = 'a'
       left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
       where s.relnamespace = 'budgeting'::regnamespace order by 1`,
    ),
    enums: await column(
      client,
      `select t.typname || ': ' || string_agg(e.enumlabel, ', ' order by e.enumsortorder)
       from pg_type t join pg_enum e on e.enumtypid = t.oid
       where t.typnamespace = 'budgeting'::regnamespace group by t.typname order by 1`,
    ),
    elsewhere: await column(client, "select tablename from pg_tables where schemaname = 'public' order by 1"),
  };
}

/**
 * Every row of every table, as text.
 *
 * @param {import("pg").Client} client
 */
export async function readRows(client) {
  /** @type {Record<string, string[]>} */
  const rows = {};
  const tables = await column(client, "select tablename from pg_tables where schemaname = 'budgeting' order by 1");
  for (const table of tables) {
    rows[table] = await column(client, `select row_to_json(t)::text from budgeting.${table} t order by id`);
  }
  return rows;
}
