// The doctor on a database set up as docs/deploy.md says, and on the same one after each mistake that can be made.
import assert from "node:assert/strict";
import { chown, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { checkDatabase } from "../../tools/before-deployment/database.mjs";
import { connect } from "../../tools/database/connect.mjs";
import { migrationsFolder, readMigrations } from "../../tools/database/migration-files.mjs";
import { migrate } from "../../tools/migrate.mjs";
import { testDatabase } from "../../tools/test/database.mjs";
import { startSupabase } from "../worker/support/supabase.mjs";
import { selfSigned } from "./certificate.mjs";

/** @typedef {import("../../tools/before-deployment/findings.mjs").Finding} Finding */

/** @type {import("../worker/support/supabase.mjs").Supabase} */
let supabase;
before(async () => {
  supabase = await startSupabase();
  await supabase.migrate();
  await supabase.makeLogin();
  await supabase.run(supabase.adminUrl, "revoke temporary on database app from public");
});
after(() => supabase?.close());

const check = () => checkDatabase(supabase.workerUrl, supabase.ownerUrl);

/** What there is to mend. @param {Finding[]} findings */
const faults = (findings) => findings.filter(({ kind }) => kind === "fix");

/** A database on this machine gets one warning, that TLS was not looked at. @param {Finding[]} findings */
const isClean = (findings) => findings.every(({ kind, what }) => kind === "ok" || what.startsWith("TLS: not checked"));

describe("the doctor on a database", () => {
  test("that is set up as documented finds no problem, and says what it checked", async () => {
    const findings = await check();
    assert.ok(isClean(findings), JSON.stringify(findings, null, 1));
    assert.deepEqual(
      findings.map(({ what }) => what),
      [
        "DATABASE_URL: a direct connection",
        "TLS: not checked, because the database is on this machine",
        "tables: row level security on every one, with one policy, for budgeting_api",
        "tables: nothing is granted to everybody, to anon or to authenticated",
        "tables: what others have in the schema is not shared with budgeting_api",
        "encoding: UTF8",
        "ids: less than half of any sequence is used",
        "login budgeting_worker: is a member of budgeting_api, neither superuser nor owner",
        "login budgeting_worker: reads and writes every table of ours, and none of another",
        "login budgeting_worker: may make nothing, has no search path, and its statements have an end",
        `migrations: all ${(await readMigrations(migrationsFolder)).length} applied, none edited since`,
      ],
    );
  });

  /**
   * What was done wrong, and what the doctor says to it. Its advice is SQL, and is taken.
   * @type {[mistake: string, kind: Finding["kind"], what: RegExp][]}
   */
  const MISTAKES = [
    ["revoke budgeting_api from budgeting_worker", "fix", /no member of budgeting_api/],
    [
      "alter role budgeting_worker noinherit; revoke budgeting_api from budgeting_worker; grant budgeting_api to budgeting_worker",
      "fix",
      /does not inherit/,
    ],
    ["alter role budgeting_worker bypassrls createrole", "fix", /may do more than it must/],
    ["grant authenticated to budgeting_worker", "fix", /also a member of authenticated/],
    ["alter role budgeting_worker reset search_path", "fix", /has a search path/],
    ["alter role budgeting_worker reset statement_timeout", "fix", /may go on after/],
    ["grant create on database app to budgeting_worker", "fix", /may make schemas/],
    ["grant create on schema public, budgeting to public", "fix", /may make things in the schemas budgeting; public/],
    ["grant temporary on database app to public", "warning", /temporary tables/],
    ["grant truncate on budgeting.profiles to budgeting_api", "fix", /may also truncate on profiles/],
    ["revoke delete on budgeting.profiles from budgeting_api", "fix", /lacks delete on profiles/],
    ["revoke usage on sequence budgeting.profiles_id_seq from budgeting_api", "fix", /lacks usage on profiles_id_seq/],
    ["grant select on budgeting.profiles to anon", "fix", /anon has been granted select on 1 of them/],
    ["grant all on all tables in schema budgeting to public", "fix", /public has been granted .*truncate.* on 13/],
  ];
  for (const [mistake, kind, what] of MISTAKES) {
    test(`notices, and can fix: ${mistake}`, async () => {
      // A membership can be revoked by whoever granted it.
      const who = /budgeting_api from/.test(mistake) ? supabase.ownerUrl : supabase.adminUrl;
      await supabase.run(who, mistake);
      const found = (await check()).filter((finding) => finding.kind === kind && what.test(finding.what));
      assert.equal(found.length, 1, JSON.stringify(await check(), null, 1));
      await supabase.run(who, found[0]?.mend?.replace(/^[a-z ]+: /, "") ?? "");
      const after = await check();
      assert.ok(isClean(after), JSON.stringify(after, null, 1));
    });
  }

  test("names tables that are open to others", async () => {
    const mistakes = `
      alter table budgeting.profiles disable row level security;
      drop policy budgeting_api on budgeting.yearly_budgets;
      create policy own on budgeting.yearly_sections to authenticated using (true)`;
    await supabase.run(supabase.ownerUrl, mistakes);
    const [found] = faults(await check());
    assert.equal(
      found?.what,
      "tables: profiles has no row level security; yearly_budgets has no policy for budgeting_api; " +
        "yearly_sections has another policy: own",
    );
    await supabase.run(
      supabase.ownerUrl,
      `alter table budgeting.profiles enable row level security;
       create policy budgeting_api on budgeting.yearly_budgets to budgeting_api using (true) with check (true);
       drop policy own on budgeting.yearly_sections`,
    );
    assert.deepEqual(faults(await check()), []);
  });

  test("warns once half of a sequence's ids are used, by the column's range or its own", async () => {
    const warned = async () =>
      (await check()).filter(({ kind, what }) => kind === "warning" && what.startsWith("ids:"));
    const sequence = "budgeting.yearly_categories_id_seq";
    await supabase.run(supabase.ownerUrl, `select setval('${sequence}', 2147483647 / 2)`);
    assert.deepEqual(await warned(), []);
    await supabase.run(supabase.ownerUrl, `alter sequence ${sequence} maxvalue 2147483647`);
    const [found] = await warned();
    assert.equal(found?.what, `ids: ${sequence} has given out 1073741823 of 2147483647 ids`);
    await supabase.run(
      supabase.ownerUrl,
      `alter sequence ${sequence} no maxvalue; alter table budgeting.yearly_categories alter column id type integer`,
    );
    assert.match((await warned())[0]?.mend ?? "", /npm run migrate/);
    await supabase.run(
      supabase.ownerUrl,
      `alter table budgeting.yearly_categories alter column id type bigint; select setval('${sequence}', 1)`,
    );
    assert.deepEqual(await warned(), []);
  });

  test("warns about what the login can see in other schemas", async () => {
    await supabase.run(supabase.adminUrl, "grant select on public.notes to public");
    const found = (await check()).filter(({ what }) => /rights on public.notes/.test(what));
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ["warning"],
    );
    await supabase.run(supabase.adminUrl, "revoke all on public.notes from public");
  });

  test("does not accept the owner or a superuser as the Worker's login", async () => {
    const owner = await checkDatabase(supabase.ownerUrl, undefined);
    assert.match(faults(owner)[0]?.what ?? "", /^login postgres: owns the tables/);
    const superuser = await checkDatabase(supabase.adminUrl, undefined);
    assert.match(faults(superuser)[0]?.what ?? "", /^login budgeting: is a superuser/);
  });

  test("notices migrations that are missing or were edited", async () => {
    const books = "budgeting_migrations.checksums";
    const [{ checksum }] = await supabase.run(supabase.ownerUrl, `select checksum from ${books} order by name limit 1`);
    await supabase.run(
      supabase.ownerUrl,
      `update ${books} set checksum = 'other' where name = '20250101000000_existing_tables'`,
    );
    assert.match(faults(await check())[0]?.what ?? "", /20250101000000_existing_tables\.sql was edited/);
    await supabase.run(supabase.ownerUrl, `update ${books} set checksum = '${checksum}' where checksum = 'other'`);
    const gone = await supabase.run(
      supabase.ownerUrl,
      `delete from ${books} where name like '%worker_role' returning *`,
    );
    assert.match(faults(await check())[0]?.what ?? "", /not applied yet: 20261125000000_worker_role$/);
    await supabase.run(supabase.ownerUrl, `insert into ${books} values ('${gone[0]?.name}', '${gone[0]?.checksum}')`);
    assert.deepEqual(faults(await check()), []);
  });

  test("without the owner's address says that the migrations were not checked", async () => {
    const findings = await checkDatabase(supabase.workerUrl, undefined);
    const about = findings.filter(({ what }) => what.startsWith("migrations:"));
    assert.deepEqual(
      about.map(({ kind }) => kind),
      ["warning"],
    );
    assert.match(about[0]?.mend ?? "", /MIGRATE_DATABASE_URL/);
  });

  test("with only the owner's address says that the login was not checked", async () => {
    const findings = await checkDatabase(undefined, supabase.ownerUrl);
    assert.deepEqual(
      findings.map(({ kind, what }) => `${kind} ${what.split(":")[0]}`),
      ["warning login", "ok migrations", "ok tables", "ok tables", "ok tables", "ok encoding", "ok ids"],
    );
  });

  test("that is not UTF8 has to be created anew", async () => {
    await supabase.run(supabase.adminUrl, "create database narrow encoding 'LATIN1' locale 'C' template template0");
    const url = Object.assign(new URL(supabase.adminUrl), { pathname: "/narrow" }).href;
    await migrate({ databaseUrl: url });
    const found = faults(await checkDatabase(url, undefined)).find(({ what }) => what.startsWith("encoding:"));
    assert.match(found?.what ?? "", /LATIN1/);
    assert.match(found?.mend ?? "", /encoding 'UTF8' template template0/);
    await supabase.run(supabase.adminUrl, "drop database narrow");
  });

  test("that is empty says that there are no tables yet", async () => {
    const database = await testDatabase({ migrated: false });
    const findings = faults(await checkDatabase(database.url, undefined));
    await database.drop();
    assert.match(findings[0]?.what ?? "", /migrations: none was applied/);
    assert.match(findings[1]?.what ?? "", /tables: the schema budgeting has none/);
  });

  test("that is not given, not reachable, or rejects the password says so, without the password", async () => {
    const [nothing] = await checkDatabase(undefined, undefined);
    assert.equal(nothing?.kind, "warning");
    assert.match(nothing?.what ?? "", /not checked/);
    const wrong = Object.assign(new URL(supabase.workerUrl), { password: "quite-wrong-secret" });
    for (const [url, what] of /** @type {[string, RegExp][]} */ ([
      ["postgres://u:secret-secret@127.0.0.1:9/postgres", /can't be reached \(ECONNREFUSED\)/],
      ["postgres://u:secret-secret@db.example.com:6543/postgres", /6543 is Supabase's transaction pooler/],
      ["nonsense secret-secret", /must look like/],
      [wrong.href, /refuses user "budgeting_worker"/],
    ])) {
      const findings = await checkDatabase(url, undefined);
      assert.equal(findings.length, 1);
      assert.equal(findings[0]?.kind, "fix");
      assert.match(findings[0]?.what ?? "", what);
      assert.doesNotMatch(JSON.stringify(findings), /secret/);
    }
  });
});

describe("the doctor on a database elsewhere", () => {
  // Whatever is not called this machine counts as elsewhere.
  /** @param {string} query */
  const elsewhere = (query = "") =>
    Object.assign(new URL(supabase.workerUrl), { hostname: "0.0.0.0", search: query }).href;
  /** @param {string} query */
  const said = async (query) => {
    const [found, second] = await checkDatabase(elsewhere(query), undefined);
    return found?.kind === "fix" ? found : second;
  };
  /** @type {string} */
  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "budgeting-doctor-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test("demands TLS, and a certificate that can be trusted", async () => {
    const without = await said("");
    assert.equal(without?.kind, "fix");
    assert.match(without?.what ?? "", /does not support SSL/);
    const off = await said("?sslmode=disable");
    assert.equal(off?.kind, "fix");
    assert.match(off?.what ?? "", /TLS: turned off by sslmode/);

    const { certificate, key } = selfSigned();
    await turnOnTls(supabase.adminUrl, certificate, key);
    const unknown = await said("");
    assert.equal(unknown?.kind, "fix");
    assert.match(unknown?.what ?? "", /does not trust.*sslrootcert/);
    const authority = join(folder, "ca.crt");
    await writeFile(authority, certificate);
    assert.deepEqual(await said(`?sslrootcert=${encodeURIComponent(authority)}`), {
      kind: "ok",
      what: "TLS: this connection has it",
    });
  });
});

/** @param {string} adminUrl @param {string} certificate @param {string} key */
async function turnOnTls(adminUrl, certificate, key) {
  const client = await connect(adminUrl);
  const { rows } = await client.query("show data_directory");
  const folder = rows[0].data_directory;
  // PostgreSQL takes a key that nobody but its own user can read.
  const { uid, gid } = await stat(folder);
  for (const [name, content] of Object.entries({ "server.crt": certificate, "server.key": key })) {
    await writeFile(join(folder, name), content, { mode: 0o600 });
    await chown(join(folder, name), uid, gid);
  }
  await client.query("alter system set ssl = on");
  await client.query("select pg_reload_conf()");
  while ((await client.query("show ssl")).rows[0].ssl !== "on");
  await client.end();
}
