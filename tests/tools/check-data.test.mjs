/** `npm run check-data`: every rule notices what breaks it, and what it says to do mends it. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { checkData } from "../../tools/check-data.mjs";
import { inRoot } from "../../tools/common/paths.mjs";
import { attempt } from "../../tools/common/run.mjs";
import { rules } from "../../tools/consistency/rules.mjs";
import { tables } from "../../tools/consistency/tables.mjs";
import { connect } from "../../tools/database/connect.mjs";
import { loadDemo } from "../../tools/database/demo.mjs";
import { testDatabase } from "../../tools/test/database.mjs";

const COLUMN_LEAST = -2_147_483_648;
const COLUMN_MOST = 2_147_483_647;

/** A consistent database with a year's data, which tests get copies of. @type {Awaited<ReturnType<typeof testDatabase>>} */
let good;
/** A copy for tests that change nothing but rows. @type {Awaited<ReturnType<typeof testDatabase>> & { client: import("pg").Client }} */
let shared;
before(async () => {
  good = await testDatabase();
  await loadDemo({ databaseUrl: good.url });
  const copy = await testDatabase({ copyOf: good.url });
  shared = { ...copy, client: await connect(copy.url) };
  await shared.client.query("create schema saved");
  for (const name of Object.keys(tables)) {
    await shared.client.query(`create table saved.${name} as table budgeting.${name}`);
  }
});
after(async () => {
  await shared?.client.end();
  await shared?.drop();
  await good?.drop();
});

/** The shared copy with the rows of the good database, which is much faster than another copy. */
async function goodRows() {
  const { url, client } = shared;
  await client.query("set session_replication_role = replica");
  const names = Object.keys(tables);
  await client.query(`truncate ${names.map((name) => `budgeting.${name}`).join(", ")}`);
  for (const name of names) await client.query(`insert into budgeting.${name} table saved.${name}`);
  return { url, client };
}

/** Such a database, dropped after the test. @param {import("node:test").TestContext} t */
async function goodDatabase(t) {
  const { url, drop } = await testDatabase({ copyOf: good.url });
  const client = await connect(url);
  t.after(async () => {
    await client.end();
    await drop();
  });
  // The only way to delete an owner and leave what it owns.
  await client.query("set session_replication_role = replica");
  return { url, client };
}

/** What is wrong, as a person is told. @param {string} databaseUrl */
async function faultsOf(databaseUrl) {
  const { findings } = await checkData({ databaseUrl });
  return findings.flatMap(({ faults }) => faults);
}

/** Does what it says, rule by rule, until nothing is wrong. @param {string} databaseUrl @param {import("pg").Client} client */
async function mend(databaseUrl, client) {
  for (const _ of rules) {
    const { findings } = await checkData({ databaseUrl });
    const first = findings.find(({ count }) => count > 0);
    if (first === undefined) return;
    for (const { mend } of first.faults) await client.query(filledIn(mend));
  }
  assert.deepEqual(await faultsOf(databaseUrl), []);
}

/** What to do, with a value in place of what a person would have to know. @param {string} mend */
const filledIn = (mend) =>
  mend
    .replace(/<(\d+) to \d+>/, "$1")
    .replace("'<the owner''s>'", "(select min(profile_token) from budgeting.profiles)");

/** @param {string} name @param {string} column @param {number} value @param {string} found @returns {[string, string, RegExp[]]} */
function outOfRange(name, column, value, found) {
  const where = `where id = (select min(id) from budgeting.${name})`;
  return [
    `${name}.${column} = ${value}`,
    `update budgeting.${name} set ${column} = ${value} ${where}`,
    [RegExp(found)],
  ];
}

/** @param {string} name @param {string} parent @returns {[string, string, RegExp[]]} */
function orphaned(name, parent) {
  const { thing, column, key } = tables[name] ?? assert.fail();
  const value = key === "profile_token" ? "'gone'" : "999";
  return [
    `a row of ${name} without its owner`,
    `update budgeting.${name} set ${column} = ${value} where id = (select min(id) from budgeting.${name})`,
    [RegExp(`^${thing} \\d+ belongs to ${tables[parent]?.thing} '(gone|999)', which is not there$`)],
  ];
}

const one = (/** @type {string} */ table, condition = "true") =>
  `(select min(id) from budgeting.${table} where ${condition})`;
const top = one("yearly_categories", "parent_id is null");
const child = one("yearly_categories", "parent_id is not null");

