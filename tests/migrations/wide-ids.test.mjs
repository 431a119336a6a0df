// The ids of a database with data in it become 64-bit.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { loadDemo } from "../../tools/database/demo.mjs";
import { migrate } from "../../tools/migrate.mjs";
import { readCatalog, readRows } from "./catalog.mjs";
import { tables } from "./expected-tables.mjs";
import { emptyDatabase, migrationsUpTo } from "./helpers.mjs";
import { prismaData, prismaTables } from "./prisma-database.mjs";

const NARROW = "20261128000000";
const WIDE = "20261128000100";

/** @param {import("node:test").TestContext} t */
async function narrowDatabase(t) {
  const { url, client } = await emptyDatabase(t);
  await client.query(prismaTables("text") + prismaData);
  await migrate({ databaseUrl: url, folder: await migrationsUpTo(t, NARROW) });
  const wide = await migrationsUpTo(t, WIDE);
  return { url, client, widen: () => migrate({ databaseUrl: url, folder: wide }) };
}

/** Every column that holds an id, and every sequence. @param {import("pg").Client} client */
async function types(client) {
  const { columns, sequences } = await readCatalog(client);
  const ids = columns.filter(
    (line) => tables[line.split(":")[0] ?? ""] && /: (id|\w+_id) /.test(line) && !/auth_user_id/.test(line),
  );
  return [...ids, ...sequences].map((line) => / (integer|bigint)\b/.exec(line)?.[1]);
}

describe("the migration to wide ids", () => {
  test("widens every id, every reference to one and every sequence, and changes nothing else", async (t) => {
    const { client, widen } = await narrowDatabase(t);
    const [catalog, rows] = [await readCatalog(client), await readRows(client)];
    assert.deepEqual(new Set(await types(client)), new Set(["integer"]));
    await widen();
    const wide = await types(client);
    // 12 ids, 10 references, 12 sequences.
    assert.equal(wide.length, 34);
    assert.deepEqual(new Set(wide), new Set(["bigint"]));
    const now = await readCatalog(client);
    assert.deepEqual({ ...now, columns: [], sequences: [] }, { ...catalog, columns: [], sequences: [] });
    assert.deepEqual(await readRows(client), rows);
    const { rows: limits } = await client.query(
      "select distinct max_value::text from pg_sequences where schemaname = 'budgeting'",
    );
    assert.deepEqual(limits, [{ max_value: "9223372036854775807" }]);
    const next = await client.query(
      "insert into budgeting.transaction_months (month_name, year, created_at, updated_at) values ('x', 2020, 1, 1) returning id",
    );
    assert.deepEqual(next.rows, [{ id: 3 }], "the sequences go on");
  });

  test("leaves alone what is wide already, without writing it anew", async (t) => {
    const { client, widen, url } = await narrowDatabase(t);
    await client.query(
      "alter table budgeting.yearly_categories alter column id type bigint, alter column parent_id type bigint",
    );
    await widen();
    assert.deepEqual(new Set(await types(client)), new Set(["bigint"]));
    const files = () =>
      client.query(
        "select relname, relfilenode from pg_class where relnamespace = 'budgeting'::regnamespace order by 1",
      );
    const { rows: before } = await files();
    await client.query(
      "delete from budgeting_migrations.checksums where name like '%wide_ids'; delete from budgeting_migrations.applied where name like '%wide_ids'",
    );
    await widen();
    assert.deepEqual((await files()).rows, before);
    await migrate({ databaseUrl: url });
    assert.equal(await loadDemo({ databaseUrl: url }), true);
  });

  test("keeps the tables of others that refer to an id", async (t) => {
    const { client, widen } = await narrowDatabase(t);
    await client.query(
      `create role keeper_${process.pid}; create schema others; grant usage on schema others to keeper_${process.pid};
       create table others.receipt (month_id integer references budgeting.transaction_months on delete cascade);
       insert into others.receipt values (1);
       alter table others.receipt owner to keeper_${process.pid}`,
    );
    await widen();
    await assert.rejects(client.query("insert into others.receipt values (99)"), { code: "23503" });
    await client.query("delete from budgeting.transaction_months where id = 1");
    assert.equal((await client.query("select from others.receipt")).rowCount, 0);
    await client.query(`drop schema others cascade; drop role keeper_${process.pid}`);
  });

  test("stops at what uses an id, names all of it, and works once that is gone", async (t) => {
    const { client, widen } = await narrowDatabase(t);
    const [catalog, rows] = [await readCatalog(client), await readRows(client)];
    await client.query(
      `create view budgeting.spent as select category_id, sum(amount) from budgeting.transaction_entries group by 1;
       create materialized view public.years as select id, year from budgeting.yearly_budgets;
       create function budgeting.name_of(wanted int) returns text begin atomic
         select name from budgeting.yearly_sections where id = wanted; end`,
    );
    const refusal = await widen().then(
      () => assert.fail("not refused"),
      ({ message }) => message,
    );
    assert.match(refusal, /view .*spent/);
    assert.match(refusal, /materialized view .*years/);
    assert.match(refusal, /function .*name_of/);
    assert.match(refusal, /drop them, run the migrations again, and make them again/);
    assert.deepEqual(await readRows(client), rows);
    await client.query(
      "drop view budgeting.spent; drop materialized view public.years; drop function budgeting.name_of",
    );
    assert.deepEqual(await readCatalog(client), catalog);
    await widen();
  });
});
