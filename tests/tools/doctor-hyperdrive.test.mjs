import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { checkHyperdrive } from "../../tools/before-deployment/hyperdrive.mjs";
import { startCloudflare } from "./cloudflare.mjs";

const origin = {
  scheme: "postgres",
  host: "db.abc.supabase.co",
  port: 5432,
  user: "budgeting_worker",
  database: "postgres",
};
const url = "postgres://budgeting_worker:some-password@db.abc.supabase.co:5432/postgres";
const ids = { good: "a".repeat(32), bad: "b".repeat(32), session: "c".repeat(32), none: "d".repeat(32) };

/** @type {Awaited<ReturnType<typeof startCloudflare>>} */
let cloudflare;
const environment = { ...process.env };
before(async () => {
  cloudflare = await startCloudflare({
    [ids.good]: { id: ids.good, name: "budgeting", origin, caching: { disabled: true } },
    [ids.bad]: { id: ids.bad, name: "budgeting", origin: { ...origin, port: 6543 }, caching: { disabled: false } },
    [ids.session]: {
      id: ids.session,
      name: "budgeting",
      origin: { ...origin, host: "aws-0-eu-central-1.pooler.supabase.com", user: "postgres.abc" },
      caching: { disabled: true },
    },
  });
});
after(() => cloudflare?.close());
afterEach(() => become(environment));

/** @param {Record<string, string | undefined>} env */
function become(env) {
  for (const name of Object.keys(cloudflare.loggedIn)) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] = value;
}

/** @param {string} id @param {string} [databaseUrl] */
async function said(id, databaseUrl) {
  const findings = await checkHyperdrive([{ binding: "HYPERDRIVE", id }], databaseUrl);
  return findings.map(({ kind, what }) => `${kind} ${what}`);
}

describe("the doctor on wrangler.toml's Hyperdrive", () => {
  test("rejects the placeholder and invalid ids, and warns if there is none", async () => {
    const [placeholder] = await checkHyperdrive([{ binding: "HYPERDRIVE", id: "0".repeat(32) }], undefined);
    assert.equal(placeholder?.kind, "fix");
    assert.match(placeholder?.mend ?? "", /wrangler hyperdrive create .*--caching-disabled/);
    assert.match((await said("<id>"))[0] ?? "", /^fix .*is not one/);
    const [none] = await checkHyperdrive([], undefined);
    assert.equal(none?.kind, "warning");
    const [other] = await checkHyperdrive([{ binding: "DB", id: ids.good }], undefined);
    assert.match(other?.what ?? "", /no binding HYPERDRIVE, only DB/);
  });
});

describe("the doctor on Cloudflare's configuration, read with Wrangler", () => {
  test("finds no problem if it is direct and without caching", async () => {
    become(cloudflare.loggedIn);
    assert.deepEqual(await said(ids.good, url), [
      "ok Hyperdrive: wrangler.toml has an id",
      "ok Hyperdrive: caching is disabled",
      "ok Hyperdrive: connects to db.abc.supabase.co:5432 directly",
    ]);
  });

  test("notices caching, the transaction pooler, and that DATABASE_URL is another database", async () => {
    become(cloudflare.loggedIn);
    assert.deepEqual(await said(ids.bad, url.replace("/postgres", "/other").replace("budgeting_worker", "other")), [
      "ok Hyperdrive: wrangler.toml has an id",
      "fix Hyperdrive: caching is not disabled, so reads could be a minute old",
      "fix Hyperdrive: connects to the transaction pooler on port 6543, where statements fail now and then",
      "warning Hyperdrive: connects as budgeting_worker to postgres at db.abc.supabase.co, which is not what DATABASE_URL names",
    ]);
  });

  test("warns about the session pooler", async () => {
    become(cloudflare.loggedIn);
    assert.match((await said(ids.session))[2] ?? "", /^warning .*session pooler/);
  });

  test("says that there is none with that id", async () => {
    become(cloudflare.loggedIn);
    assert.match(
      (await said(ids.none))[1] ?? "",
      /^fix .*does not give its configuration: .*not found \[code: 2001\]$/,
    );
  });

  test("says that it was not checked, when Wrangler is not logged in or cannot reach Cloudflare", async () => {
    const unchecked = /^warning Hyperdrive: not checked/;
    become(cloudflare.loggedOut);
    assert.match((await said(ids.good))[1] ?? "", unchecked);
    become({ ...cloudflare.loggedIn, CLOUDFLARE_API_BASE_URL: "http://127.0.0.1:9" });
    assert.match((await said(ids.good))[1] ?? "", unchecked);
  });
});
