-- 10,000 households and 5 million entries, for looking at plans and their costs. Every run makes the same rows.
-- One in ten has used the API for long (24 months, 3 years), three in ten for a while (8 and 2), the others a little
-- (4 and 1). Rows are in the order of time, so the rows of one household lie among those of all others.
create temporary table households as
select n, md5('user ' || n)::uuid::text as auth_user_id, md5('token ' || n)::uuid::text as profile_token,
       case when n % 10 = 0 then 24 when n % 10 < 4 then 8 else 4 end as months,
       case when n % 10 = 0 then 3 when n % 10 < 4 then 2 else 1 end as years
from generate_series(1, 10000) as n;

insert into budgeting.profiles (auth_user_id, profile_token, created_at, updated_at)
select auth_user_id, profile_token, 1700000000 + n, 1700000000 + n from households order by n;

-- Transaction mode: months up to December 2025, each with 4 fixed payments and 6 categories of 2 to 7 transactions.
insert into budgeting.transaction_months (profile_token, month_name, year, month, income, created_at, updated_at)
select profile_token, trim(to_char(first_day, 'Month')), extract(year from first_day), extract(month from first_day),
       1500000 + n % 1000 * 1000, extract(epoch from first_day), extract(epoch from first_day)
from households
cross join generate_series(0, months - 1) as ago
cross join lateral (select date '2025-12-01' - make_interval(months => ago)) as at(first_day)
order by first_day, hashint4((n)::integer);

insert into budgeting.transaction_fixed_payments (month_id, name, amount, order_index, created_at, updated_at)
select id, (array['Rent', 'Insurance', 'Internet', 'Gym'])[k], k * 45000, k - 1, created_at, updated_at
from budgeting.transaction_months cross join generate_series(1, 4) as k order by id, k;

insert into budgeting.transaction_categories (month_id, name, allocated_amount, order_index, created_at, updated_at)
select id, (array['Groceries', 'Transport', 'Eating out', 'Clothes', 'Health', 'Gifts'])[k], 400000 / k, k - 1,
       created_at, updated_at
from budgeting.transaction_months cross join generate_series(1, 6) as k order by id, k;

insert into budgeting.transaction_entries
  (category_id, amount, description, transaction_date, created_at, updated_at)
select id, 1000 + abs(hashint4((id + k)::integer)) % 90000, case when k % 2 = 0 then name || ', number ' || k end,
       created_at + k * 300000, created_at + k * 300000, created_at + k * 300000
from budgeting.transaction_categories cross join generate_series(1, 7) as k
where k <= 2 + abs(hashint4((id)::integer)) % 6
order by created_at + k * 300000, hashint4((id)::integer);

-- Yearly mode: years up to 2025, each with 2 incomes and 18 categories, 6 of them in the second level.
insert into budgeting.yearly_budgets (profile_token, year, created_at, updated_at)
select profile_token, 2025 - ago, 1735689600 - ago * 31536000, 1735689600 - ago * 31536000
from households cross join generate_series(0, years - 1) as ago order by 2025 - ago, hashint4((n)::integer);

insert into budgeting.yearly_income_sources (yearly_budget_id, name, order_index, created_at, updated_at)
select id, (array['Salary', 'Side job'])[k], k - 1, created_at, updated_at
from budgeting.yearly_budgets cross join generate_series(1, 2) as k order by year, k, hashint4((id)::integer);

insert into budgeting.yearly_income_entries (income_source_id, month, gross_amount, created_at, updated_at)
select id, month, 2500000 / (order_index + 1), created_at, updated_at
from budgeting.yearly_income_sources cross join generate_series(1, 12) as month order by id, month;

insert into budgeting.yearly_deductions (income_entry_id, name, amount, order_index, created_at, updated_at)
select id, (array['Tax', 'Pension'])[k], gross_amount / (4 * k), k - 1, created_at, updated_at
from budgeting.yearly_income_entries cross join generate_series(1, 2) as k order by k, id;

insert into budgeting.yearly_sections
  (yearly_budget_id, type, name, target_percent, order_index, created_at, updated_at)
select id, type::budgeting."SectionType", name, target_percent, order_index, created_at, updated_at
from budgeting.yearly_budgets
cross join (values ('LIVING', 'Living Essentials', 70, 0), ('NON_ESSENTIAL', 'Non-Essentials', 20, 1),
                   ('SAVINGS', 'Savings', 10, 2)) as preset(type, name, target_percent, order_index)
order by id, order_index;

insert into budgeting.yearly_categories (section_id, name, order_index, created_at, updated_at)
select id, 'Category ' || k, k - 1, created_at, updated_at
from budgeting.yearly_sections cross join generate_series(1, 6) as k
where k <= 6 - 2 * order_index
order by created_at, k, hashint4((id)::integer);

insert into budgeting.yearly_categories (section_id, parent_id, name, order_index, created_at, updated_at)
select section_id, id, 'Part of ' || name, order_index, created_at, updated_at
from budgeting.yearly_categories where order_index < 2 order by created_at, order_index, hashint4((id)::integer);

insert into budgeting.yearly_category_entries (category_id, month, amount, is_paid, created_at, updated_at)
select id, month, 10000 + abs(hashint4((id)::integer)) % 300000, month < 6, created_at, updated_at
from budgeting.yearly_categories cross join generate_series(1, 12) as month order by id, month;

insert into budgeting.idempotency_keys (auth_user_id, key, fingerprint, body, created_at)
select auth_user_id, 'key ' || n, 'a fingerprint', '{"id":1}', created_at
from budgeting.profiles cross join generate_series(1, 5) as n order by n, hashint4((id)::integer);
