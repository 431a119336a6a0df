// Another application keeps tables, sequences, views and functions in the schema `budgeting`, and signs in with them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { checkDatabase } from "../../tools/before-deployment/database.mjs";
import { checkData } from "../../tools/check-data.mjs";
import { connect } from "../../tools/database/connect.mjs";
import { migrate } from "../../tools/migrate.mjs";
import { startSupabase } from "../worker/support/supabase.mjs";
import { migrationsUpTo } from "./helpers.mjs";
import { prismaData, prismaTables } from "./prisma-database.mjs";

const PASSWORD = "as-good-as-any";

/** What the other application has: made and owned by whoever runs this, used by a login of its own. */
const FOREIGN = `
  create table budgeting.session (id serial primary key, token text not null);
  insert into budgeting.session (token) values ('secret');
  create table budgeting.verification (id serial primary key, code text not null);
  insert into budgeting.verification (code) values ('123456');
  alter table budgeting.verification enable row level security;
  create policy visible on budgeting.verification to sign_in using (true);
  create view budgeting.active_session as select token from budgeting.session;
  create materialized view budgeting.session_count as select count(*) from budgeting.session;
  create sequence budgeting.ticket;
  create function budgeting.token_of(wanted int) returns text language sql security definer
    as 'select token from budgeting.session where id = wanted';
  grant usage on schema budgeting to sign_in;
  grant select, insert, update on budgeting.session, budgeting.verification to sign_in;
  grant select on budgeting.active_session, budgeting.session_count to sign_in, authenticated;
  grant usage on all sequences in schema budgeting to sign_in;
  grant select on budgeting.session to authenticated`;

/** Owned by a role that is nobody's member. */
const OWNED_BY_ANOTHER = `
  create table budgeting.account (id serial primary key, password_hash text not null);
  insert into budgeting.account (password_hash) values ('hash');
  alter table budgeting.account owner to stranger;
  grant select on budgeting.account to sign_in`;

const NAMES = ["session", "verification", "active_session", "session_count", "ticket", "session_id_seq", "account"];
const SEEN_BY_SIGN_IN = ["session", "verification", "active_session", "account"];

/** @type {import("../worker/support/supabase.mjs").Supabase} */
let supabase;
/** @type {import("pg").Client} */
let admin;
before(async () => {
  supabase = await startSupabase();
  admin = await connect(supabase.adminUrl);
  await admin.query(`create role sign_in login password '${PASSWORD}'; create role stranger nologin`);
});
after(async () => {
  await admin?.end();
  await supabase?.close();
});

/** All that the migrations could have changed in what is not theirs. */
async function foreignState() {
  const { rows } = await admin.query(
    `select c.relname, coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))::text as relacl,
       c.relrowsecurity, c.relowner::regrole::text as owner,
       array(select polname || polroles::regrole[]::text from pg_policy where polrelid = c.oid order by 1) as policies
     from pg_class c where relnamespace = 'budgeting'::regnamespace and relname = any ($1)
     union all
     select proname, proacl::text, null, proowner::regrole::text, null from pg_proc
     where pronamespace = 'budgeting'::regnamespace and proname <> 'forget_idempotency_keys'
     union all
     select defaclrole::regrole::text || ' ' || defaclobjtype::text, defaclacl::text, null, null, null
     from pg_default_acl where defaclnamespace = 'budgeting'::regnamespace
     order by 1`,
    [[...NAMES, "_prisma_migrations"]],
  );
  return rows;
}

/** @param {string} url @param {string} sql */
async function outcome(url, sql) {
  const client = await connect(url);
  try {
    return (await client.query(sql)).rowCount;
  } catch (error) {
    return /** @type {{ code: string }} */ (error).code;
  } finally {
    await client.end();
  }
}

/** What the login sees of each: a number of rows, or 42501. @param {string} url @param {string[]} names */
const seenBy = async (url, names) =>
  Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await outcome(url, `select from budgeting.${name}`)])),
  );

/** @param {string[]} names @param {unknown} what */
const each = (names, what) => Object.fromEntries(names.map((name) => [name, what]));

/** Nothing of the other application's is the Worker's, and its own login signs people in. */
async function assertApart() {
  const nothing = await seenBy(supabase.workerUrl, [...SEEN_BY_SIGN_IN, "session_count", "_prisma_migrations"]);
  assert.deepEqual(nothing, each(Object.keys(nothing), "42501"));
  for (const sequence of ["ticket", "session_id_seq"]) {
    assert.equal(await outcome(supabase.workerUrl, `select nextval('budgeting.${sequence}')`), "42501", sequence);
  }
  assert.deepEqual(await seenBy(supabase.url("sign_in"), SEEN_BY_SIGN_IN), each(SEEN_BY_SIGN_IN, 1));
  assert.equal(await outcome(supabase.workerUrl, "select from budgeting.profiles"), 2);
}

