/**
 * A database set up as docs/deploy.md says, by somebody who is no superuser: the Worker's login can do all that the Worker
 * does and nothing else, and nobody else but the owner can do anything.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { connect } from "../support/database.mjs";
import { everyEndpointSucceeds } from "../support/every-endpoint.mjs";
import { deleted, succeeded } from "../support/expect.mjs";
import { startWorker } from "../support/harness.mjs";
import { makeOneOfEach } from "../support/make.mjs";
import { EXPOSURE, startSupabase } from "../support/supabase.mjs";

/** @type {import("../support/supabase.mjs").Supabase} */
let supabase;
/** @type {import("pg").Client} the Worker's login */
let login;
/** @type {string[]} */
let tables;
before(async () => {
  supabase = await startSupabase();
  await supabase.migrate();
  await supabase.makeLogin();
  login = await connect(supabase.workerUrl);
  const rows = await supabase.run(
    supabase.adminUrl,
    "select relname from pg_class where relnamespace = 'budgeting'::regnamespace and relkind = 'r' order by 1",
  );
  tables = rows.map(({ relname }) => relname);
});
after(async () => {
  await login?.end();
  await supabase?.close();
});

/** What PostgreSQL says to a statement: its code, or what came back. @param {import("pg").Client} client @param {string} sql */
const outcome = (client, sql) =>
  client.query(sql).then(
    ({ rowCount, rows }) => ({ rowCount, rows }),
    ({ code }) => code,
  );

/** @param {import("pg").Client} client @param {string} sql */
async function denied(client, sql) {
  assert.equal(await outcome(client, sql), "42501", sql);
}

/** Every row of every table. */
const dump = () =>
  Promise.all(tables.map((table) => supabase.run(supabase.adminUrl, `select * from budgeting.${table} order by 1, 2`)));

/** Somebody with a row in every table. @param {Awaited<ReturnType<typeof startWorker>>} worker */
async function makeRowsIn(worker) {
  const user = worker.newUser();
  const ids = await makeOneOfEach(user);
  const key = { "content-type": "application/json", "idempotency-key": "key" };
  await user.request("POST", `/api/yearly/${ids.year}/clear-month`, { headers: key, body: '{"month":1}' });
  return { user, ids };
}

/** @param {string} hyperdrive @param {(worker: Awaited<ReturnType<typeof startWorker>>) => Promise<void>} work */
async function withWorker(hyperdrive, work) {
  const worker = await startWorker({ hyperdrive });
  try {
    await work(worker);
  } finally {
    await worker.close();
  }
}

describe("the Worker", () => {
  it("can do everything as its login", () =>
    withWorker(supabase.workerUrl, (worker) => everyEndpointSucceeds(worker.newUser())));

  it("keeps working as the tables' owner", () =>
    withWorker(supabase.ownerUrl, (worker) => everyEndpointSucceeds(worker.newUser())));

  it("deletes all dependent rows, even if others cannot see them", () =>
    withWorker(supabase.workerUrl, async (worker) => {
      const { user, ids } = await makeRowsIn(worker);
      const before = await dump();
      assert.ok(before.every((rows) => rows.length > 0));
      deleted(await user.delete(`/api/months/${ids.month}`));
      deleted(await user.delete(`/api/yearly/${ids.year}`));
      const now = await dump();
      const shrunk = tables.filter((_, index) => Number(now[index]?.length) < Number(before[index]?.length));
      assert.deepEqual(
        shrunk,
        tables.filter((table) => table !== "profiles"),
      );
    }));
});

