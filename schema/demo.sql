-- A household's 2026 for the demo user: the yearly budget, and the twelve months as they were spent.
-- Money is in cents. Everything follows from the figures below: loading it twice, or anywhere, gives the same data.
-- Nothing happens if the demo user has a profile already.

do $demo$
declare
  token constant text := '00000000-0000-4000-8000-0000000000de';
  made_at constant integer := extract(epoch from timestamptz '2026-01-01 06:00+00');
  budget integer;
begin
  -- The id is a literal, so that it fits `auth_user_id` as text and as uuid.
  insert into budgeting.profiles (auth_user_id, profile_token, created_at, updated_at)
  values ('00000000-0000-4000-8000-000000000001', token, made_at, made_at)
  on conflict do nothing;
  if not found then
    return;
  end if;

  insert into budgeting.yearly_budgets (profile_token, year, spend_target, show_warnings, created_at, updated_at)
  values (token, 2026, 500000, true, made_at, made_at)
  returning id into budget;

  -- Income: a salary with a raise in April and a thirteenth cheque in December, and freelance work now and then.
  insert into budgeting.yearly_income_sources (yearly_budget_id, name, order_index, created_at, updated_at)
  values (budget, 'Salary', 0, made_at, made_at), (budget, 'Freelance design', 1, made_at, made_at);

  insert into budgeting.yearly_income_entries (income_source_id, month, gross_amount, created_at, updated_at)
  select source.id, entry.month, entry.gross, made_at, made_at
  from (values
    ('Salary', array[5200000, 5200000, 5200000, 5512000, 5512000, 5512000,
                     5512000, 5512000, 5512000, 5512000, 5512000, 11024000]),
    ('Freelance design', array[450000, 0, 720000, 380000, 610000, 0, 840000, 520000, 290000, 760000, 680000, 310000])
  ) as income (name, amounts)
  join budgeting.yearly_income_sources source on source.yearly_budget_id = budget and source.name = income.name
  cross join unnest(income.amounts) with ordinality as entry (gross, month)
  order by source.order_index, entry.month;

  -- UIF and the medical aid are fixed sums; the rest follows the gross amount, tax a little steeper in December.
  insert into budgeting.yearly_deductions (income_entry_id, name, amount, order_index, created_at, updated_at)
  select entry.id, deduction.name, deduction.amount, deduction.position, made_at, made_at
  from budgeting.yearly_income_sources source
  join budgeting.yearly_income_entries entry on entry.income_source_id = source.id
  cross join lateral (values
    ('Salary', 'PAYE income tax', round(entry.gross_amount * case when entry.month = 12 then 0.275 else 0.215 end), 0),
    ('Salary', 'UIF', 17712, 1),
    ('Salary', 'Pension fund', round(entry.gross_amount * 0.075), 2),
    ('Salary', 'Medical aid', 348000, 3),
    ('Freelance design', 'Provisional tax', round(entry.gross_amount * 0.25), 0)
  ) as deduction (source, name, amount, position)
  where source.yearly_budget_id = budget and deduction.source = source.name
  order by entry.id, deduction.position;

  insert into budgeting.yearly_sections
    (yearly_budget_id, type, name, target_percent, order_index, created_at, updated_at)
  values
    (budget, 'LIVING', 'Living Essentials', 70, 0, made_at, made_at),
    (budget, 'NON_ESSENTIAL', 'Non-Essentials', 20, 1, made_at, made_at),
    (budget, 'SAVINGS', 'Savings', 10, 2, made_at, made_at);

  -- What is planned: a category, perhaps its parent, and an amount for each month.
  create temporary table demo_plan on commit drop as
  select * from (values
    (1, 'LIVING', null, 'Home', array_fill(0, array[12])),
    (2, 'LIVING', 'Home', 'Bond repayment', array_fill(1180000, array[12])),
    (3, 'LIVING', 'Home', 'Rates and water', array[168000, 168000, 168000, 168000, 168000, 168000,
                                                   178100, 178100, 178100, 178100, 178100, 178100]),
    (4, 'LIVING', 'Home', 'Electricity', array[118000, 115000, 112000, 124000, 146000, 172000,
                                               178000, 165000, 138000, 121000, 116000, 124000]),
    (5, 'LIVING', null, 'Groceries', array[610000, 590000, 620000, 605000, 615000, 600000,
                                           625000, 610000, 605000, 620000, 640000, 780000]),
    (6, 'LIVING', null, 'Transport', array_fill(0, array[12])),
    (7, 'LIVING', 'Transport', 'Fuel', array[205000, 198000, 210000, 232000, 208000, 206000,
                                             221000, 209000, 214000, 207000, 212000, 265000]),
    (8, 'LIVING', 'Transport', 'Car insurance', array_fill(98500, array[12])),
    (9, 'LIVING', 'Transport', 'Car service', array[0, 0, 345000, 0, 0, 0, 0, 0, 382000, 0, 0, 0]),
    (10, 'LIVING', null, 'Fibre and cellphones', array_fill(129900, array[12])),
    (11, 'NON_ESSENTIAL', null, 'Eating out', array[140000, 165000, 150000, 155000, 145000, 160000,
                                                    170000, 150000, 165000, 155000, 160000, 240000]),
    (12, 'NON_ESSENTIAL', null, 'Gym', array_fill(79900, array[12])),
    (13, 'NON_ESSENTIAL', null, 'Streaming', array_fill(39800, array[12])),
    (14, 'NON_ESSENTIAL', null, 'Holidays', array_fill(0, array[12])),
    (15, 'NON_ESSENTIAL', 'Holidays', 'Travel', array[0, 0, 0, 185000, 0, 0, 0, 0, 0, 0, 460000, 210000]),
    (16, 'NON_ESSENTIAL', 'Holidays', 'Accommodation', array[0, 0, 0, 260000, 0, 0, 0, 0, 0, 0, 0, 1150000]),
    (17, 'NON_ESSENTIAL', null, 'Gifts', array[30000, 45000, 25000, 30000, 60000, 40000,
                                               25000, 35000, 30000, 45000, 50000, 420000]),
    (18, 'SAVINGS', null, 'Emergency fund', array[150000, 150000, 150000, 180000, 180000, 180000,
                                                  180000, 180000, 180000, 180000, 180000, 900000]),
    (19, 'SAVINGS', null, 'Tax-free savings account', array_fill(150000, array[12])),
    (20, 'SAVINGS', null, 'Children''s education', array_fill(80000, array[12]))
  ) as plan (position, section, parent, name, amounts);

  insert into budgeting.yearly_categories (section_id, parent_id, name, order_index, created_at, updated_at)
  select section.id, null, plan.name, row_number() over (partition by section.id order by plan.position) - 1,
    made_at, made_at
  from demo_plan plan
  join budgeting.yearly_sections section on section.yearly_budget_id = budget and section.type::text = plan.section
  where plan.parent is null
  order by plan.position;

  insert into budgeting.yearly_categories (section_id, parent_id, name, order_index, created_at, updated_at)
  select section.id, parent.id, plan.name, row_number() over (partition by parent.id order by plan.position) - 1,
    made_at, made_at
  from demo_plan plan
  join budgeting.yearly_sections section on section.yearly_budget_id = budget and section.type::text = plan.section
  join budgeting.yearly_categories parent on parent.section_id = section.id and parent.name = plan.parent
  order by plan.position;

  -- Paid up to September, and what is debited early in the month in October too.
  insert into budgeting.yearly_category_entries (category_id, month, amount, is_paid, created_at, updated_at)
  select category.id, entry.month, entry.amount,
    entry.amount > 0 and (entry.month <= 9 or (entry.month = 10 and plan.position in (2, 3, 8, 10, 12, 13))),
    made_at, made_at
  from demo_plan plan
  join budgeting.yearly_sections section on section.yearly_budget_id = budget and section.type::text = plan.section
  join budgeting.yearly_categories category on category.section_id = section.id and category.name = plan.name
  cross join unnest(plan.amounts) with ordinality as entry (amount, month)
  order by plan.position, entry.month;

  -- The months: each with the net income of the yearly budget, in whole rand.
  insert into budgeting.transaction_months (profile_token, month_name, year, month, income, created_at, updated_at)
  select token, to_char(make_date(2026, net.month, 1), 'FMMonth'), 2026, net.month, trunc(net.income, -2),
    extract(epoch from make_timestamptz(2026, net.month, 1, 6, 0, 0, 'UTC')),
    extract(epoch from make_timestamptz(2026, net.month, 1, 6, 0, 0, 'UTC'))
  from (
    select entry.month, sum(entry.gross_amount - coalesce(deducted.amount, 0)) as income
    from budgeting.yearly_income_sources source
    join budgeting.yearly_income_entries entry on entry.income_source_id = source.id
    left join lateral (
      select sum(deduction.amount) as amount from budgeting.yearly_deductions deduction
      where deduction.income_entry_id = entry.id
    ) deducted on true
    where source.yearly_budget_id = budget
    group by entry.month
  ) net
  order by net.month;

  -- Debit orders. Rates and electricity follow the plan; the others are the same all year.
  insert into budgeting.transaction_fixed_payments (month_id, name, amount, order_index, created_at, updated_at)
  select month.id, payment.name, coalesce(plan.amounts[month.month], payment.amount), payment.position,
    month.created_at, month.updated_at
  from budgeting.transaction_months month
  cross join (values
    ('Bond repayment', null, 0), ('Rates and water', null, 1), ('Electricity', null, 2), ('Car insurance', null, 3),
    ('Fibre and cellphones', null, 4), ('Gym', null, 5), ('Streaming', null, 6),
    ('Tax-free savings account', null, 7), ('Emergency fund', null, 8), ('Children''s education', null, 9),
    ('Bank charges', 13500, 10)
  ) as payment (name, amount, position)
  left join demo_plan plan on plan.name = payment.name
  where month.profile_token = token
  order by month.month, payment.position;

  insert into budgeting.transaction_categories
    (month_id, name, allocated_amount, order_index, created_at, updated_at)
  select month.id, category.name,
    case when month.month = 12 then category.december else category.amount end, category.position,
    month.created_at, month.updated_at
  from budgeting.transaction_months month
  cross join (values
    ('Groceries', 620000, 780000, 0), ('Fuel', 215000, 270000, 1), ('Eating out', 150000, 240000, 2),
    ('Household', 90000, 110000, 3), ('Health', 60000, 60000, 4), ('Clothing', 70000, 120000, 5),
    ('Leisure', 65000, 130000, 6), ('Gifts', 35000, 420000, 7)
  ) as category (name, amount, december, position)
  where month.profile_token = token
  order by month.month, category.position;

  -- What is bought every month. The amounts move by up to 10 % around their base, by an arithmetic of month and day.
  insert into budgeting.transaction_entries
    (category_id, amount, description, transaction_date, created_at, updated_at)
  select category.id,
    round(bought.amount * (90 + (month.month * 7 + bought.day * 11) % 21) / 100.0),
    bought.description, paid.at, paid.at, paid.at
  from budgeting.transaction_months month
  join budgeting.transaction_categories category on category.month_id = month.id
  join (values
    ('Groceries', 2, 186450, 'Monthly shop'), ('Groceries', 6, 62380, 'Fruit and vegetables'),
    ('Groceries', 9, 98715, 'Weekly shop'), ('Groceries', 13, 34990, 'Butchery'),
    ('Groceries', 16, 104260, 'Weekly shop'), ('Groceries', 21, 48825, 'Farmers'' market'),
    ('Groceries', 24, 61540, 'Top-up shop'), ('Fuel', 4, 71200, 'Petrol, 95 unleaded'),
    ('Fuel', 14, 68950, 'Petrol, 95 unleaded'), ('Fuel', 25, 66400, 'Petrol, 95 unleaded'),
    ('Eating out', 3, 18950, 'Coffee and breakfast'), ('Eating out', 10, 52600, 'Dinner with friends'),
    ('Eating out', 18, 24990, 'Takeaways'), ('Eating out', 26, 47350, 'Sunday lunch'),
    ('Household', 5, 42360, 'Cleaning supplies'), ('Household', 19, 37890, 'Hardware store'),
    ('Health', 11, 31240, 'Pharmacy'), ('Clothing', 20, 54990, 'School clothes'),
    ('Leisure', 8, 27800, 'Cinema'), ('Leisure', 22, 30500, 'Books')
  ) as bought (category, day, amount, description) on bought.category = category.name
  cross join lateral (
    select extract(epoch from make_timestamptz(2026, month.month, bought.day, 8 + bought.day % 11, 30, 0, 'UTC'))
  ) as paid (at)
  where month.profile_token = token
  order by month.month, bought.day;

  -- What happens once: birthdays, repairs, the holidays; a cash payment without a date, and one without a description.
  insert into budgeting.transaction_entries
    (category_id, amount, description, transaction_date, created_at, updated_at)
  select category.id, once.amount, once.description,
    extract(epoch from make_timestamptz(2026, once.month, once.day, 12, 0, 0, 'UTC')),
    month.created_at, month.updated_at
  from (values
    (1, 'Clothing', 10, 189900, 'School uniforms'), (1, 'Household', null, 15000, 'Garden help, cash'),
    (2, 'Gifts', 13, 42500, 'Valentine''s flowers'), (2, 'Health', 19, 65000, 'Dentist'),
    (3, 'Household', 23, 128000, 'Plumber'), (4, 'Fuel', 3, 82350, 'Easter trip'),
    (4, 'Leisure', 4, 96000, 'Game reserve entrance'), (5, 'Gifts', 9, 58900, 'Mother''s Day'),
    (6, 'Clothing', 12, 124900, 'Winter jackets'), (6, 'Health', 17, 48500, 'Doctor'),
    (7, 'Eating out', 18, 89500, 'Birthday dinner'), (7, 'Health', 8, 27690, null),
    (8, 'Household', 15, 74900, 'Kettle and toaster'), (9, 'Leisure', 24, 52000, 'Heritage Day braai'),
    (10, 'Gifts', 17, 44950, 'Birthday present'), (11, 'Clothing', 27, 164900, 'Black Friday shoes'),
    (11, 'Household', 27, 219900, 'Black Friday vacuum cleaner'), (12, 'Gifts', 12, 286400, 'Christmas presents'),
    (12, 'Groceries', 22, 168300, 'Christmas lunch'), (12, 'Fuel', 19, 96200, 'Drive to the coast'),
    (12, 'Leisure', 28, 118000, 'Aquarium and boat trip'), (12, 'Eating out', 31, 134500, 'New Year''s Eve')
  ) as once (month, category, day, amount, description)
  join budgeting.transaction_months month on month.profile_token = token and month.month = once.month
  join budgeting.transaction_categories category on category.month_id = month.id and category.name = once.category
  order by once.month, once.day;

  drop table demo_plan;
end
$demo$;
