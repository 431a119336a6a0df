// Which tables in the schema `budgeting` belong to this API: other applications may keep theirs there too.
import { tables } from "../consistency/tables.mjs";

/** Every table that the migrations create: those with users' data, and the API's own records. */
export const ownTables = [...Object.keys(tables), "idempotency_keys"];

const names = ownTables.map((name) => `'${name}'`).join(", ");

/** SQL: whether the row `c` of `pg_class` is such a table, or the sequence of one of its columns. */
export const isOwn = `(c.relname in (${names}) or c.relkind = 'S' and exists (
  select from pg_depend d join pg_class t on t.oid = d.refobjid
  where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass
    and d.deptype in ('a', 'i') and t.relnamespace = c.relnamespace and t.relname in (${names})
))`;

/**
 * SQL: objects of other applications in the schema that the Worker's role may use, because a migration once granted it
 * everything there: `id`, what was `found`, and the SQL to `mend` it, to be run by the object's owner.
 */
export const sharedSql = `
  with theirs as (
    select c.oid, c.relacl, c.relrowsecurity, format('budgeting.%I', c.relname) as name,
      case c.relkind when 'S' then 'sequence ' else '' end as kind
    from pg_class c
    where c.relnamespace = to_regnamespace('budgeting') and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and not ${isOwn}
  )
  select oid::bigint as id, name || ' is not ours, but budgeting_api has been granted '
      || string_agg(distinct lower(acl.privilege_type), ', ') || ' on it' as found,
    format('revoke all on %s%s from budgeting_api;', kind, name) as mend
  from theirs cross join aclexplode(relacl) acl where acl.grantee = to_regrole('budgeting_api')
  group by oid, name, kind
  union all
  select theirs.oid::bigint, name || ' is not ours, but has our policy and row level security, which hides its rows',
    format('drop policy budgeting_api on %s;', name)
      || case when exists (select from pg_policy o where o.polrelid = theirs.oid and o.oid <> p.oid) then ''
         else format(' alter table %s disable row level security;', name) end
  from theirs join pg_policy p on p.polrelid = theirs.oid and p.polname = 'budgeting_api'
    and p.polroles = array[to_regrole('budgeting_api')::oid]
  union all
  select distinct d.oid::bigint, format('%s that %I makes in the schema budgeting are granted to budgeting_api', kind, r.rolname),
    format('alter default privileges for role %I in schema budgeting revoke all on %s from budgeting_api;', r.rolname, kind)
  from pg_default_acl d cross join aclexplode(d.defaclacl) acl join pg_roles r on r.oid = d.defaclrole
  cross join lateral (
    select case d.defaclobjtype when 'S' then 'sequences' when 'r' then 'tables' when 'f' then 'functions' else 'types' end as kind
  ) of
  where d.defaclnamespace = to_regnamespace('budgeting') and acl.grantee = to_regrole('budgeting_api')`;

/**
 * SQL: the sequences of our ids that have used up at least half of their values, or of those that the column can hold.
 */
export const sequencesSql = `
  select s.seqrelid::bigint as id,
    format('%s has given out %s of %s ids', s.seqrelid::regclass, last, most) as found,
    case when most <= 2147483647 then 'npm run migrate makes ids 64-bit'
      else 'a bigint column and a sequence without a maxvalue of its own have room for more' end as mend
  from pg_sequence s
  join pg_class c on c.oid = s.seqrelid
  join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.seqrelid and d.refclassid = 'pg_class'::regclass
    and d.deptype in ('a', 'i')
  join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
  cross join lateral (
    select case when has_sequence_privilege(s.seqrelid, 'usage, select') then pg_sequence_last_value(s.seqrelid) end as last,
      least(s.seqmax, case a.atttypid when 'bigint'::regtype then 9223372036854775807 else 2147483647 end) as most
  ) used
  where c.relnamespace = to_regnamespace('budgeting') and ${isOwn} and last >= most / 2`;