describe("the Worker's login", () => {
  it("is only a member of budgeting_api, and has no search path", async () => {
    const { rows } = await login.query(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, current_setting('search_path') as path,
         array(select rolname::text from pg_roles where pg_has_role(current_user, oid, 'member') order by 1) as roles
       from pg_roles where rolname = current_user`,
    );
    assert.deepEqual(rows, [
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        path: '""',
        roles: ["budgeting_api", "budgeting_worker"],
      },
    ]);
  });

  const DEFINITIONS = [
    "create table budgeting.mine (id int)",
    "create table public.mine (id int)",
    "create schema mine",
    "create function budgeting.mine() returns int language sql as 'select 1'",
    "create type budgeting.mine as enum ('a')",
    "create view budgeting.mine as select 1",
    "create index on budgeting.profiles (created_at)",
    "create trigger mine before insert on budgeting.profiles for each row execute function suppress_redundant_updates_trigger()",
    "create policy mine on budgeting.profiles using (true)",
    "create role mine",
    "create database mine",
    "create extension pgcrypto schema public",
    "alter table budgeting.profiles add column mine int",
    "alter table budgeting.profiles disable row level security",
    "alter table budgeting.profiles owner to budgeting_worker",
    "alter policy budgeting_api on budgeting.profiles to public",
    `alter type budgeting."SectionType" add value 'MINE'`,
    "alter sequence budgeting.profiles_id_seq restart",
    "alter role budgeting_worker createrole",
    "alter role postgres password 'mine'",
    "drop policy budgeting_api on budgeting.profiles",
    "drop table budgeting.transaction_entries",
    "drop schema budgeting cascade",
    "truncate budgeting.transaction_entries",
    "grant budgeting_api to anon",
    "set role postgres",
    "set role anon",
    "set session_replication_role = replica",
    "select setval('budgeting.profiles_id_seq', 1)",
    "copy budgeting.profiles to program 'cat'",
    "select pg_read_file('postgresql.conf')",
  ];
  for (const sql of DEFINITIONS) it(`may not: ${sql}`, () => denied(login, sql));

  it("may grant nothing", async () => {
    // No error, only a warning.
    await login.query("grant select on budgeting.profiles to anon");
    const { rows } = await login.query("select has_table_privilege('anon', 'budgeting.profiles', 'select') as may");
    assert.deepEqual(rows, [{ may: false }]);
  });

  it("may not create a temporary table once that is revoked from public", async () => {
    assert.equal(typeof (await outcome(login, "create temporary table mine (id int)")), "object", "the default");
    await supabase.run(supabase.ownerUrl, "revoke temporary on database app from public");
    const again = await connect(supabase.workerUrl);
    await denied(again, "create temporary table mine (id int)");
    await again.end();
  });

  it("may not read other schemas, including the migrations' own records", async () => {
    for (const table of ["auth.users", "public.notes", "budgeting_migrations.checksums", "pg_catalog.pg_authid"]) {
      await denied(login, `select from ${table}`);
    }
  });

  it("gains nothing by turning row level security off for its session", async () => {
    await login.query("set row_security = off");
    await denied(login, "select from budgeting.profiles");
    await login.query("reset row_security");
  });
});

describe("Supabase's REST interface", () => {
  /** Tries everything that the interface can send. @param {import("pg").Client} client @param {string} role */
  async function triesEverything(client, role) {
    for (const table of tables) {
      const named = `${role}: budgeting.${table}`;
      const nothing = { rowCount: 0, rows: [] };
      assert.deepEqual(await outcome(client, `select * from budgeting.${table}`), nothing, named);
      assert.deepEqual(
        await outcome(client, `update budgeting.${table} set created_at = 0 returning *`),
        nothing,
        named,
      );
      assert.deepEqual(await outcome(client, `delete from budgeting.${table} returning *`), nothing, named);
      await denied(
        client,
        `insert into budgeting.${table} select * from json_populate_record(null::budgeting.${table}, 
        (select json_object_agg(attname, case when atttypid = 'budgeting."SectionType"'::regtype then 'LIVING' else '1' end)
         from pg_attribute where attrelid = 'budgeting.${table}'::regclass and attnum > 0))`,
      );
    }
  }

  before(async () => {
    const worker = await startWorker({ hyperdrive: supabase.workerUrl });
    await makeRowsIn(worker);
    await worker.close();
  });

  for (const role of ["anon", "authenticated"]) {
    it(`has no access as ${role}`, async () => {
      const client = await supabase.as(role);
      for (const table of tables) await denied(client, `select from budgeting.${table}`);
      await client.end();
    });
  }

  it("shows and changes nothing even if the schema is exposed as documented", async () => {
    const before = await dump();
    await supabase.run(supabase.ownerUrl, EXPOSURE);
    for (const role of ["anon", "authenticated"]) {
      const client = await supabase.as(role);
      await triesEverything(client, role);
      await client.end();
    }
    assert.deepEqual(await dump(), before);
    await withWorker(supabase.workerUrl, async (worker) => {
      succeeded(await worker.newUser().get("/api/months"));
    });
  });

  it("would show everything without row level security", async () => {
    const client = await supabase.as("anon");
    await supabase.run(supabase.ownerUrl, "alter table budgeting.profiles disable row level security");
    try {
      assert.notEqual((await client.query("select * from budgeting.profiles")).rowCount, 0);
    } finally {
      await supabase.run(supabase.ownerUrl, "alter table budgeting.profiles enable row level security");
      await client.end();
    }
  });
});

describe("a login with grants that is not a member of budgeting_api", () => {
  it("sees and writes nothing", async () => {
    await supabase.run(
      supabase.ownerUrl,
      `create role stranger login password 'as-good-as-any';
       grant usage on schema budgeting to stranger;
       grant all on all tables in schema budgeting to stranger;
       grant all on all sequences in schema budgeting to stranger`,
    );
    const stranger = await connect(supabase.url("stranger"));
    assert.deepEqual(await outcome(stranger, "select * from budgeting.profiles"), { rowCount: 0, rows: [] });
    await denied(
      stranger,
      "insert into budgeting.profiles (auth_user_id, profile_token, created_at, updated_at) values ('s', 't', 1, 1)",
    );
    await stranger.end();
  });
});
