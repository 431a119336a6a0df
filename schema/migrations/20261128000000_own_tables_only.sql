-- replaces: 20261125000000_worker_role
--
-- The file that this one replaces took every table of the schema `budgeting` for one of this API's. Other applications keep
-- theirs there too, a sign-in library's `session` for one: the Worker's login could read them, and row level security hid
-- them from their own login. This file does the same for this API's tables alone, each by its name, and takes back what was
-- done to the others. `npm run migrate` runs it in place of the other one where that was not applied yet, so that nothing
-- has to be taken back there. What that file revoked from others on foreign tables is not known any more; docs/deploy.md says
-- how to look at it.

-- Roles belong to the whole cluster: the migration of another database may have made it, or be making it right now.
do $$
begin
  if to_regrole('budgeting_api') is null then
    create role budgeting_api nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
end
$$;

do $$
begin
  if exists (
    select from pg_roles
    where rolname = 'budgeting_api'
      and (rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
  ) then
    raise exception 'the role budgeting_api exists and may do more than it is for' using detail =
      'Its members would inherit that. Rename it, or: '
      'alter role budgeting_api nologin nosuperuser nobypassrls nocreaterole nocreatedb noreplication';
  end if;
end
$$;

grant usage on schema budgeting to budgeting_api;

do $$
declare
  own_names constant text[] := array[
    'profiles', 'transaction_months', 'transaction_fixed_payments', 'transaction_categories', 'transaction_entries',
    'yearly_budgets', 'yearly_income_sources', 'yearly_income_entries', 'yearly_deductions', 'yearly_sections',
    'yearly_categories', 'yearly_category_entries', 'idempotency_keys'
  ];
  own oid[]; -- those tables, as far as they are there, and the sequences of their columns
  others text; -- who may do nothing with them
  relation record;
  -- Only that file gave default privileges, so they tell that it was applied here.
  was_applied constant boolean := exists (
    select from pg_default_acl d cross join aclexplode(d.defaclacl) acl
    where d.defaclnamespace = 'budgeting'::regnamespace and acl.grantee = 'budgeting_api'::regrole
  );
begin
  own := array(
    select oid from pg_class
    where relnamespace = 'budgeting'::regnamespace and relname = any (own_names) and relkind in ('r', 'p')
  );
  own := own || array(
    select s.oid from pg_class s join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.oid
    where s.relkind = 'S' and d.refclassid = 'pg_class'::regclass and d.refobjid = any (own) and d.deptype in ('a', 'i')
  );
  select string_agg(name, ', ') into others
  from (
    select 'public' as name union all select rolname from pg_roles where rolname in ('anon', 'authenticated')
  ) as known;

  -- Row level security does not stop TRUNCATE, so what was granted to others is taken back as well.
  for relation in select oid::regclass as name, relname, relkind from pg_class where oid = any (own) order by relname loop
    if relation.relkind = 'S' then
      execute format('revoke all on sequence %s from %s', relation.name, others);
      execute format('grant usage on sequence %s to budgeting_api', relation.name);
      continue;
    end if;
    execute format('revoke all on %s from %s', relation.name, others);
    execute format('grant select, insert, update, delete on %s to budgeting_api', relation.name);
    execute format('alter table %s enable row level security', relation.name);
    if not exists (
      select from pg_policies
      where schemaname = 'budgeting' and tablename = relation.relname and policyname = 'budgeting_api'
    ) then
      execute format(
        'create policy budgeting_api on %s to budgeting_api using (true) with check (true)', relation.name
      );
    end if;
  end loop;

  -- From here on: what is not ours. What another role owns, and this one may not change, it has not changed either.
  for relation in
    select c.oid, c.oid::regclass as name, case c.relkind when 'S' then 'sequence' else 'table' end as kind
    from pg_class c
    where c.relnamespace = 'budgeting'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
      and c.oid <> all (own) and pg_has_role(c.relowner, 'usage')
      and exists (select from aclexplode(c.relacl) acl where acl.grantee = 'budgeting_api'::regrole)
  loop
    execute format('revoke all on %s %s from budgeting_api', relation.kind, relation.name);
    raise warning '% is not ours: what budgeting_api had been granted on it was taken back', relation.name;
  end loop;

  for relation in
    select c.oid::regclass as name, c.relrowsecurity, own_policy.oid is not null as has_own_policy,
      exists (select from pg_policy p where p.polrelid = c.oid and p.oid is distinct from own_policy.oid) as has_others
    from pg_class c
    left join pg_policy own_policy on own_policy.polrelid = c.oid and own_policy.polname = 'budgeting_api'
      and own_policy.polroles = array['budgeting_api'::regrole::oid]
    where c.relnamespace = 'budgeting'::regnamespace and c.relkind in ('r', 'p')
      and c.oid <> all (own) and pg_has_role(c.relowner, 'usage')
      -- Prisma's notes got row level security without a policy.
      and (own_policy.oid is not null or (was_applied and c.relname = '_prisma_migrations'))
  loop
    if relation.has_own_policy then
      execute format('drop policy budgeting_api on %s', relation.name);
    end if;
    -- With policies of their own they had it before, or want it now.
    if relation.relrowsecurity and not relation.has_others then
      execute format('alter table %s disable row level security', relation.name);
      raise warning '% is not ours: its row level security was turned off again', relation.name;
    end if;
  end loop;

  for relation in
    select distinct r.rolname, case d.defaclobjtype when 'S' then 'sequences' else 'tables' end as kind
    from pg_default_acl d cross join aclexplode(d.defaclacl) acl join pg_roles r on r.oid = d.defaclrole
    where d.defaclnamespace = 'budgeting'::regnamespace and acl.grantee = 'budgeting_api'::regrole
      and d.defaclobjtype in ('r', 'S') and pg_has_role(d.defaclrole, 'usage')
  loop
    execute format(
      'alter default privileges for role %I in schema budgeting revoke all on %s from budgeting_api',
      relation.rolname, relation.kind
    );
  end loop;
end
$$;
