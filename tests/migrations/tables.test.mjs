import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { migrate } from "../../tools/migrate.mjs";
import { readCatalog } from "./catalog.mjs";
import { expectedObjects, tables } from "./expected-tables.mjs";
import { emptyDatabase, first, migrationsUpTo } from "./helpers.mjs";

describe("migrations on an empty database", () => {
  test("first make exactly the existing tables", async (t) => {
    const { url, client } = await emptyDatabase(t);
    await migrate({ databaseUrl: url, folder: await migrationsUpTo(t, first) });
    const found = await readCatalog(client);
    const { indexes, constraints } = expectedObjects();
    const expectedColumns = Object.entries(tables).flatMap(([table, { columns: list }]) =>
      list.map((column) => `${table}: ${column}`),
    );
    assert.deepEqual(found.tables, Object.keys(tables).sort());
    assert.deepEqual(found.columns.toSorted(), expectedColumns.sort());
    assert.deepEqual(found.indexes.toSorted(), indexes);
    assert.deepEqual(found.constraints.toSorted(), constraints);
    assert.deepEqual(
      found.sequences.toSorted(),
      Object.keys(tables)
        .map((table) => `${table}_id_seq integer owned by ${table}.id`)
        .sort(),
    );
    assert.deepEqual(found.enums, ["SectionType: LIVING, NON_ESSENTIAL, SAVINGS"]);
    assert.deepEqual(found.elsewhere, [], "nothing belongs into the schema public");
  });

  test("a second run finds nothing to do and changes nothing", async (t) => {
    const { url, client } = await emptyDatabase(t);
    const first = await migrate({ databaseUrl: url });
    const before = await readCatalog(client);
    const second = await migrate({ databaseUrl: url });
    assert.ok(first.applied.length > 0);
    assert.deepEqual(second.applied, []);
    assert.deepEqual(await readCatalog(client), before);
  });

  test("two runners at once both succeed, and each file runs once", async (t) => {
    const { url, client } = await emptyDatabase(t);
    const runs = await Promise.all(Array.from({ length: 4 }, () => migrate({ databaseUrl: url })));
    const { rows } = await client.query("select name from budgeting_migrations.applied");
    const names = rows.map(({ name }) => name);
    assert.deepEqual(runs.flatMap(({ applied }) => applied).sort(), names.toSorted());
    assert.equal(new Set(names).size, names.length);
  });

  test("the second runner says that it waits for the first", async (t) => {
    const { url, client } = await emptyDatabase(t);
    const { PG_MIGRATE_LOCK_ID } = await import("node-pg-migrate");
    await client.query("select pg_advisory_lock($1::bigint)", [PG_MIGRATE_LOCK_ID]);
    /** @type {string[]} */
    const said = [];
    /** @type {() => void} */
    let waiting = () => {};
    const saidSo = new Promise((done) => {
      waiting = () => done(undefined);
    });
    const run = migrate({
      databaseUrl: url,
      log: (line) => {
        said.push(line);
        waiting();
      },
    });
    await Promise.race([saidSo, run]);
    assert.match(said.join("\n"), /waiting/);
    await client.query("select pg_advisory_unlock($1::bigint)", [PG_MIGRATE_LOCK_ID]);
    assert.ok((await run).applied.length > 0);
  });

  test("the files suit `supabase db push`: as plain SQL, before or after the runner", async (t) => {
    const { url, client } = await emptyDatabase(t);
    const { migrationsFolder, readMigrations } = await import("../../tools/database/migration-files.mjs");
    const files = await readMigrations(migrationsFolder);
    for (const { sql } of files) await client.query(sql);
    const before = await readCatalog(client);
    await migrate({ databaseUrl: url });
    for (const { sql } of files) await client.query(sql);
    assert.deepEqual(await readCatalog(client), before);
  });
});