/** How to break a rule, and what is found then. @type {[what: string, sql: string, found: RegExp[]][]} */
const BREAKS = [
  [
    "two months of a category missing",
    `delete from budgeting.yearly_category_entries where category_id = ${top} and month in (3, 11)`,
    [/^yearly category \d+ has no entry for months 3, 11$/],
  ],
  [
    "a month of an income source missing",
    `delete from budgeting.yearly_income_entries where income_source_id = ${one("yearly_income_sources")} and month = 7`,
    [/^income source \d+ has no entry for months 7$/],
  ],
  [
    "a section missing",
    "delete from budgeting.yearly_categories where section_id in (select id from budgeting.yearly_sections where type = 'SAVINGS'); " +
      "delete from budgeting.yearly_category_entries where category_id not in (select id from budgeting.yearly_categories); " +
      "delete from budgeting.yearly_sections where type = 'SAVINGS'",
    [/^yearly budget \d+ has no section SAVINGS$/],
  ],
  [
    "a section twice",
    `insert into budgeting.yearly_sections (yearly_budget_id, type, name, created_at, updated_at)
     select yearly_budget_id, type, 'again', 1, 1 from budgeting.yearly_sections where type = 'LIVING'`,
    [/^yearly budget \d+ has 2 sections LIVING: \d+, \d+$/],
  ],
  [
    "a child of a child",
    `insert into budgeting.yearly_categories (section_id, parent_id, name, created_at, updated_at)
     select section_id, id, 'below', 1, 1 from budgeting.yearly_categories where id = ${child};
     insert into budgeting.yearly_category_entries (category_id, month, created_at, updated_at)
     select max(id), month, 1, 1 from budgeting.yearly_categories, generate_series(1, 12) as month group by month`,
    [/^yearly category \d+ is below \d+, which is below \d+$/],
  ],
  [
    "a category below itself",
    `update budgeting.yearly_categories set parent_id = id
     where id = (select min(id) from budgeting.yearly_categories as category where parent_id is null
       and not exists (select from budgeting.yearly_categories as child where child.parent_id = category.id))`,
    [/^yearly category (\d+) is below \1, which is below \1$/],
  ],
  [
    "a child in another section",
    `update budgeting.yearly_categories set section_id = (select max(id) from budgeting.yearly_sections) where id = ${child}`,
    [/^yearly category \d+ is in section \d+, but below \d+, which is in section \d+$/],
  ],
  [
    "a parent that is not there",
    `update budgeting.yearly_categories set parent_id = 999 where id = ${child}`,
    [/^yearly category \d+ belongs to yearly category '999', which is not there$/],
  ],
  [
    "a month that is nobody's",
    `update budgeting.transaction_months set profile_token = null where id = ${one("transaction_months")}`,
    [/^month \d+ belongs to nobody, so nobody sees it$/],
  ],
  [
    "a budget that is nobody's",
    `update budgeting.yearly_budgets set profile_token = null where id = ${one("yearly_budgets")}`,
    [/^yearly budget \d+ belongs to nobody, so nobody sees it$/],
  ],
  [
    "another application's table that is shared with the Worker",
    `create table budgeting.session (id serial primary key, token text);
     alter table budgeting.session enable row level security;
     create policy budgeting_api on budgeting.session to budgeting_api using (true);
     grant select on budgeting.session to budgeting_api; grant usage on sequence budgeting.session_id_seq to budgeting_api;
     alter default privileges in schema budgeting grant select on tables to budgeting_api`,
    [
      /^budgeting\.session is not ours, but budgeting_api has been granted select on it$/,
      /^budgeting\.session is not ours, but has our policy/,
      /^budgeting\.session_id_seq is not ours, but budgeting_api has been granted usage on it$/,
      /^tables that \w+ makes in the schema budgeting are granted to budgeting_api$/,
    ],
  ],
  ...Object.entries(tables)
    .filter(([, { parent }]) => parent !== undefined)
    // Without its owner, a row is missing where it was.
    .map(([name, { parent }]) => orphaned(name, parent ?? "")),
  ...Object.entries(tables).flatMap(([name, { thing, ranges }]) =>
    Object.entries(ranges).flatMap(([column, [least, most]]) =>
      [...(least > COLUMN_LEAST ? [least - 1] : []), ...(most < COLUMN_MOST ? [most + 1] : [])].map((value) =>
        outOfRange(name, column, value, `^${thing} \\d+ has ${column} ${value}$`),
      ),
    ),
  ),
];

