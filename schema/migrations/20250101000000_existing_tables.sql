-- The tables as users already have them. Every statement is harmless where its result exists, because this also runs
-- on databases that Prisma made, with their data in them, and on ones that `supabase db push` has brought here before.
-- The unique indexes are indexes and not constraints, and every name is the one that Prisma gives.

create schema if not exists budgeting;

do $$
begin
  if to_regtype('budgeting."SectionType"') is null then
    create type budgeting."SectionType" as enum ('LIVING', 'NON_ESSENTIAL', 'SAVINGS');
  end if;
end
$$;

create table if not exists budgeting.profiles (
  id serial not null,
  -- `uuid` in some existing databases, and left so there.
  auth_user_id text not null,
  profile_token text not null,
  created_at integer not null,
  updated_at integer not null,
  constraint profiles_pkey primary key (id)
);

create table if not exists budgeting.transaction_months (
  id serial not null,
  profile_token text,
  month_name text not null,
  year integer not null,
  month integer not null default 1,
  income integer not null default 0,
  created_at integer not null,
  updated_at integer not null,
  constraint transaction_months_pkey primary key (id)
);

create table if not exists budgeting.transaction_fixed_payments (
  id serial not null,
  month_id integer not null,
  name text not null,
  amount integer not null,
  order_index integer not null default 0,
  created_at integer not null,
  updated_at integer not null,
  constraint transaction_fixed_payments_pkey primary key (id)
);

create table if not exists budgeting.transaction_categories (
  id serial not null,
  month_id integer not null,
  name text not null,
  allocated_amount integer not null default 0,
  order_index integer not null default 0,
  created_at integer not null,
  updated_at integer not null,
  constraint transaction_categories_pkey primary key (id)
);

create table if not exists budgeting.transaction_entries (
  id serial not null,
  category_id integer not null,
  amount integer not null,
  description text,
  transaction_date integer,
  created_at integer not null,
  updated_at integer not null,
  constraint transaction_entries_pkey primary key (id)
);

create table if not exists budgeting.yearly_budgets (
  id serial not null,
  profile_token text,
  year integer not null,
  spend_target integer not null default 500000,
  show_warnings boolean not null default true,
  created_at integer not null,
  updated_at integer not null,
  constraint yearly_budgets_pkey primary key (id)
);

create table if not exists budgeting.yearly_income_sources (
  id serial not null,
  yearly_budget_id integer not null,
  name text not null,
  order_index integer not null default 0,
  created_at integer not null,
  updated_at integer not null,
  constraint yearly_income_sources_pkey primary key (id)
);

create table if not exists budgeting.yearly_income_entries (
  id serial not null,
  income_source_id integer not null,
  month integer not null,
  gross_amount integer not null default 0,
  created_at integer not null,
  updated_at integer not null,
  constraint yearly_income_entries_pkey primary key (id)
);

create table if not exists budgeting.yearly_deductions (
  id serial not null,
  income_entry_id integer not null,
  name text not null,
  amount integer not null default 0,
  order_index integer not null default 0,
  created_at integer not null,
  updated_at integer not null,
  constraint yearly_deductions_pkey primary key (id)
);

create table if not exists budgeting.yearly_sections (
  id serial not null,
  yearly_budget_id integer not null,
  type budgeting."SectionType" not null,
  name text not null,
  target_percent integer not null default 70,
  order_index integer not null default 0,
  created_at integer not null,
  updated_at integer not null,
  constraint yearly_sections_pkey primary key (id)
);

create table if not exists budgeting.yearly_categories (
  id serial not null,
  section_id integer not null,
  parent_id integer,
  name text not null,
  order_index integer not null default 0,
  created_at integer not null,
  updated_at integer not null,
  constraint yearly_categories_pkey primary key (id)
);

