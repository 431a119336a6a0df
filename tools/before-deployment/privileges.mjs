// Checks that the Worker's login has the privileges it needs, and no others.
import { isOwn } from "../database/own-tables.mjs";
import { fix, ok, warning } from "./findings.mjs";
import { list } from "./tables.mjs";

/** @typedef {import("./findings.mjs").Finding} Finding */

/** Schemas that are not PostgreSQL's own. */
const others = "n.nspname not in ('budgeting', 'pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'";

/** The login's role attributes; names are quoted for use in a statement. */
const loginSql = `
  select quote_ident(rolname) as login, quote_ident(current_database()) as database, rolsuper, rolinherit,
    array_remove(array[
      case when rolbypassrls then 'nobypassrls' end, case when rolcreaterole then 'nocreaterole' end,
      case when rolcreatedb then 'nocreatedb' end, case when rolreplication then 'noreplication' end
    ], null) as attributes,
    exists (
      select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'budgeting' and (pg_has_role(c.relowner, 'usage') or pg_has_role(n.nspowner, 'usage'))
    ) as owner,
    coalesce(pg_has_role(to_regrole('budgeting_api'), 'member'), false) as member,
    coalesce(pg_has_role(to_regrole('budgeting_api'), 'usage'), false) as inherits,
    array(
      select quote_ident(r.rolname) from pg_roles r
      where pg_has_role(r.oid, 'member') and r.rolname not in (current_user, 'budgeting_api') order by 1
    ) as "otherRoles",
    has_database_privilege(current_database(), 'create') as "makesSchemas",
    has_database_privilege(current_database(), 'temporary') as "makesTemporary",
    array(
      select quote_ident(n.nspname) from pg_namespace n
      where has_schema_privilege(n.oid, 'create') and (n.nspname = 'budgeting' or ${others}) order by 1
    ) as "creatableIn",
    current_setting('search_path') in ('', '""') as "pathless",
    current_setting('statement_timeout') = '0' as "endless"
  from pg_roles where rolname = current_user`;

/** For each of our tables, the privileges that are missing and those that should not be there. */
const tablesSql = `
  select c.relname as name, '' as kind,
    array(select r from unnest(array['select', 'insert', 'update', 'delete']) r
          where not has_table_privilege(c.oid, r)) as missing,
    array(select r from unnest(array['truncate', 'references', 'trigger']) r
          where has_table_privilege(c.oid, r)) as needless
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'budgeting' and c.relkind in ('r', 'p') and ${isOwn}
  union all
  select c.relname, 'sequence ', array(select 'usage' where not has_sequence_privilege(c.oid, 'usage')), '{}'
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'budgeting' and c.relkind = 'S' and ${isOwn}
  order by 1`;

/**
 * Objects of others that the login may use, including those in our schema; extensions install views that are meant for
 * everybody.
 */
const elsewhereSql = `
  select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where (${others} or n.nspname = 'budgeting' and not ${isOwn}) and c.relkind in ('r', 'p', 'v', 'm', 'f')
    and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select, insert, update, delete, truncate')
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  order by 1`;

/** SECURITY DEFINER functions in our schema. None of them is ours. */
const functionsSql = `
  select format('budgeting.%I(%s)', p.proname, pg_get_function_identity_arguments(p.oid)) as name
  from pg_proc p
  where p.pronamespace = to_regnamespace('budgeting') and p.prosecdef and has_function_privilege(p.oid, 'execute')
  order by 1`;

/**
 * @param {import("pg").Client} client connected as the Worker's login
 * @returns {Promise<Finding[]>}
 */
export async function checkLogin(client) {
  const { rows } = await client.query(loginSql);
  const login = rows[0];
  const instead = "let the Worker connect as a login of its own: docs/deploy.md, step 3";
  // A superuser or a member of such a role may do everything, so a list would be useless.
  if (login.rolsuper) return [fix(`login ${login.login}: is a superuser`, instead)];
  if (login.owner) {
    return [
      fix(
        `login ${login.login}: owns the tables, so it may drop them, and row level security does not apply to it`,
        instead,
      ),
    ];
  }
  return [...checkMembership(login), ...(await checkRights(client, login)), ...checkExtras(login)];
}