describe("check-data", () => {
  test("finds no fault in data that the project itself creates", async (t) => {
    const { url } = await goodDatabase(t);
    assert.deepEqual(await faultsOf(url), []);
    assert.ok((await checkData({ databaseUrl: url })).rows > 100);
  });

  test("accepts a negative refund and a negative spend target", async (t) => {
    const { url, client } = await goodDatabase(t);
    await client.query("update budgeting.transaction_entries set amount = -amount");
    await client.query("update budgeting.yearly_budgets set spend_target = -1");
    assert.deepEqual(await faultsOf(url), []);
  });

  for (const [what, sql, expected] of BREAKS) {
    test(`notices ${what}, and says how to fix it`, async () => {
      const { url, client } = await goodRows();
      await client.query(sql);
      const faults = await faultsOf(url);
      for (const pattern of expected) {
        assert.ok(
          faults.some(({ found }) => pattern.test(found)),
          JSON.stringify(faults),
        );
      }
      await client.query("set session_replication_role = origin");
      await mend(url, client);
    });
  }

  test("knows every numeric column", async (t) => {
    const { client } = await goodDatabase(t);
    const { rows } = await client.query(
      `select table_name, column_name from information_schema.columns
       where table_schema = 'budgeting' and data_type in ('integer', 'bigint') and column_name not in
         ('id', 'created_at', 'updated_at', 'transaction_date', 'parent_id') and column_name not like 'rows_of_%'`,
    );
    const numbers = rows.map(({ table_name, column_name }) => `${table_name}.${column_name}`);
    const known = Object.entries(tables).flatMap(([name, { column, ranges }]) =>
      [...Object.keys(ranges), ...(column && column !== "profile_token" ? [column] : [])].map(
        (each) => `${name}.${each}`,
      ),
    );
    assert.deepEqual(numbers.sort(), known.sort());
  });

  test("replaces a missing section with that of a new year", async (t) => {
    const { url, client } = await goodDatabase(t);
    await client.query("delete from budgeting.yearly_sections; delete from budgeting.yearly_categories");
    const source = await readFile(inRoot("wasm", "domain", "sections.hpp"), "utf8");
    const defaults = [...source.matchAll(/Section\{"(\w+)", "([\w -]+)", (\d+)\}/g)].map(([, ...values]) => values);
    assert.equal(defaults.length, 3);
    for (const { mend } of await faultsOf(url)) if (mend.includes("yearly_sections")) await client.query(mend);
    const { rows } = await client.query({
      text: "select type::text, name, target_percent::text from budgeting.yearly_sections order by yearly_budget_id, order_index",
      rowMode: "array",
    });
    assert.deepEqual(rows.slice(0, 3), defaults);
  });

  test("does not mistake the rows that a login can see for all rows", async (t) => {
    const { url, client } = await goodDatabase(t);
    const login = `reader_${Date.now()}`;
    await client.query(
      `create role ${login} login password 'reader'; grant usage on schema budgeting to ${login};
       grant select on all tables in schema budgeting to ${login};
       alter table budgeting.profiles enable row level security`,
    );
    const databaseUrl = Object.assign(new URL(url), { username: login, password: "reader" }).href;
    await assert.rejects(checkData({ databaseUrl }), /may not read everything/);
    await client.query(`drop owned by ${login}; drop role ${login}`);
  });
});

describe("npm run check-data", () => {
  /** @param {Record<string, string>} env @param {...string} args */
  function run(env, ...args) {
    const { DATABASE_URL: _, ...rest } = process.env;
    return attempt(process.execPath, ["tools/check-data.mjs", ...args], { env: { ...rest, ...env } });
  }

  test("says that all is well, with exit code 0", async (t) => {
    const { url } = await goodDatabase(t);
    const { code, output } = await run({ DATABASE_URL: url });
    assert.equal(code, 0, output);
    assert.match(output, /The database is consistent \(\d+ rows\)/);
  });

  test("warns once half of a sequence's ids are used, with exit code 0", async (t) => {
    const { url, client } = await goodDatabase(t);
    await client.query(
      "alter sequence budgeting.profiles_id_seq maxvalue 1000; select setval('budgeting.profiles_id_seq', 499)",
    );
    assert.doesNotMatch((await run({ DATABASE_URL: url })).output, /warn/);
    await client.query("select setval('budgeting.profiles_id_seq', 500)");
    const { code, output } = await run({ DATABASE_URL: url });
    assert.equal(code, 0, output);
    assert.match(
      output,
      /warn {3}every sequence .*: 1\n {4}budgeting\.profiles_id_seq has given out 500 of 1000 ids\n {6}mend:/,
    );
  });

  test("lists each fault and what to do, with exit code 1, and changes nothing", async (t) => {
    const { url, client } = await goodDatabase(t);
    await client.query(
      `insert into budgeting.yearly_categories (section_id, name, created_at, updated_at)
       select min(id), 'more', 1, 1 from budgeting.yearly_sections, generate_series(1, 25) as n group by n;
       delete from budgeting.yearly_category_entries where month = 5`,
    );
    const { code, output } = await run({}, "--database-url", url);
    assert.equal(code, 1, output);
    assert.match(output, /FAULT {2}every yearly category has an entry for each of the 12 months: \d+/);
    assert.match(output, /has no entry for months 5\n {6}mend: insert into budgeting\.yearly_category_entries/);
    assert.match(output, /and \d+ more/);
    assert.match(output, /Nothing was changed/);
    assert.notDeepEqual(await faultsOf(url), []);
  });

  test("says what is missing, with exit code 2", async (t) => {
    const { code, output } = await run({});
    assert.equal(code, 2);
    assert.match(output, /npm run check-data -- --database-url/);
    const empty = await testDatabase({ migrated: false });
    t.after(empty.drop);
    const withoutTables = await run({ DATABASE_URL: empty.url });
    assert.equal(withoutTables.code, 2);
    assert.match(withoutTables.output, /npm run migrate/);
  });
});
