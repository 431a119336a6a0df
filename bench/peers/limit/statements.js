// The best single statement for each endpoint: the answer's text, from the user, the path's number, the body as it came
// and the time.

const stamps = `created_at as "createdAt", updated_at as "updatedAt"`;
const order = `order by order_index, id`;
/** @param {string} query */
const list = (query) => `(select coalesce(json_agg(t), '[]') from (${query}) t)`;

const monthsOf = "budgeting.transaction_months m join budgeting.profiles p on p.profile_token = m.profile_token";
const budgetsOf = "budgeting.yearly_budgets y join budgeting.profiles p on p.profile_token = y.profile_token";

export const listMonths = `select coalesce(json_agg(t), '[]')
from (select m.id, month_name as name, year, month, income, m.created_at as "createdAt"
  from ${monthsOf} where auth_user_id = $1 order by year desc, month desc, m.id desc) t`;

const transactions = `select id, category_id as "categoryId", amount, description,
    transaction_date as "transactionDate", ${stamps}
  from budgeting.transaction_entries where category_id = c.id order by transaction_date desc nulls first, id`;
const monthCategories = `select id, month_id as "monthId", name, allocated_amount as "allocatedAmount",
    order_index as "orderIndex", ${stamps}, ${list(transactions)} as transactions
  from budgeting.transaction_categories c where month_id = m.id ${order}`;
const payments = `select id, month_id as "monthId", name, amount, order_index as "orderIndex", ${stamps}
  from budgeting.transaction_fixed_payments where month_id = m.id ${order}`;
export const monthTree = `select row_to_json(t)
from (select m.id, month_name as name, year, month, income, m.created_at as "createdAt", m.updated_at as "updatedAt",
    ${list(payments)} as "fixedPayments", ${list(monthCategories)} as categories
  from ${monthsOf} where auth_user_id = $1 and m.id = $2) t`;

const deductions = `select id, income_entry_id as "incomeEntryId", name, amount, order_index as "orderIndex", ${stamps}
  from budgeting.yearly_deductions where income_entry_id = e.id ${order}`;
const incomeEntries = `select id, income_source_id as "incomeSourceId", month, gross_amount as "grossAmount", ${stamps},
    ${list(deductions)} as deductions
  from budgeting.yearly_income_entries e where income_source_id = s.id order by month`;
const sources = `select id, yearly_budget_id as "yearlyBudgetId", name, order_index as "orderIndex", ${stamps},
    ${list(incomeEntries)} as entries
  from budgeting.yearly_income_sources s where yearly_budget_id = y.id ${order}`;
const category = `id, section_id as "sectionId", parent_id as "parentId", name, order_index as "orderIndex", ${stamps}`;
/** @param {string} owner */
const entriesOf = (owner) => `select id, category_id as "categoryId", month, amount, is_paid as "isPaid", ${stamps}
  from budgeting.yearly_category_entries where category_id = ${owner}.id order by month`;
const children = `select ${category}, ${list(entriesOf("k"))} as entries
  from budgeting.yearly_categories k where parent_id = c.id ${order}`;
const categories = `select ${category}, ${list(entriesOf("c"))} as entries, ${list(children)} as children
  from budgeting.yearly_categories c where section_id = s.id and parent_id is null ${order}`;
const sections = `select id, yearly_budget_id as "yearlyBudgetId", type, name, target_percent as "targetPercent",
    order_index as "orderIndex", ${stamps}, ${list(categories)} as categories
  from budgeting.yearly_sections s where yearly_budget_id = y.id ${order}`;
export const yearTree = `select row_to_json(t)
from (select y.id, year, spend_target as "spendTarget", show_warnings as "showWarnings", y.created_at as "createdAt",
    y.updated_at as "updatedAt", ${list(sources)} as "incomeSources", ${list(sections)} as sections
  from ${budgetsOf} where auth_user_id = $1 and y.id = $2) t`;

export const yearSummary = `with
b as (select y.id, year, spend_target, show_warnings from ${budgetsOf} where auth_user_id = $1 and y.id = $2),
g as (select e.month, sum(gross_amount) as gross from b
  join budgeting.yearly_income_sources s on s.yearly_budget_id = b.id
  join budgeting.yearly_income_entries e on e.income_source_id = s.id group by 1),
d as (select e.month, sum(d.amount) as amount from b
  join budgeting.yearly_income_sources s on s.yearly_budget_id = b.id
  join budgeting.yearly_income_entries e on e.income_source_id = s.id
  join budgeting.yearly_deductions d on d.income_entry_id = e.id group by 1),
x as (select c.section_id as id, e.month, sum(e.amount) as total from b
  join budgeting.yearly_sections s on s.yearly_budget_id = b.id
  join budgeting.yearly_categories c on c.section_id = s.id
  join budgeting.yearly_category_entries e on e.category_id = c.id group by 1, 2),
n as (select month, coalesce(gross, 0) as gross, coalesce(amount, 0) as deductions,
    coalesce(gross, 0) - coalesce(amount, 0) as net
  from generate_series(1, 12) as month left join g using (month) left join d using (month)),
p as (select n.month, s.id, s.type, s.name, s.target_percent, s.order_index, coalesce(x.total, 0) as total,
    case when net > 0 then (coalesce(x.total, 0) * 200 + net)::bigint / (net * 2)::bigint else 0 end as actual
  from b join budgeting.yearly_sections s on s.yearly_budget_id = b.id cross join n
  left join x on x.id = s.id and x.month = n.month),
m as (select n.*, coalesce(s.total, 0) as expenses, net - coalesce(s.total, 0) - spend_target as leftover, s.list
  from b cross join n left join (select month, sum(total) as total,
      json_agg(json_build_object('sectionId', id, 'sectionType', type, 'sectionName', name,
        'targetPercent', target_percent, 'actualPercent', actual, 'total', total,
        'isOverBudget', actual > target_percent) order by order_index, id) as list
    from p group by month) s using (month))
select json_build_object('budgetId', id, 'year', year, 'spendTarget', spend_target, 'showWarnings', show_warnings,
  'months', (select json_agg(json_build_object('month', month, 'totalGross', gross, 'totalDeductions', deductions,
      'totalNet', net, 'totalExpenses', expenses, 'spendTarget', spend_target, 'leftover', leftover,
      'sections', coalesce(list, '[]')) order by month) from m),
  'yearly', (select json_build_object('totalGross', sum(gross), 'totalDeductions', sum(deductions),
      'totalNet', sum(net), 'totalExpenses', sum(expenses), 'totalSpendTarget', spend_target * 12::bigint,
      'totalLeftover', sum(leftover)) from m))
from b`;