create table if not exists budgeting.yearly_category_entries (
  id serial not null,
  category_id integer not null,
  month integer not null,
  amount integer not null default 0,
  is_paid boolean not null default false,
  created_at integer not null,
  updated_at integer not null,
  constraint yearly_category_entries_pkey primary key (id)
);

create unique index if not exists profiles_auth_user_id_key on budgeting.profiles (auth_user_id);
create unique index if not exists profiles_profile_token_key on budgeting.profiles (profile_token);
create unique index if not exists transaction_months_profile_token_month_name_year_key
  on budgeting.transaction_months (profile_token, month_name, year);
create unique index if not exists yearly_budgets_profile_token_year_key
  on budgeting.yearly_budgets (profile_token, year);
create unique index if not exists yearly_income_entries_income_source_id_month_key
  on budgeting.yearly_income_entries (income_source_id, month);
create unique index if not exists yearly_category_entries_category_id_month_key
  on budgeting.yearly_category_entries (category_id, month);

create index if not exists transaction_months_profile_token_idx on budgeting.transaction_months (profile_token);
create index if not exists transaction_fixed_payments_month_id_idx
  on budgeting.transaction_fixed_payments (month_id);
create index if not exists transaction_categories_month_id_idx on budgeting.transaction_categories (month_id);
create index if not exists transaction_entries_category_id_idx on budgeting.transaction_entries (category_id);
create index if not exists yearly_budgets_profile_token_idx on budgeting.yearly_budgets (profile_token);
create index if not exists yearly_income_sources_yearly_budget_id_idx
  on budgeting.yearly_income_sources (yearly_budget_id);
create index if not exists yearly_income_entries_income_source_id_idx
  on budgeting.yearly_income_entries (income_source_id);
create index if not exists yearly_deductions_income_entry_id_idx on budgeting.yearly_deductions (income_entry_id);
create index if not exists yearly_sections_yearly_budget_id_idx on budgeting.yearly_sections (yearly_budget_id);
create index if not exists yearly_categories_section_id_idx on budgeting.yearly_categories (section_id);
create index if not exists yearly_categories_parent_id_idx on budgeting.yearly_categories (parent_id);
create index if not exists yearly_category_entries_category_id_idx
  on budgeting.yearly_category_entries (category_id);

-- `add constraint` has no `if not exists`.
do $$
declare
  reference record;
begin
  for reference in
    select * from (values
      ('transaction_months', 'profile_token', 'profiles', 'profile_token'),
      ('transaction_fixed_payments', 'month_id', 'transaction_months', 'id'),
      ('transaction_categories', 'month_id', 'transaction_months', 'id'),
      ('transaction_entries', 'category_id', 'transaction_categories', 'id'),
      ('yearly_budgets', 'profile_token', 'profiles', 'profile_token'),
      ('yearly_income_sources', 'yearly_budget_id', 'yearly_budgets', 'id'),
      ('yearly_income_entries', 'income_source_id', 'yearly_income_sources', 'id'),
      ('yearly_deductions', 'income_entry_id', 'yearly_income_entries', 'id'),
      ('yearly_sections', 'yearly_budget_id', 'yearly_budgets', 'id'),
      ('yearly_categories', 'section_id', 'yearly_sections', 'id'),
      ('yearly_categories', 'parent_id', 'yearly_categories', 'id'),
      ('yearly_category_entries', 'category_id', 'yearly_categories', 'id')
    ) as known (from_table, from_column, to_table, to_column)
  loop
    if not exists (
      select from pg_constraint
      where conrelid = format('budgeting.%I', reference.from_table)::regclass
        and conname = format('%s_%s_fkey', reference.from_table, reference.from_column)
    ) then
      execute format(
        'alter table budgeting.%I add constraint %I foreign key (%I) references budgeting.%I (%I) '
        'on delete cascade on update cascade',
        reference.from_table,
        format('%s_%s_fkey', reference.from_table, reference.from_column),
        reference.from_column,
        reference.to_table,
        reference.to_column
      );
    end if;
  end loop;
end
$$;
