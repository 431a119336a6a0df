-- Two users who both have everything. Each row of the database has an id that no other row has, in whatever table; and
-- nothing of the victim's can be taken for something else: long numbers, a year of their own, their name in each text.
create sequence budgeting.every_id;

do $$
declare
  known_table text;
begin
  for known_table in
    select table_name from information_schema.columns where table_schema = 'budgeting' and column_name = 'id'
  loop
    execute format('alter table budgeting.%I alter id set default nextval(''budgeting.every_id'')', known_table);
  end loop;
end
$$;

create function budgeting.furnish(who text, auth_user_id text, year integer, first_number integer) returns void
language sql as $$
  select setval('budgeting.every_id', first_number);

  insert into budgeting.profiles (auth_user_id, profile_token, created_at, updated_at)
  values (auth_user_id, 'token of the ' || who, first_number, first_number);

  insert into budgeting.transaction_months (profile_token, month_name, year, month, income, created_at, updated_at)
  select 'token of the ' || who, who || ' month ' || n, year, n, first_number, first_number, first_number
  from generate_series(1, 2) as n;

  insert into budgeting.transaction_fixed_payments (month_id, name, amount, created_at, updated_at)
  select id, who || ' payment', first_number, first_number, first_number
  from budgeting.transaction_months where month_name like who || '%';

  insert into budgeting.transaction_categories (month_id, name, allocated_amount, created_at, updated_at)
  select id, who || ' category', first_number, first_number, first_number
  from budgeting.transaction_months where month_name like who || '%';

  insert into budgeting.transaction_entries
    (category_id, amount, description, transaction_date, created_at, updated_at)
  select id, first_number, who || ' entry', first_number, first_number, first_number
  from budgeting.transaction_categories where name like who || '%';

  insert into budgeting.yearly_budgets (profile_token, year, spend_target, created_at, updated_at)
  values ('token of the ' || who, year, first_number, first_number, first_number);

  insert into budgeting.yearly_income_sources (yearly_budget_id, name, created_at, updated_at)
  select id, who || ' source', first_number, first_number
  from budgeting.yearly_budgets where profile_token = 'token of the ' || who;

  insert into budgeting.yearly_income_entries (income_source_id, month, gross_amount, created_at, updated_at)
  select id, n, first_number, first_number, first_number
  from budgeting.yearly_income_sources, generate_series(1, 2) as n where name like who || '%';

  -- The same name in both months, or copy-month would copy none.
  insert into budgeting.yearly_deductions (income_entry_id, name, amount, created_at, updated_at)
  select id, who || ' deduction', first_number + id, first_number, first_number
  from budgeting.yearly_income_entries where created_at = first_number;

  insert into budgeting.yearly_sections (yearly_budget_id, type, name, target_percent, created_at, updated_at)
  select id, 'LIVING', who || ' section', 70, first_number, first_number
  from budgeting.yearly_budgets where profile_token = 'token of the ' || who;

  insert into budgeting.yearly_categories (section_id, name, created_at, updated_at)
  select id, who || ' category ' || n, first_number, first_number
  from budgeting.yearly_sections, generate_series(1, 2) as n where name like who || '%';

  insert into budgeting.yearly_categories (section_id, parent_id, name, created_at, updated_at)
  select section_id, id, name || '''s child', first_number, first_number
  from budgeting.yearly_categories where name = who || ' category 1';

  insert into budgeting.yearly_category_entries (category_id, month, amount, is_paid, created_at, updated_at)
  select id, n, first_number + id, true, first_number, first_number
  from budgeting.yearly_categories, generate_series(1, 2) as n where name like who || '%';

  -- The second has expired at the time 1 that the tests' requests have.
  insert into budgeting.idempotency_keys (auth_user_id, key, fingerprint, body, created_at)
  values (auth_user_id, who || ' key', 'fingerprint', json_build_object('name', who || ' answer'), 0),
         (auth_user_id, who || ' expired key', 'fingerprint', json_build_object('name', who || ' answer'), -90000);
$$;

select budgeting.furnish('neighbour', '00000000-0000-4000-8000-000000000002', 2025, 1000),
       budgeting.furnish('victim', '00000000-0000-4000-8000-000000000001', 2099, 700000000);
-- What the tests make themselves has short numbers again.
select setval('budgeting.every_id', 5000);
