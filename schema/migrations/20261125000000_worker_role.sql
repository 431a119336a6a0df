-- What the Worker may do, and that nobody else may do anything. The login that the Worker connects with is made a member
-- of `budgeting_api` (docs/deploy.md); the tables' owner keeps working as before, because row level security does not
-- hold for owners. For everybody else it hides every row, whatever tables they are granted: Supabase's `anon` and
-- `authenticated` above all, should the schema ever be exposed through its REST interface.
--
-- Statements name the schema of whatever they use, so the Worker's login needs no search path, and has none: a setting of
-- a role holds for that role's own sessions and not for its members', so it is set with the login.

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

-- Row level security does not stop TRUNCATE, so what was granted to others is taken back as well.
do $$
declare
  other text;
begin
  for other in
    select 'public' union all select rolname from pg_roles where rolname in ('anon', 'authenticated')
  loop
    execute format('revoke all on schema budgeting from %s', other);
    execute format('revoke all on all tables in schema budgeting from %s', other);
    execute format('revoke all on all sequences in schema budgeting from %s', other);
    execute format('alter default privileges in schema budgeting revoke all on tables from %s', other);
    execute format('alter default privileges in schema budgeting revoke all on sequences from %s', other);
  end loop;
end
$$;

-- A table of a later migration is granted by this, but needs its own `enable row level security` and `create policy`.
alter default privileges in schema budgeting grant select, insert, update, delete on tables to budgeting_api;
alter default privileges in schema budgeting grant usage on sequences to budgeting_api;

grant usage on schema budgeting to budgeting_api;
grant usage on all sequences in schema budgeting to budgeting_api;

do $$
declare
  name text;
begin
  for name in
    select relname from pg_class
    where relnamespace = 'budgeting'::regnamespace and relkind in ('r', 'p')
    order by relname
  loop
    execute format('alter table budgeting.%I enable row level security', name);
    -- Prisma's own notes, in databases that it made: nobody's but their owner's.
    continue when name = '_prisma_migrations';
    execute format('grant select, insert, update, delete on budgeting.%I to budgeting_api', name);
    if not exists (
      select from pg_policies where schemaname = 'budgeting' and tablename = name and policyname = 'budgeting_api'
    ) then
      execute format(
        'create policy budgeting_api on budgeting.%I to budgeting_api using (true) with check (true)', name
      );
    end if;
  end loop;
end
$$;
