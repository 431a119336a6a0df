// The comparison that every later migration has to pass: what it lets through, and what it notices.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { connect } from "../../tools/database/connect.mjs";
import { testDatabase } from "../../tools/test/database.mjs";
import { readCatalog } from "./catalog.mjs";
import { damage } from "./damage.mjs";

describe("the comparison with what was there before", () => {
  /** @type {Awaited<ReturnType<typeof testDatabase>>} */
  let database;
  /** @type {import("pg").Client} */
  let client;
  before(async () => {
    database = await testDatabase();
    client = await connect(database.url);
  });
  after(async () => {
    await client?.end();
    await database?.drop();
  });

  /** What is said of a change, which is taken back. @param {string} sql @param {string} [earlier] run before the comparison */
  async function damageOf(sql, earlier = "select 1") {
    await client.query("begin");
    try {
      await client.query(earlier);
      const catalog = await readCatalog(client);
      await client.query(sql);
      return damage(catalog, await readCatalog(client));
    } finally {
      await client.query("rollback");
    }
  }

  for (const sql of [
    "create table budgeting.more (id bigserial primary key, name text not null unique)",
    "create table budgeting.child (month_id bigint references budgeting.transaction_months)",
    "alter table budgeting.transaction_months add column note text",
    "alter table budgeting.transaction_months add column weight integer default 1",
    "create index on budgeting.transaction_months (year)",
    `alter type budgeting."SectionType" add value 'DEBT'`,
    "create function budgeting.f() returns int language sql as 'select 1'",
  ]) {
    test(`lets through: ${sql}`, async () => assert.deepEqual(await damageOf(sql), []));
  }

  test("lets ids grow wider, and not back", async () => {
    const [narrow, wide] = ["integer", "bigint"].map(
      (type) =>
        `alter table budgeting.yearly_categories alter column id type ${type}, alter column parent_id type ${type};
         alter sequence budgeting.yearly_categories_id_seq as ${type}`,
    );
    assert.deepEqual(await damageOf(wide ?? "", narrow), []);
    assert.equal((await damageOf(narrow ?? "", wide)).filter((line) => /no longer/.test(line)).length, 3);
  });

  for (const [sql, found] of /** @type {[string, RegExp][]} */ ([
    ["drop table budgeting.yearly_deductions", /tables: no longer yearly_deductions/],
    ["alter table budgeting.transaction_months rename to months", /tables: no longer transaction_months/],
    ["alter table budgeting.transaction_months drop column income", /no longer transaction_months: income/],
    ["alter table budgeting.transaction_months rename column income to pay", /no longer transaction_months: income/],
    ["alter table budgeting.transaction_months alter column income type bigint", /no longer .*income integer = 0/],
    ["alter table budgeting.transaction_months alter column year type text", /no longer .*year integer/],
    [
      "alter table budgeting.transaction_entries alter column description set not null",
      /no longer .*description text null/,
    ],
    ["alter table budgeting.transaction_months alter column month drop default", /no longer .*month integer = 1/],
    ["alter table budgeting.transaction_months add column note text not null default ''", /demanded by .*note text/],
    ["alter table budgeting.transaction_months add constraint low check (month < 13)", /demanded by .*low CHECK/],
    ["create unique index one on budgeting.transaction_months (profile_token)", /demanded by CREATE UNIQUE INDEX one/],
    ["drop index budgeting.yearly_sections_yearly_budget_id_idx", /indexes: no longer/],
    ["alter index budgeting.yearly_sections_yearly_budget_id_idx rename to other", /indexes: no longer/],
    [
      "alter table budgeting.yearly_sections drop constraint yearly_sections_yearly_budget_id_fkey",
      /constraints: no longer/,
    ],
    ["alter sequence budgeting.profiles_id_seq owned by none", /sequences: no longer/],
    [`alter type budgeting."SectionType" rename value 'LIVING' to 'LIFE'`, /enums: no longer/],
    [`alter type budgeting."SectionType" rename to kind`, /no longer/],
    ["create table public.more (id int)", /elsewhere: more/],
  ])) {
    test(`notices: ${sql}`, async () => assert.match((await damageOf(sql)).join("\n"), found));
  }
});
