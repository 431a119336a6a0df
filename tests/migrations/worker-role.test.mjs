import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { unprotectedTables } from "../../tools/before-deployment/tables.mjs";
import { connect } from "../../tools/database/connect.mjs";
import { ownTables } from "../../tools/database/own-tables.mjs";
import { migrate } from "../../tools/migrate.mjs";
import { startTestCluster, withDatabase } from "../../tools/test/database.mjs";
import { EXPOSURE, startSupabase } from "../worker/support/supabase.mjs";
import { tables } from "./expected-tables.mjs";
import { emptyDatabase } from "./helpers.mjs";
import { prismaData, prismaTables } from "./prisma-database.mjs";

const names = ownTables.toSorted();

/**
 * Who but the owner has which rights on a kind of object: "grantee: rights on name".
 *
 * @param {import("pg").Client} client
 * @param {"r" | "S"} kind tables or sequences
 */
async function grants(client, kind) {
  const { rows } = await client.query(
    `select coalesce(r.rolname, 'public') || ': ' || string_agg(lower(acl.privilege_type), ' ' order by acl.privilege_type)
       || ' on ' || c.relname as grant
     from pg_class c cross join aclexplode(c.relacl) acl left join pg_roles r on r.oid = acl.grantee
     where c.relnamespace = 'budgeting'::regnamespace and c.relkind = $1 and acl.grantee <> c.relowner
     group by r.rolname, c.relname order by c.relname, 1`,
    [kind],
  );
  return rows.map(({ grant }) => grant);
}

const rightsOn = (/** @type {string} */ table) => `budgeting_api: delete insert select update on ${table}`;

describe("the role of the Worker", () => {
  test("has the rights it needs and no other; every table has row level security, for it alone", async (t) => {
    const { url, client } = await emptyDatabase(t);
    await migrate({ databaseUrl: url });
    assert.deepEqual(await unprotectedTables(client), []);
    const { rows } = await client.query(
      `select tablename, policyname, permissive, roles::text, cmd, qual, with_check from pg_policies
       where schemaname = 'budgeting' order by tablename`,
    );
    const policy = { policyname: "budgeting_api", permissive: "PERMISSIVE", roles: "{budgeting_api}", cmd: "ALL" };
    assert.deepEqual(
      rows,
      names.map((tablename) => ({ tablename, ...policy, qual: "true", with_check: "true" })),
    );
    assert.deepEqual(await grants(client, "r"), names.map(rightsOn));
    assert.deepEqual(
      await grants(client, "S"),
      Object.keys(tables)
        .sort()
        .map((table) => `budgeting_api: usage on ${table}_id_seq`),
    );
    const schemas = await client.query(
      `select nspname from pg_namespace n cross join aclexplode(n.nspacl) acl
       where acl.grantee = 'budgeting_api'::regrole`,
    );
    assert.deepEqual(schemas.rows, [{ nspname: "budgeting" }]);
  });

  test("has no right on a later table without a word, and row level security that is not as it must be would be missed", async (t) => {
    const { url, client } = await emptyDatabase(t);
    await migrate({ databaseUrl: url });
    await client.query("create table budgeting.later (id serial primary key)");
    assert.deepEqual(await grants(client, "r"), names.map(rightsOn));
    assert.ok(!(await grants(client, "S")).some((grant) => grant.includes("later_id_seq")));
    await client.query(
      `alter table budgeting.yearly_deductions disable row level security;
       drop policy budgeting_api on budgeting.yearly_budgets;
       create policy more on budgeting.profiles for select to public using (true)`,
    );
    assert.deepEqual(await unprotectedTables(client), [
      "profiles has another policy: more",
      "yearly_budgets has no policy for budgeting_api",
      "yearly_deductions has no row level security",
    ]);
  });

  test("is kept out of Prisma's own notes, which stay as they are", async (t) => {
    const { url, client } = await emptyDatabase(t);
    await client.query(prismaTables("uuid"));
    await client.query(prismaData);
    await migrate({ databaseUrl: url });
    assert.deepEqual(await unprotectedTables(client), []);
    assert.deepEqual(await grants(client, "r"), names.map(rightsOn));
    const { rows } = await client.query(
      "select relrowsecurity from pg_class where oid = 'budgeting._prisma_migrations'::regclass",
    );
    assert.deepEqual(rows, [{ relrowsecurity: false }]);
  });
});

describe("the migration of the role", () => {
  test("runs in several databases of a new cluster at once, and again", async (t) => {
    const cluster = await startTestCluster();
    t.after(() => cluster.stop());
    const client = await connect(cluster.url);
    const urls = ["one", "two", "three", "four"].map((name) => withDatabase(cluster.url, name));
    for (const url of urls) await client.query(`create database ${new URL(url).pathname.slice(1)}`);
    const runs = await Promise.all(urls.map((databaseUrl) => migrate({ databaseUrl })));
    assert.ok(runs.every(({ applied }) => applied.includes("20261125000000_worker_role")));
    const { rows } = await client.query("select rolcanlogin, rolinherit from pg_roles where rolname = 'budgeting_api'");
    assert.equal(rows.length, 1);
    assert.equal(rows[0].rolcanlogin, false);
    await client.end();
  });

  test("needs no superuser, and takes back what an exposed schema had been granted", async (t) => {
    const supabase = await startSupabase();
    t.after(() => supabase.close());
    const owner = await connect(supabase.ownerUrl);
    t.after(() => owner.end());
    await owner.query(prismaTables("uuid"));
    await owner.query(prismaData);
    await owner.query(EXPOSURE);
    assert.ok((await grants(owner, "r")).some((grant) => /^anon: .*truncate/.test(grant)));

    await supabase.migrate();
    const ours = (await grants(owner, "r")).filter((grant) => !grant.endsWith(" on _prisma_migrations"));
    assert.deepEqual(ours, names.map(rightsOn));
    const anon = await supabase.as("anon");
    await assert.rejects(anon.query("select from budgeting.profiles"), { code: "42501" });
    await anon.end();
    assert.equal((await owner.query("select from budgeting.profiles")).rowCount, 2, "the owner's data is there");
  });

  test("refuses a role of that name that may do more, and says what to do", async (t) => {
    const cluster = await startTestCluster();
    t.after(() => cluster.stop());
    const client = await connect(cluster.url);
    await client.query("create role budgeting_api login createdb");
    const refusal = await migrate({ databaseUrl: cluster.url }).then(
      () => assert.fail("not refused"),
      ({ message }) => message,
    );
    assert.match(refusal, /budgeting_api exists and may do more/);
    await client.query(/alter role budgeting_api .*/.exec(refusal)?.[0] ?? "");
    await migrate({ databaseUrl: cluster.url });
    await client.end();
  });
});
