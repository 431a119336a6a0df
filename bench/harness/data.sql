-- As many users as the setting bench.users says, each with the same: twelve months, one of them with 10 categories of 30
-- transactions, and a year of 3 sections with 8 categories, each with 2 children, all with an entry for every month.
-- The setting bench.size multiplies transactions and categories. Every run makes the same rows.
create temporary table users as
select n, 'user-' || n as auth_user_id, md5('token ' || n) as profile_token
from generate_series(1, current_setting('bench.users')::int) as n;

insert into budgeting.profiles (auth_user_id, profile_token, created_at, updated_at)
select auth_user_id, profile_token, 1700000000, 1700000000 from users order by n;

insert into budgeting.transaction_months (profile_token, month_name, year, month, income, created_at, updated_at)
select profile_token, trim(to_char(make_date(2025, month, 1), 'Month')), 2025, month, 2500000, 1700000000, 1700000000
from users cross join generate_series(1, 12) as month order by month, n;

insert into budgeting.transaction_fixed_payments (month_id, name, amount, order_index, created_at, updated_at)
select id, 'Payment ' || k, k * 45000, k - 1, created_at, updated_at
from budgeting.transaction_months cross join generate_series(1, 5) as k order by k, id;

insert into budgeting.transaction_categories (month_id, name, allocated_amount, order_index, created_at, updated_at)
select id, 'Category ' || k, 400000 / k, k - 1, created_at, updated_at
from budgeting.transaction_months cross join generate_series(1, 10) as k where k = 1 or month = 1 order by k, id;

insert into budgeting.transaction_entries
  (category_id, amount, description, transaction_date, created_at, updated_at)
select c.id, 1000 + k * 137, case when k % 2 = 0 then 'Shopping, number ' || k end, 1735689600 + k * 86400,
       c.created_at, c.updated_at
from budgeting.transaction_categories as c
join budgeting.transaction_months as m on m.id = c.month_id and m.month = 1
cross join generate_series(1, 30 * current_setting('bench.size')::int) as k order by k, c.id;

insert into budgeting.yearly_budgets (profile_token, year, created_at, updated_at)
select profile_token, 2025, 1700000000, 1700000000 from users order by n;

insert into budgeting.yearly_income_sources (yearly_budget_id, name, order_index, created_at, updated_at)
select id, (array['Salary', 'Side job'])[k], k - 1, created_at, updated_at
from budgeting.yearly_budgets cross join generate_series(1, 2) as k order by k, id;

insert into budgeting.yearly_income_entries (income_source_id, month, gross_amount, created_at, updated_at)
select id, month, 2500000 / (order_index + 1) + month, created_at, updated_at
from budgeting.yearly_income_sources cross join generate_series(1, 12) as month order by month, id;

insert into budgeting.yearly_deductions (income_entry_id, name, amount, order_index, created_at, updated_at)
select id, (array['Tax', 'Pension'])[k], gross_amount / (4 * k), k - 1, created_at, updated_at
from budgeting.yearly_income_entries cross join generate_series(1, 2) as k order by k, id;

insert into budgeting.yearly_sections
  (yearly_budget_id, type, name, target_percent, order_index, created_at, updated_at)
select id, type::budgeting."SectionType", name, target_percent, order_index, created_at, updated_at
from budgeting.yearly_budgets
cross join (values ('LIVING', 'Living Essentials', 70, 0), ('NON_ESSENTIAL', 'Non-Essentials', 20, 1),
                   ('SAVINGS', 'Savings', 10, 2)) as preset(type, name, target_percent, order_index)
order by order_index, id;

insert into budgeting.yearly_categories (section_id, name, order_index, created_at, updated_at)
select id, 'Category ' || k, k - 1, created_at, updated_at
from budgeting.yearly_sections cross join generate_series(1, 8 * current_setting('bench.size')::int) as k order by k, id;

insert into budgeting.yearly_categories (section_id, parent_id, name, order_index, created_at, updated_at)
select section_id, id, 'Part ' || k || ' of ' || name, k - 1, created_at, updated_at
from budgeting.yearly_categories cross join generate_series(1, 2) as k order by k, id;

insert into budgeting.yearly_category_entries (category_id, month, amount, is_paid, created_at, updated_at)
select id, month, 10000 + id % 100 * 311 + month, month < 6, created_at, updated_at
from budgeting.yearly_categories cross join generate_series(1, 12) as month order by month, id;

drop table users;
