// `npm run doctor`, as a person runs it.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { attempt } from "../../tools/common/run.mjs";
import { newKey } from "../worker/support/issuer.mjs";
import { startSupabase } from "../worker/support/supabase.mjs";
import { startCloudflare, TOKEN } from "./cloudflare.mjs";

const id = "0123456789abcdef0123456789abcdef";
const placeholder = "0".repeat(32);

/** @type {import("../worker/support/supabase.mjs").Supabase} */
let supabase;
/** @type {Awaited<ReturnType<typeof startCloudflare>>} */
let cloudflare;
/** @type {string} */
let folder;
/** @type {string} a key set */
let keys;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "budgeting-doctor-"));
  keys = JSON.stringify({ keys: [(await newKey("ES256", "k1")).jwk] });
  supabase = await startSupabase();
  await supabase.migrate();
  await supabase.makeLogin();
  const { hostname: host, port } = new URL(supabase.workerUrl);
  const origin = { scheme: "postgres", host, port: Number(port), user: "budgeting_worker", database: "app" };
  cloudflare = await startCloudflare({ [id]: { id, name: "budgeting", origin, caching: { disabled: true } } });
});
after(async () => {
  await cloudflare?.close();
  await supabase?.close();
  await rm(folder, { recursive: true, force: true });
});

/**
 * A file of settings, as text. With the placeholder as the id of Hyperdrive, Wrangler is not started to ask for it.
 * @param {string} name @param {string} vars @param {{ date?: string, more?: string, hyperdrive?: string }} [other]
 */
async function settings(name, vars, { date = "2026-10-01", more = "", hyperdrive = id } = {}) {
  const file = join(folder, `${name}.toml`);
  await writeFile(
    file,
    `name = "budgeting-api"
main = "index.js"
compatibility_date = "${date}"
compatibility_flags = ["nodejs_compat"]
hyperdrive = [{ binding = "HYPERDRIVE", id = "${hyperdrive}" }]
[vars]
${vars}
${more}`,
  );
  return file;
}

/** @param {Record<string, string | undefined>} env @param {...string} args */
async function doctor(env, ...args) {
  const { DATABASE_URL: _, MIGRATE_DATABASE_URL: __, ...rest } = process.env;
  const { code, output } = await attempt(process.execPath, ["tools/doctor.mjs", ...args], { env: { ...rest, ...env } });
  const count = (/** @type {string} */ kind) => output.split("\n").filter((line) => line.startsWith(`${kind} `)).length;
  return { code, output, fixes: count("fix"), warnings: count("warning"), oks: count("ok") };
}

describe("npm run doctor", () => {
  test("on a correct deployment exits with 0, and has nothing to fix", async () => {
    const config = await settings("right", `SUPABASE_JWKS = '${keys}'`);
    const { loggedIn } = cloudflare;
    const env = { ...loggedIn, DATABASE_URL: supabase.workerUrl, MIGRATE_DATABASE_URL: supabase.ownerUrl };
    const { code, output, fixes, warnings } = await doctor(
      env,
      ...["--config", config],
      ...["--var", "SUPABASE_URL:https://abc.supabase.co", "--var", "ALLOWED_ORIGINS:https://app.example.com"],
    );
    assert.equal(code, 0, output);
    // TLS, on this machine; and that everybody may make temporary tables, by default.
    assert.deepEqual({ fixes, warnings }, { fixes: 0, warnings: 2 }, output);
    assert.match(output, /\n\n18 ok, 2 warnings, 0 to fix\n$/, output);
  });

  test("on this checkout says what is missing, how to fix each problem, and exits with 1", async () => {
    const { code, output, fixes } = await doctor(cloudflare.loggedOut);
    assert.equal(code, 1);
    assert.equal(fixes, 2, output);
    assert.match(output, /^fix +Hyperdrive: the id in wrangler.toml is the placeholder\n +-> npx wrangler hyperdrive/m);
    assert.match(output, /^fix +sign-in: SUPABASE_URL is not set\n +-> docs\/deploy.md, step 5/m);
    assert.match(output, /^warning +database: not checked/m);
  });

  test("uses the requested environment of wrangler.toml", async () => {
    const more = "[env.staging.vars]\nAUTH_MODE = 'dev'";
    const config = await settings("staging", "SUPABASE_URL = 'https://abc.supabase.co'", {
      more,
      hyperdrive: placeholder,
    });
    const { output } = await doctor(cloudflare.loggedOut, "--config", config, "--env", "staging");
    assert.match(output, /AUTH_MODE: is dev/);
  });

  test("shows no secret, whatever the problem with it", async () => {
    const secrets = ["hunter2-of-the-database", "hunter2-of-the-owner", "hunter2-of-the-tokens", TOKEN];
    const [database, owner, jwt] = secrets;
    const leaks = `SUPABASE_JWT_SECRET = "${jwt}"\nSUPABASE_JWKS = "{${jwt}"`;
    const config = await settings("leaky", leaks, { date: "2020-01-01" });
    const unasked = await settings("leaky-unasked", leaks, { date: "2020-01-01", hyperdrive: placeholder });
    const address = (/** @type {string} */ url, /** @type {string | undefined} */ password) =>
      Object.assign(new URL(url), { password }).href;
    const env = {
      ...cloudflare.loggedIn,
      DATABASE_URL: address(supabase.workerUrl, database),
      MIGRATE_DATABASE_URL: address(supabase.ownerUrl, owner),
    };
    const vars = [
      "--var",
      `SUPABASE_URL:https://x:${jwt}@abc.supabase.co`,
      "--var",
      `DATABASE_URL:${env.DATABASE_URL}`,
    ];
    const runs = [
      await doctor(env, "--config", config, ...vars),
      await doctor({ ...env, DATABASE_URL: `nonsense ${database}` }, "--config", unasked),
      await doctor({ ...env, DATABASE_URL: `postgres://u:${database}#x@127.0.0.1/db` }, "--config", unasked),
      await doctor(env, "--config", config, `SUPABASE_JWT_SECRET:${jwt}`),
      await doctor(env, "--config", config, "--vars", `SUPABASE_JWT_SECRET:${jwt}`),
      await doctor(env, "--config", config, "--var", `${jwt}`),
    ];
    for (const { code, output } of runs) {
      assert.equal(code, 1);
      for (const secret of secrets) assert.ok(!output.includes(secret), output);
    }
    assert.ok((runs[0]?.fixes ?? 0) >= 6, runs[0]?.output);
    assert.match(runs[4]?.output ?? "", /no such option.*--var NAME:value/s);
  });

  test("says which file can't be read", async () => {
    const file = join(folder, "broken.toml");
    await writeFile(file, "name = \n");
    const { code, output } = await doctor(cloudflare.loggedOut, "--config", file);
    assert.equal(code, 1);
    assert.match(output, /broken\.toml can't be read: /);
  });
});
