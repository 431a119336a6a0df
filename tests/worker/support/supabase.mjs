/** A PostgreSQL cluster with the roles that Supabase's have: whoever sets things up there is no superuser. */
import { readFile } from "node:fs/promises";
import { inRoot } from "../../../tools/common/paths.mjs";
import { workerLogin } from "../../../tools/database/worker-login.mjs";
import { migrate } from "../../../tools/migrate.mjs";
import { startTestCluster, withDatabase } from "../../../tools/test/database.mjs";
import { connect } from "./database.mjs";

/** @typedef {Awaited<ReturnType<typeof startSupabase>>} Supabase */

const PASSWORD = "as-good-as-any";

/** As a new project has them, as far as it matters here. */
const ROLES = `
  create role postgres login createdb createrole password '${PASSWORD}';
  create role anon nologin;
  create role authenticated nologin;
  create role authenticator login noinherit password '${PASSWORD}';
  grant anon, authenticated to authenticator;
  create database app owner postgres`;
const OTHER_SCHEMAS = `
  create schema auth;
  create table auth.users (id uuid primary key, email text);
  insert into auth.users values (gen_random_uuid(), 'somebody@example.com');
  create table public.notes (id serial primary key, text text);
  insert into public.notes (text) values ('private');
  grant all on public.notes to anon, authenticated`;

/** What Supabase's documentation ("Using Custom Schemas") tells those to run who expose a schema through its REST interface. */
export const EXPOSURE = `
  grant usage on schema budgeting to anon, authenticated;
  grant all on all tables in schema budgeting to anon, authenticated;
  grant all on all routines in schema budgeting to anon, authenticated;
  grant all on all sequences in schema budgeting to anon, authenticated;
  alter default privileges for role postgres in schema budgeting grant all on tables to anon, authenticated;
  alter default privileges for role postgres in schema budgeting grant all on routines to anon, authenticated;
  alter default privileges for role postgres in schema budgeting grant all on sequences to anon, authenticated`;

/** A cluster with a database `app` and none of our tables. */
export async function startSupabase() {
  const cluster = await startTestCluster();
  const superuser = await connect(withDatabase(cluster.url, "postgres"));
  // One at a time, because `create database` stands alone.
  for (const statement of ROLES.split(";")) await superuser.query(statement);
  await superuser.end();

  /** @param {string} username */
  const url = (username) =>
    Object.assign(new URL(withDatabase(cluster.url, "app")), { username, password: PASSWORD }).href;
  /** @param {string} address @param {string} sql */
  const run = async (address, sql) => {
    const client = await connect(address);
    try {
      return /** @type {any[]} */ ((await client.query(sql)).rows);
    } finally {
      await client.end();
    }
  };
  const adminUrl = withDatabase(cluster.url, "app");
  await run(adminUrl, OTHER_SCHEMAS);
  return {
    /** The address of the database for a role that may log in. */
    url,
    /** The superuser's. */
    adminUrl,
    ownerUrl: url("postgres"),
    workerUrl: url(workerLogin),
    run,
    /** A session as one of the REST interface's roles. @param {string} role */
    as: async (role) => {
      const client = await connect(url("authenticator"));
      await client.query(`set role ${role}`);
      return client;
    },
    migrate: () => migrate({ databaseUrl: url("postgres") }),
    /** What docs/deploy.md tells to run in the SQL editor. */
    makeLogin: async () => run(url("postgres"), (await loginOfTheDocs()).replace(/<[^>]*password>/, PASSWORD)),
    close: () => cluster.stop(),
  };
}

/** The SQL of the step about the login. */
async function loginOfTheDocs() {
  const guide = await readFile(inRoot("docs", "deploy.md"), "utf8");
  const sql = /^## 3\. .*?```sql\n(.*?)```/ms.exec(guide)?.[1];
  if (!sql) throw new Error("docs/deploy.md has no SQL in its step 3");
  return sql;
}
