import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { attempt } from "../../tools/common/run.mjs";
import { migrationsFolder, readMigrations } from "../../tools/database/migration-files.mjs";
import { migrate } from "../../tools/migrate.mjs";
import { readCatalog } from "./catalog.mjs";
import { copiedMigrations, emptyDatabase } from "./helpers.mjs";

const [existing, later] = ["20250101000000_existing_tables.sql", "20990101000000_later.sql"];

/**
 * `npm run migrate`, as a person runs it.
 *
 * @param {Record<string, string>} env
 * @param {...string} args
 */
function runMigrate(env, ...args) {
  const { DATABASE_URL: _, ...rest } = process.env;
  return attempt(process.execPath, ["tools/migrate.mjs", ...args], { env: { ...rest, ...env } });
}

describe("the migration runner", () => {
  test("notices that an applied file was edited, names it and says what to do", async (t) => {
    const { url } = await emptyDatabase(t);
    const folder = await copiedMigrations(t);
    await migrate({ databaseUrl: url, folder });
    const file = join(folder, existing);
    const text = await readFile(file, "utf8");
    await writeFile(file, `${text}alter table budgeting.profiles add column nickname text;\n`);
    await assert.rejects(migrate({ databaseUrl: url, folder }), (/** @type {Error} */ error) => {
      assert.match(error.message, new RegExp(`${existing}.* was edited`));
      assert.match(error.message, /Restore it .* new migration/);
      return true;
    });
    await writeFile(file, text);
    assert.deepEqual((await migrate({ databaseUrl: url, folder })).applied, []);
  });

  test("takes other line endings for the same file", async (t) => {
    const { url } = await emptyDatabase(t);
    const folder = await copiedMigrations(t);
    await migrate({ databaseUrl: url, folder });
    const file = join(folder, existing);
    await writeFile(file, (await readFile(file, "utf8")).replaceAll("\n", "\r\n"));
    assert.deepEqual((await migrate({ databaseUrl: url, folder })).applied, []);
  });

  test("notices that an applied file is gone", async (t) => {
    const { url } = await emptyDatabase(t);
    const folder = await copiedMigrations(t, { [later]: "select 1;" });
    await migrate({ databaseUrl: url, folder });
    await rm(join(folder, later));
    await assert.rejects(migrate({ databaseUrl: url, folder }), /20990101000000_later\.sql.* gone/);
  });

  test("keeps nothing of a failing file, names the line, and keeps the files before it", async (t) => {
    const { url, client } = await emptyDatabase(t);
    const folder = await copiedMigrations(t, {
      [later]: "create table budgeting.half (id int);\n-- é: more than one byte\nselect\n  nonsense();\n",
    });
    await assert.rejects(migrate({ databaseUrl: url, folder }), (/** @type {Error} */ error) => {
      assert.match(error.message, new RegExp(`${later}:4:3: .*nonsense`));
      assert.match(error.message, /Nothing of this file was kept/);
      return true;
    });
    const { tables } = await readCatalog(client);
    assert.ok(!tables.includes("half"));
    const { rows } = await client.query(
      "select a.name, c.name as checked from budgeting_migrations.applied a full join budgeting_migrations.checksums c using (name) order by 1",
    );
    const names = (await readMigrations(migrationsFolder)).map(({ name }) => name);
    assert.deepEqual(
      rows,
      names.map((name) => ({ name, checked: name })),
    );

    await writeFile(join(folder, later), "create table budgeting.whole (id int);\n");
    assert.deepEqual((await migrate({ databaseUrl: url, folder })).applied, [later.slice(0, -4)]);
  });

  test("refuses a file that ends its transaction, and a name that would sort wrongly", async (t) => {
    const { url } = await emptyDatabase(t);
    const committing = await copiedMigrations(t, { [later]: "create table budgeting.half (id int);\ncommit;\n" });
    await assert.rejects(migrate({ databaseUrl: url, folder: committing }), /begins or ends a transaction/);
    const misnamed = await copiedMigrations(t, { "2_later.sql": "select 1;" });
    await assert.rejects(migrate({ databaseUrl: url, folder: misnamed }), /named like/);
  });

  test("refuses a file that comes before one that was applied", async (t) => {
    const { url } = await emptyDatabase(t);
    await migrate({ databaseUrl: url });
    const folder = await copiedMigrations(t, { "20240101000000_earlier.sql": "select 1;" });
    await assert.rejects(migrate({ databaseUrl: url, folder }), /20240101000000_earlier/);
  });
});

describe("npm run migrate", () => {
  test("says what it did, and the second time that there was nothing to do", async (t) => {
    const { url } = await emptyDatabase(t);
    const first = await runMigrate({ DATABASE_URL: url });
    assert.equal(first.code, 0, first.output);
    assert.match(first.output, /applied 20250101000000_existing_tables/);
    const second = await runMigrate({}, "--database-url", url);
    assert.equal(second.code, 0, second.output);
    assert.equal(second.output, "The database is up to date.\n");
  });

  test("without a database says how to name one", async () => {
    const { code, output } = await runMigrate({});
    assert.equal(code, 1);
    assert.match(output, /DATABASE_URL.*\n.*--database-url postgres:/);
  });

  test("refuses Supabase's transaction pooler and names the direct connection", async () => {
    const { code, output } = await runMigrate({ DATABASE_URL: "postgres://u:p@pooler.example.com:6543/postgres" });
    assert.equal(code, 1);
    assert.match(output, /6543.*transaction pooler/);
    assert.match(output, /direct connection on port 5432/);
  });

  test("says when the database can't be reached, refuses the password, or isn't there", async (t) => {
    const { url } = await emptyDatabase(t);
    const closed = await runMigrate({ DATABASE_URL: "postgres://u:p@127.0.0.1:1/postgres" });
    assert.equal(closed.code, 1);
    assert.match(closed.output, /127\.0\.0\.1:1 can't be reached \(ECONNREFUSED\)/);

    const wrong = new URL(url);
    wrong.password = "not-the-password";
    const refused = await runMigrate({ DATABASE_URL: wrong.href });
    assert.equal(refused.code, 1);
    assert.match(refused.output, /refuses user "budgeting"/);
    assert.doesNotMatch(refused.output, /not-the-password/);

    const absent = new URL(url);
    absent.pathname = "/absent";
    assert.match((await runMigrate({ DATABASE_URL: absent.href })).output, /"absent" does not exist/);

    assert.match((await runMigrate({ DATABASE_URL: "nonsense" })).output, /must look like postgres:/);
  });

  test("speaks TLS to another machine, and says so where there is none", async (t) => {
    const { url } = await emptyDatabase(t);
    // It leads to this machine, but is none of its addresses.
    const remote = Object.assign(new URL(url), { hostname: "0.0.0.0" });
    const { code, output } = await runMigrate({ DATABASE_URL: remote.href });
    assert.equal(code, 1);
    assert.match(output, /has TLS turned off.*sslmode=disable/s);
    const missing = await runMigrate({ DATABASE_URL: `${remote.href}?sslrootcert=no-such.crt` });
    assert.equal(missing.code, 1);
    assert.match(missing.output, /The file no-such\.crt, which sslrootcert .* names, can't be read \(ENOENT\)/);
  });

  test("never shows what stands before a # in a password", async () => {
    for (const mark of ["#", "/", "?", "@"]) {
      const { code, output } = await runMigrate({ DATABASE_URL: `postgres://u:918273${mark}rest@127.0.0.1:1/db` });
      assert.equal(code, 1);
      assert.match(output, /%23/);
      assert.doesNotMatch(output, /918273|rest/);
    }
  });
});
