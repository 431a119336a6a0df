// Checks that the tables exist as the migrations made them, and that only the Worker can access them.
import { checkUnchanged, migrationsFolder, readMigrations } from "../database/migration-files.mjs";
import { isOwn, sequencesSql, sharedSql } from "../database/own-tables.mjs";
import { fix, ok, warning } from "./findings.mjs";

/** @typedef {import("./findings.mjs").Finding} Finding */

/**
 * Checks that every migration was applied, and that none was edited afterwards.
 *
 * @param {import("pg").Client} client connected as the owner, since the login may not read the migration records
 * @returns {Promise<Finding>}
 */
export async function checkMigrations(client) {
  const mend = "DATABASE_URL=<the owner's address> npm run migrate";
  const { rows: notes } = await client.query(
    `select has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select') as readable
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'budgeting_migrations' and c.relname = 'checksums'`,
  );
  if (notes.length === 0) return fix("migrations: none was applied to this database", mend);
  if (!notes[0].readable) {
    return warning(
      "migrations: not checked, because the Worker's login may not read the list of applied migrations (which is right)",
      "also set MIGRATE_DATABASE_URL to the address that you use for `npm run migrate`",
    );
  }
  const { rows } = await client.query("select name, checksum from budgeting_migrations.checksums order by name");
  const files = await readMigrations(migrationsFolder);
  try {
    checkUnchanged(files, rows);
  } catch (error) {
    return fix(`migrations: ${/** @type {Error} */ (error).message}`);
  }
  const missing = files.filter((file) => !rows.some(({ name }) => name === file.name));
  if (missing.length > 0) return fix(`migrations: not applied yet: ${list(missing.map(({ name }) => name))}`, mend);
  return ok(`migrations: all ${files.length} applied, none edited since`);
}

/**
 * Checks that the database can store every text, and how many ids are left.
 *
 * @param {import("pg").Client} client
 * @returns {Promise<Finding[]>}
 */
export async function checkRoom(client) {
  const [{ server_encoding: encoding }] = (await client.query("show server_encoding")).rows;
  const { rows: used } = await client.query(`${sequencesSql} order by id`);
  return [
    encoding === "UTF8"
      ? ok("encoding: UTF8")
      : fix(
          `encoding: ${encoding} does not have every character that people write, so GET /api/ready is a 503`,
          "pg_dump the database, and restore it into a new one: create database <name> encoding 'UTF8' template template0",
        ),
    used.length === 0
      ? ok("ids: less than half of any sequence is used")
      : warning(`ids: ${list(used.map(({ found }) => found))}`, used[0].mend),
  ];
}

/**
 * Checks that row level security hides all of our tables from everybody but the Worker, and no others.
 *
 * @param {import("pg").Client} client
 * @returns {Promise<Finding[]>}
 */
export async function checkProtection(client) {
  const { rows } = await client.query(
    `select count(*)::int as tables from pg_class c
     where c.relnamespace = to_regnamespace('budgeting') and c.relkind in ('r', 'p') and ${isOwn}`,
  );
  if (rows[0].tables === 0) return [fix("tables: the schema budgeting has none", "npm run migrate")];
  const open = await unprotectedTables(client);
  const granted = await grantedToOthers(client);
  const { rows: shared } = await client.query(`${sharedSql} order by id, found`);
  return [
    open.length === 0
      ? ok("tables: row level security on every one, with one policy, for budgeting_api")
      : fix(`tables: ${list(open)}`, "npm run migrate"),
    granted.length === 0
      ? ok("tables: nothing is granted to everybody, to anon or to authenticated")
      : fix(
          `tables: ${list(granted)}`,
          granted.map(({ grantee, names }) => `revoke all on ${names} from ${grantee};`).join("\n"),
        ),
    shared.length === 0
      ? ok("tables: what others have in the schema is not shared with budgeting_api")
      : fix(`tables: ${list(shared.map(({ found }) => found))}`, shared.map(({ mend }) => mend).join("\n")),
  ];
}

/**
 * Our tables that others than the members of `budgeting_api` can access, and why.
 *
 * @param {import("pg").Client} client
 * @returns {Promise<string[]>}
 */
export async function unprotectedTables(client) {
  const { rows } = await client.query(
    `select table_name || fault as fault
     from (
       select c.relname as table_name,
         case
           when not c.relrowsecurity then ' has no row level security'
           when count(*) filter (where not expected) > 0 then
             ' has another policy: ' || string_agg(p.policyname, ', ' order by p.policyname) filter (where not expected)
           when count(*) filter (where expected) = 0 then ' has no policy for budgeting_api'
         end as fault
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       left join lateral (
         select policyname, roles = '{budgeting_api}' and permissive = 'PERMISSIVE' and cmd = 'ALL'
           and qual = 'true' and with_check = 'true' as expected
         from pg_policies where schemaname = n.nspname and tablename = c.relname
       ) p on true
       where n.nspname = 'budgeting' and c.relkind in ('r', 'p') and ${isOwn}
       group by c.oid, c.relname, c.relrowsecurity
     ) faults
     where fault is not null order by 1`,
  );
  return rows.map(({ fault }) => fault);
}

/**
 * Row level security does not prevent TRUNCATE, and where a role has a grant, nothing else protects the rows.
 *
 * @param {import("pg").Client} client
 * @returns {Promise<{ grantee: string, names: string, toString(): string }[]>}
 */
async function grantedToOthers(client) {
  const { rows } = await client.query(
    `select grantee, string_agg(distinct privilege, ', ') as privileges, count(distinct name)::int as tables,
       string_agg(distinct 'budgeting.' || name, ', ') as names
     from (
       select coalesce(r.rolname, 'public') as grantee, lower(acl.privilege_type) as privilege, c.relname as name
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'budgeting'
       cross join aclexplode(c.relacl) acl
       left join pg_roles r on r.oid = acl.grantee
       where c.relkind in ('r', 'p') and ${isOwn} and (acl.grantee = 0 or r.rolname in ('anon', 'authenticated'))
     ) grants
     group by grantee order by grantee`,
  );
  return rows.map(({ grantee, privileges, tables, names }) => ({
    grantee,
    names,
    toString: () => `${grantee} has been granted ${privileges} on ${tables} of them`,
  }));
}

/**
 * The first few items of a longer list.
 *
 * @param {unknown[]} all
 */
export function list(all) {
  const shown = all.slice(0, 4).join("; ");
  return all.length > 4 ? `${shown}; and ${all.length - 4} more` : shown;
}