export const createTransaction = `insert into budgeting.transaction_entries as t
  (category_id, amount, description, transaction_date, created_at, updated_at)
select c.id, round(r.amount * 100), r.description, coalesce(r."transactionDate", $4), $4, $4
from json_to_record($3::json) as r("categoryId" int, amount numeric, description text, "transactionDate" int)
join budgeting.transaction_categories c on c.id = r."categoryId"
join budgeting.transaction_months m on m.id = c.month_id
join budgeting.profiles p on p.profile_token = m.profile_token
where auth_user_id = $1 and $2::int is null
returning json_build_object('id', t.id, 'categoryId', t.category_id, 'amount', t.amount,
  'description', t.description, 'transactionDate', t.transaction_date, 'createdAt', t.created_at,
  'updatedAt', t.updated_at)`;

const ownedEntries = `budgeting.yearly_categories c, budgeting.yearly_sections s, ${budgetsOf}
where c.id = e.category_id and s.id = c.section_id and y.id = s.yearly_budget_id and auth_user_id = $1`;

export const patchEntry = `update budgeting.yearly_category_entries e
set amount = coalesce(r.amount, e.amount), is_paid = coalesce(r."isPaid", e.is_paid), updated_at = $4
from json_to_record($3::json) as r(amount int, "isPaid" boolean), ${ownedEntries} and e.id = $2
returning json_build_object('id', e.id, 'categoryId', e.category_id, 'month', e.month, 'amount', e.amount,
  'isPaid', e.is_paid, 'createdAt', e.created_at, 'updatedAt', e.updated_at)`;

export const bulk = `with done as (update budgeting.yearly_category_entries e
  set amount = coalesce(r.amount, e.amount), is_paid = coalesce(r."isPaid", e.is_paid), updated_at = $4
  from json_to_recordset($3::json->'updates') as r(id int, amount int, "isPaid" boolean), ${ownedEntries}
    and e.id = r.id and $2::int is null
  returning 1)
select json_build_object('success', true, 'updated', count(*)) from done`;

export const copyMonth = `with
b as (select y.id, r.* from ${budgetsOf}
  cross join json_to_record($3::json) as r("sourceMonth" int, "targetMonth" int, "resetPaidStatus" boolean)
  where auth_user_id = $1 and y.id = $2),
c as (update budgeting.yearly_category_entries t
  set amount = f.amount, is_paid = t.is_paid and not coalesce("resetPaidStatus", true), updated_at = $4
  from b join budgeting.yearly_sections s on s.yearly_budget_id = b.id
  join budgeting.yearly_categories k on k.section_id = s.id
  join budgeting.yearly_category_entries f on f.category_id = k.id and f.month = "sourceMonth"
  where t.category_id = k.id and t.month = "targetMonth" returning 1),
pairs as (select f.id as source, f.gross_amount, t.id as target from b
  join budgeting.yearly_income_sources s on s.yearly_budget_id = b.id
  join budgeting.yearly_income_entries f on f.income_source_id = s.id and f.month = "sourceMonth"
  join budgeting.yearly_income_entries t on t.income_source_id = s.id and t.month = "targetMonth"),
i as (update budgeting.yearly_income_entries t set gross_amount = pairs.gross_amount, updated_at = $4
  from pairs where t.id = pairs.target returning 1),
d as (update budgeting.yearly_deductions t set amount = f.amount, updated_at = $4
  from pairs join budgeting.yearly_deductions f on f.income_entry_id = pairs.source
  where t.income_entry_id = pairs.target and t.name = f.name returning 1)
select json_build_object('success', true, 'copiedCategoryEntries', (select count(*) from c),
  'copiedIncomeEntries', (select count(*) from i), 'copiedDeductions', (select count(*) from d),
  'sourceMonth', "sourceMonth", 'targetMonth', "targetMonth", 'resetPaidStatus', coalesce("resetPaidStatus", true))
from b`;
