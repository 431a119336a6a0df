import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { inRoot } from "../../tools/common/paths.mjs";
import { connect } from "../../tools/database/connect.mjs";
import { demoUser, loadDemo } from "../../tools/database/demo.mjs";
import { testDatabase } from "../../tools/test/database.mjs";
import { readRows } from "./catalog.mjs";

describe("demo data", () => {
  /** @type {Awaited<ReturnType<typeof testDatabase>>} */
  let database;
  /** @type {import("pg").Client} */
  let client;
  before(async () => {
    database = await testDatabase();
    client = await connect(database.url);
    assert.equal(await loadDemo({ databaseUrl: database.url }), true);
  });
  after(async () => {
    await client.end();
    await database.drop();
  });

  /** @param {string} sql */
  const rows = async (sql) => (await client.query(sql)).rows;

  test("loads once; again, or as a file by hand, changes nothing", async () => {
    const loaded = await readRows(client);
    assert.equal(await loadDemo({ databaseUrl: database.url }), false);
    await client.query(await readFile(inRoot("schema", "demo.sql"), "utf8"));
    assert.deepEqual(await readRows(client), loaded);
  });

  test("is the same on every database", async () => {
    const other = await testDatabase();
    await Promise.all([loadDemo({ databaseUrl: other.url }), loadDemo({ databaseUrl: other.url })]);
    const otherClient = await connect(other.url);
    // Either of the two may have won, and each has drawn an id for the profile.
    const shared = async (/** @type {import("pg").Client} */ each) => {
      const { profiles, ...rows } = /** @type {Record<string, any[]>} */ (await readRows(each));
      return { ...rows, profiles: profiles?.map(({ id: _, ...profile }) => profile) };
    };
    const [here, there] = [await shared(client), await shared(otherClient)];
    await otherClient.end();
    await other.drop();
    assert.deepEqual(there, here);
  });

  test("belongs to the demo user", async () => {
    assert.deepEqual(await rows("select auth_user_id from budgeting.profiles"), [{ auth_user_id: demoUser }]);
  });

  test("has twelve months with payments, categories and at least twenty transactions each", async () => {
    const months = await rows(`
      select month.month, month.month_name, month.income,
        (select sum(amount) from budgeting.transaction_fixed_payments where month_id = month.id)::int as fixed,
        (select count(*) from budgeting.transaction_categories where month_id = month.id)::int as categories,
        sum(entry.amount)::int as spent, count(*)::int as transactions
      from budgeting.transaction_months month
      join budgeting.transaction_categories category on category.month_id = month.id
      join budgeting.transaction_entries entry on entry.category_id = category.id
      where month.year = 2026 group by month.id order by month.month`);
    assert.deepEqual(
      months.map(({ month }) => month),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    );
    assert.equal(months[0].month_name, "January");
    for (const { month_name, income, fixed, categories, spent, transactions } of months) {
      assert.ok(categories >= 5 && transactions >= 20, month_name);
      assert.ok(fixed > 0 && spent > 0 && fixed + spent <= income * 1.06, `${month_name}: lives within its means`);
    }
  });

  test("dates its transactions within their month, all but one", async () => {
    const outside = await rows(`
      select entry.description, entry.transaction_date
      from budgeting.transaction_entries entry
      join budgeting.transaction_categories category on category.id = entry.category_id
      join budgeting.transaction_months month on month.id = category.month_id
      where to_char(to_timestamp(entry.transaction_date) at time zone 'UTC', 'YYYY-MM')
        is distinct from to_char(make_date(month.year, month.month, 1), 'YYYY-MM')`);
    assert.deepEqual(outside, [{ description: "Garden help, cash", transaction_date: null }]);
  });

  test("has twelve entries for every category and income source", async () => {
    const counts = await rows(`
      select 'category' as of, count(*)::int as all, count(distinct (category_id, month))::int as distinct,
        (select count(*)::int from budgeting.yearly_categories) as owners
      from budgeting.yearly_category_entries where month between 1 and 12
      union all
      select 'source', count(*)::int, count(distinct (income_source_id, month))::int,
        (select count(*)::int from budgeting.yearly_income_sources)
      from budgeting.yearly_income_entries where month between 1 and 12`);
    for (const { of, all, distinct, owners } of counts) {
      assert.deepEqual({ of, all, distinct }, { of, all: 12 * owners, distinct: 12 * owners });
    }
    assert.deepEqual(
      counts.map(({ owners }) => owners),
      [20, 2],
    );
  });

  test("has two incomes that differ over the year, with deductions", async () => {
    const sources = await rows(`
      select source.name, count(distinct entry.gross_amount)::int as amounts,
        count(deduction.id)::int as deductions, bool_and(deduction.amount <= entry.gross_amount) as below_gross
      from budgeting.yearly_income_sources source
      join budgeting.yearly_income_entries entry on entry.income_source_id = source.id
      join budgeting.yearly_deductions deduction on deduction.income_entry_id = entry.id
      group by source.id order by source.order_index`);
    assert.deepEqual(sources, [
      { name: "Salary", amounts: 3, deductions: 48, below_gross: true },
      { name: "Freelance design", amounts: 11, deductions: 12, below_gross: true },
    ]);
  });

  test("has the three default sections, and a hierarchy of two levels", async () => {
    assert.deepEqual(
      await rows("select type, name, target_percent as percent from budgeting.yearly_sections order by order_index"),
      [
        { type: "LIVING", name: "Living Essentials", percent: 70 },
        { type: "NON_ESSENTIAL", name: "Non-Essentials", percent: 20 },
        { type: "SAVINGS", name: "Savings", percent: 10 },
      ],
    );
    const [levels] = await rows(`
      select count(*) filter (where parent.id is not null)::int as children,
        count(*) filter (where parent.parent_id is not null)::int as deeper,
        count(*) filter (where parent.section_id <> category.section_id)::int as elsewhere
      from budgeting.yearly_categories category
      left join budgeting.yearly_categories parent on parent.id = category.parent_id`);
    assert.deepEqual(levels, { children: 8, deeper: 0, elsewhere: 0 });
  });

  test("has paid and open entries, and pays nothing that costs nothing", async () => {
    const [paid] = await rows(`
      select count(*) filter (where is_paid)::int as paid, count(*) filter (where not is_paid and amount > 0)::int as open,
        count(*) filter (where is_paid and amount = 0)::int as odd from budgeting.yearly_category_entries`);
    assert.ok(paid.paid > 50 && paid.open > 20);
    assert.equal(paid.odd, 0);
  });
});
