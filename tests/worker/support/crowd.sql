-- 1,200 users with six months and one year each, for looking at plans. The users' ids are UUIDs made of their number.
insert into budgeting.profiles (auth_user_id, profile_token, created_at, updated_at)
select '00000000-0000-4000-8000-' || lpad(n::text, 12, '0'), 'token ' || n, 1, 1 from generate_series(1, 1200) as n;

insert into budgeting.transaction_months (profile_token, month_name, year, month, income, created_at, updated_at)
select profile_token, 'month ' || n, 2025, n, 100, 1, 1 from budgeting.profiles, generate_series(1, 6) as n;

insert into budgeting.transaction_fixed_payments (month_id, name, amount, created_at, updated_at)
select id, 'payment', n, 1, 1 from budgeting.transaction_months, generate_series(1, 2) as n;

insert into budgeting.transaction_categories (month_id, name, allocated_amount, created_at, updated_at)
select id, 'category', n, 1, 1 from budgeting.transaction_months, generate_series(1, 3) as n;

insert into budgeting.transaction_entries (category_id, amount, transaction_date, created_at, updated_at)
select id, n, n, 1, 1 from budgeting.transaction_categories, generate_series(1, 4) as n;

insert into budgeting.yearly_budgets (profile_token, year, created_at, updated_at)
select profile_token, 2025, 1, 1 from budgeting.profiles;

insert into budgeting.yearly_income_sources (yearly_budget_id, name, created_at, updated_at)
select id, 'source', 1, 1 from budgeting.yearly_budgets, generate_series(1, 2);

insert into budgeting.yearly_income_entries (income_source_id, month, created_at, updated_at)
select id, n, 1, 1 from budgeting.yearly_income_sources, generate_series(1, 12) as n;

insert into budgeting.yearly_deductions (income_entry_id, name, created_at, updated_at)
select id, 'deduction ' || n, 1, 1 from budgeting.yearly_income_entries, generate_series(1, 2) as n;

insert into budgeting.yearly_sections (yearly_budget_id, type, name, created_at, updated_at)
select id, type, type::text, 1, 1
from budgeting.yearly_budgets, unnest(enum_range(null::budgeting."SectionType")) as type;

insert into budgeting.yearly_categories (section_id, name, created_at, updated_at)
select id, 'category', 1, 1 from budgeting.yearly_sections;

insert into budgeting.yearly_categories (section_id, parent_id, name, created_at, updated_at)
select section_id, id, 'child', 1, 1 from budgeting.yearly_categories;

insert into budgeting.yearly_category_entries (category_id, month, created_at, updated_at)
select id, n, 1, 1 from budgeting.yearly_categories, generate_series(1, 12) as n;

insert into budgeting.idempotency_keys (auth_user_id, key, fingerprint, body, created_at)
select auth_user_id::text, 'key ' || n, '1', '{}', 1 from budgeting.profiles, generate_series(1, 3) as n;

analyze;
