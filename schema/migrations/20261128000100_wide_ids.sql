-- Ids of 64 bits. With 32 bits all users together had two thousand million ids per table, and one of them alone could use
-- those up within hours by copying and deleting; after that nobody could create anything.
--
-- Every table is locked and written anew, which takes its time, and as much free disk space as the tables have
-- (docs/deploy.md, step 2). What is 64-bit already is left alone.

-- While this waits for a lock, whoever comes later waits for this.
set local lock_timeout = '15s';

do $$
declare
  -- The ids, and the columns that refer to them.
  ids constant json := '{
    "profiles": ["id"],
    "transaction_months": ["id"],
    "transaction_fixed_payments": ["id", "month_id"],
    "transaction_categories": ["id", "month_id"],
    "transaction_entries": ["id", "category_id"],
    "yearly_budgets": ["id"],
    "yearly_income_sources": ["id", "yearly_budget_id"],
    "yearly_income_entries": ["id", "income_source_id"],
    "yearly_deductions": ["id", "income_entry_id"],
    "yearly_sections": ["id", "yearly_budget_id"],
    "yearly_categories": ["id", "section_id", "parent_id"],
    "yearly_category_entries": ["id", "category_id"]
  }';
  blocking text;
  wide record;
begin
  select string_agg(distinct pg_describe_object(d.classid, d.objid, d.objsubid), '; ') into blocking
  from json_each(ids) known
  join pg_attribute a on a.attrelid = to_regclass('budgeting.' || known.key) and known.value::jsonb ? a.attname
  join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = a.attrelid and d.refobjsubid = a.attnum
  where a.atttypid = 'integer'::regtype and d.classid in (
    'pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass, 'pg_proc'::regclass,
    'pg_publication_rel'::regclass
  );
  if blocking is not null then
    raise exception 'ids cannot become 64-bit while this uses them: %', blocking using detail =
      'They are not of this API. Keep their definitions (pg_dump --schema-only, or \d+ in psql), drop them, run the '
      'migrations again, and make them again; a bigint is then what they give for an id.';
  end if;

  for wide in
    select known.key as name, string_agg(format('alter column %I type bigint', a.attname), ', ') as changes
    from json_each(ids) with ordinality as known (key, value, place)
    join pg_attribute a on a.attrelid = to_regclass('budgeting.' || known.key) and known.value::jsonb ? a.attname
    where a.atttypid = 'integer'::regtype
    group by known.key, known.place order by known.place
  loop
    -- All columns of a table at once, so that it is written once.
    execute format('alter table budgeting.%I %s', wide.name, wide.changes);
  end loop;

  for wide in
    select s.seqrelid::regclass as name
    from json_object_keys(ids) as own
    join pg_sequence s on s.seqrelid = pg_get_serial_sequence('budgeting.' || own, 'id')::regclass
    where s.seqtypid = 'integer'::regtype
  loop
    execute format('alter sequence %s as bigint', wide.name);
  end loop;
end
$$;

comment on schema budgeting is '20261128000100';