/** What is foreign and yet known to the doctor or to check-data. */
async function complaints() {
  const found = await checkDatabase(supabase.workerUrl, supabase.ownerUrl);
  const { findings } = await checkData({ databaseUrl: supabase.adminUrl });
  return {
    doctor: found.filter(({ kind }) => kind === "fix"),
    data: findings.filter(({ rule }) => /other applications/.test(rule)).flatMap(({ faults }) => faults),
  };
}

/** A new database with the tables of both applications. @param {string} makerUrl */
async function fresh(makerUrl) {
  await admin.query(
    "revoke stranger from postgres; drop schema if exists budgeting cascade; drop schema if exists budgeting_migrations cascade",
  );
  await supabase.run(supabase.ownerUrl, prismaTables("uuid") + prismaData);
  await supabase.run(makerUrl, FOREIGN);
  await admin.query(OWNED_BY_ANOTHER);
}

describe("somebody else's tables in the schema", () => {
  for (const makers of /** @type {const} */ (["ownerUrl", "adminUrl"])) {
    test(`are as they were after all migrations, where ${makers === "ownerUrl" ? "the tables' owner" : "a superuser"} made them`, async () => {
      await fresh(supabase[makers]);
      const before = await foreignState();
      /** @type {string[]} */
      const said = [];
      await migrate({ databaseUrl: supabase.ownerUrl, log: (line) => said.push(line) });
      assert.deepEqual(await foreignState(), before);
      assert.deepEqual(said, [], "nothing had to be taken back");
      if ((await admin.query("select from pg_roles where rolname = 'budgeting_worker'")).rowCount === 0) {
        await supabase.makeLogin();
      }
      await assertApart();
      const { doctor, data } = await complaints();
      assert.deepEqual(doctor, []);
      assert.deepEqual(data, []);
    });
  }

  test("are given back where an earlier run took them", async (t) => {
    await fresh(supabase.ownerUrl);
    const before = await foreignState();
    await migrateAsBefore(t);
    assert.equal(await outcome(supabase.workerUrl, "select from budgeting.session"), 1, "the fault is there");
    assert.equal(await outcome(supabase.url("sign_in"), "select from budgeting.session"), 0, "and hides the rows");
    const { doctor, data } = await complaints();
    assert.match(doctor.map(({ what }) => what).join("\n"), /budgeting\.session is not ours/);
    assert.match(data.map(({ found }) => found).join("\n"), /budgeting\.session is not ours/);

    /** @type {string[]} */
    const said = [];
    await migrate({ databaseUrl: supabase.ownerUrl, log: (line) => said.push(line) });
    await assertApart();
    assert.match(said.join("\n"), /budgeting\.session is not ours: its row level security was turned off again/);
    assert.deepEqual(withoutRevoked(await foreignState()), withoutRevoked(before));
    assert.deepEqual((await complaints()).data, []);

    await supabase.run(supabase.ownerUrl, "create table budgeting.later (id serial)");
    assert.equal(await outcome(supabase.workerUrl, "select from budgeting.later"), "42501", "by default as well");
  });

  test("that another role owns do not stop a migration that may not change them, and the doctor says what to do", async (t) => {
    await fresh(supabase.ownerUrl);
    await migrateAsBefore(t);
    await admin.query("revoke stranger from postgres");
    await migrate({ databaseUrl: supabase.ownerUrl });
    assert.equal(await outcome(supabase.workerUrl, "select from budgeting.session"), "42501", "what it may");
    assert.equal(await outcome(supabase.workerUrl, "select from budgeting.account"), 1, "what it may not");
    const { doctor, data } = await complaints();
    assert.match(doctor.map(({ what }) => what).join("\n"), /budgeting\.account is not ours/);
    for (const { mend } of data) await admin.query(mend);
    await assertApart();
    assert.deepEqual((await complaints()).data, []);
  });

  test("may have functions that the Worker's login could call as their owner: the doctor warns", async () => {
    const found = await checkDatabase(supabase.workerUrl, supabase.ownerUrl);
    const warned = found.find(({ what }) => /token_of/.test(what));
    assert.equal(warned?.kind, "warning");
    await admin.query(warned?.mend ?? "");
    assert.equal(await outcome(supabase.workerUrl, "select budgeting.token_of(1)"), "42501");
    assert.ok(!(await checkDatabase(supabase.workerUrl, undefined)).some(({ what }) => /token_of/.test(what)));
  });
});

/** By the files that there were before, by somebody who may change all tables. @param {import("node:test").TestContext} t */
async function migrateAsBefore(t) {
  const folder = await migrationsUpTo(t, "20261127");
  await admin.query("grant stranger to postgres");
  await migrate({ databaseUrl: supabase.ownerUrl, folder });
}

/** Rights of everybody, `anon` and `authenticated` were revoked, and nobody knows which there were. @param {any[]} state */
const withoutRevoked = (state) =>
  state.map(({ relacl, ...rest }) => {
    const grants = relacl?.replace(/[{}]/g, "").split(",");
    return { ...rest, relacl: grants?.filter((/** @type {string} */ grant) => !/^(authenticated)?=/.test(grant)) };
  });