/** @param {Record<string, any>} login @returns {Finding[]} */
function checkMembership({ login, member, inherits, attributes, otherRoles, rolinherit }) {
  const findings = [];
  if (!member) {
    findings.push(
      fix(`login ${login}: is no member of budgeting_api, so every list is empty`, `grant budgeting_api to ${login};`),
    );
  } else if (!inherits) {
    // Since PostgreSQL 16, each membership keeps the options with which it was granted.
    const again = `revoke budgeting_api from ${login}; grant budgeting_api to ${login};`;
    findings.push(
      fix(
        `login ${login}: does not inherit the rights of budgeting_api`,
        `${rolinherit ? "" : `alter role ${login} inherit; `}${again}`,
      ),
    );
  } else {
    findings.push(ok(`login ${login}: is a member of budgeting_api, neither superuser nor owner`));
  }
  if (attributes.length > 0) {
    findings.push(fix(`login ${login}: may do more than it must`, `alter role ${login} ${attributes.join(" ")};`));
  }
  if (otherRoles.length > 0) {
    findings.push(
      fix(`login ${login}: is also a member of ${list(otherRoles)}`, `revoke ${otherRoles.join(", ")} from ${login};`),
    );
  }
  return findings;
}

/** @param {import("pg").Client} client @param {Record<string, any>} login @returns {Promise<Finding[]>} */
async function checkRights(client, { login, inherits }) {
  const { rows: tables } = await client.query(tablesSql);
  const missing = tables.filter((table) => table.missing.length > 0);
  const needless = tables.filter((table) => table.needless.length > 0);
  const { rows: elsewhere } = await client.query(elsewhereSql);
  const { rows: functions } = await client.query(functionsSql);
  const findings = [];
  if (missing.length > 0 && inherits) {
    const each = missing.map((table) => `${table.missing.join(", ")} on ${table.name}`);
    findings.push(
      fix(
        `role budgeting_api: lacks ${list(each)}`,
        missing
          .map((table) => `grant ${table.missing.join(", ")} on ${table.kind}budgeting.${table.name} to budgeting_api;`)
          .join("\n"),
      ),
    );
  }
  if (needless.length > 0) {
    const each = needless.map((table) => `${table.needless.join(", ")} on ${table.name}`);
    findings.push(
      fix(
        `login ${login}: may also ${list(each)}`,
        `revoke truncate, references, trigger on ${needless.map(({ name }) => `budgeting.${name}`).join(", ")} ` +
          `from public, budgeting_api, ${login};`,
      ),
    );
  }
  if (elsewhere.length > 0) {
    findings.push(
      warning(
        `login ${login}: also has rights on ${list(elsewhere.map(({ name }) => name))}`,
        `revoke all on each of them from public or from ${login}, whichever has been granted them`,
      ),
    );
  }
  if (functions.length > 0) {
    findings.push(
      warning(
        `login ${login}: may call ${list(functions.map(({ name }) => name))}, which act with their owner's rights`,
        "-- First grant each function to the roles that need it.\n" +
          functions.map(({ name }) => `revoke execute on function ${name} from public, ${login};`).join("\n"),
      ),
    );
  }
  if (findings.length === 0 && inherits) {
    findings.push(ok(`login ${login}: reads and writes every table of ours, and none of another`));
  }
  return findings;
}

/** @param {Record<string, any>} login @returns {Finding[]} */
function checkExtras({ login, database, makesSchemas, makesTemporary, creatableIn, pathless, endless }) {
  const findings = [];
  if (makesSchemas) {
    findings.push(
      fix(`login ${login}: may make schemas`, `revoke create on database ${database} from public, ${login};`),
    );
  }
  if (creatableIn.length > 0) {
    const mend = creatableIn.map(
      (/** @type {string} */ schema) => `revoke create on schema ${schema} from public, ${login};`,
    );
    findings.push(fix(`login ${login}: may make things in the schemas ${list(creatableIn)}`, mend.join("\n")));
  }
  if (!pathless) {
    findings.push(
      fix(
        `login ${login}: has a search path, so objects that others create there could replace PostgreSQL's own functions`,
        `alter role ${login} set search_path = '';`,
      ),
    );
  }
  if (endless) {
    findings.push(
      fix(
        `login ${login}: its statements may go on after the Worker has given up on them`,
        `alter role ${login} set statement_timeout = '10s';`,
      ),
    );
  }
  if (makesTemporary) {
    findings.push(
      warning(
        `login ${login}: may make temporary tables, as everybody may by default`,
        `if nothing else in this database needs them: revoke temporary on database ${database} from public;`,
      ),
    );
  }
  if (findings.length === 0)
    findings.push(ok(`login ${login}: may make nothing, has no search path, and its statements have an end`));
  return findings;
}
