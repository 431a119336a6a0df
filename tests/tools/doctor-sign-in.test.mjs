import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { checkCompatibility, checkRowLimits, variables } from "../../tools/before-deployment/settings.mjs";
import { checkHeaders, checkOrigins, checkSignIn } from "../../tools/before-deployment/sign-in.mjs";
import { newKey, startIssuer } from "../worker/support/issuer.mjs";

/** @type {Awaited<ReturnType<typeof startIssuer>>} */
let issuer;
/** @type {import("../worker/support/issuer.mjs").Key} */
let key;
before(async () => {
  key = await newKey("ES256", "k1");
  issuer = await startIssuer([key]);
});
after(() => issuer?.close());

/** @param {Record<string, string>} values */
const said = async (values) => (await checkSignIn(values)).map(({ kind, what }) => `${kind} ${what}`);

/** What it says of the key set of an issuer on this machine, whose address is at fault itself. @param {Record<string, string>} [more] */
const ofKeySet = async (more) => (await said({ SUPABASE_URL: issuer.url, ...more })).slice(1);

const project = "https://abc.supabase.co";

describe("the doctor on the sign-in", () => {
  test("rejects development sign-in, unknown modes, and incomplete settings", async () => {
    assert.match((await said({ AUTH_MODE: "dev" }))[0] ?? "", /^fix AUTH_MODE: is dev/);
    assert.match((await said({ AUTH_MODE: "none", SUPABASE_URL: project }))[0] ?? "", /^fix AUTH_MODE/);
    assert.match((await said({}))[0] ?? "", /^fix sign-in: SUPABASE_URL is not set/);
    assert.match((await said({ AUTH_MODE: "jwks", JWKS_URL: project }))[0] ?? "", /^fix sign-in: .*needs JWKS_URL/);
  });

  test("accepts only a plain project address", async () => {
    const given = { SUPABASE_JWKS: issuer.keySet() };
    for (const right of [project, `${project}/`]) {
      assert.deepEqual(await said({ SUPABASE_URL: right, ...given }), [
        `ok SUPABASE_URL: ${right}`,
        "ok SUPABASE_JWKS: 1 key",
      ]);
    }
    for (const wrong of [
      "abc.supabase.co",
      "abc",
      `${project}/rest/v1`,
      ` ${project}`,
      `${project}?x`,
      "https://ABC.supabase.co",
      "https://supabase.com/dashboard/project/abc",
      "https://user:pass-word-secret@abc.supabase.co",
      "http://abc.supabase.co",
      "ftp://abc.supabase.co",
    ]) {
      const [found] = await said({ SUPABASE_URL: wrong, ...given });
      assert.match(found ?? "", /^fix SUPABASE_URL: /, wrong);
      assert.doesNotMatch(found ?? "", /secret/);
    }
  });

  test("fetches the key set, and says if there is none", async () => {
    assert.deepEqual(await ofKeySet(), [`ok key set at ${issuer.url}/auth/v1/.well-known/jwks.json: 1 key`]);
    issuer.breakDown(true);
    assert.match((await ofKeySet())[0] ?? "", /^fix key set at .*: answers 500/);
    issuer.breakDown(false);
    assert.match((await said({ SUPABASE_URL: "http://127.0.0.1:9" }))[1] ?? "", /^fix .*can't be reached \(/);
    const page = createServer((_, response) => response.end("<html>"));
    await new Promise((done) => page.listen(0, "127.0.0.1", () => done(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (page.address());
    const jwks = { AUTH_MODE: "jwks", JWKS_URL: `http://127.0.0.1:${port}/keys?token=secret`, JWT_ISSUER: "i" };
    const found = await said({ ...jwks, JWT_AUDIENCE: "a" });
    page.close();
    assert.match(found[0] ?? "", /^fix JWKS_URL: must begin with https/);
    assert.match(found[1] ?? "", /^fix key set at http:.*\/keys: is not a key set/);
    assert.doesNotMatch(found.join(), /secret/);
  });

  test("says that a project with an empty key set signs with the legacy secret", async () => {
    issuer.publish([]);
    try {
      assert.match(
        (await ofKeySet())[0] ?? "",
        /^fix .*is empty, so the project signs with the legacy secret \(HS256\)/,
      );
      const known = await ofKeySet({ SUPABASE_JWT_SECRET: "the-legacy-secret" });
      assert.match(known[0] ?? "", /^warning .*is empty; tokens are checked with SUPABASE_JWT_SECRET/);
      assert.doesNotMatch(known.join(), /the-legacy-secret/);
      const other = { AUTH_MODE: "jwks", JWT_ISSUER: "i", JWT_AUDIENCE: "a" };
      const found = await said({ ...other, JWKS_URL: `${issuer.url}/auth/v1/.well-known/jwks.json` });
      assert.match(found[1] ?? "", /^fix .*is empty, so every token is refused/);
    } finally {
      issuer.publish([key]);
    }
    const needless = await ofKeySet({ SUPABASE_JWT_SECRET: "the-legacy-secret" });
    assert.match(needless[1] ?? "", /^warning SUPABASE_JWT_SECRET: is set, though/);
  });

  test("rejects an invalid key set given as a variable", async () => {
    for (const SUPABASE_JWKS of ["{", "[]", '{"keys":1}', "null"]) {
      const found = await said({ SUPABASE_URL: project, SUPABASE_JWKS });
      assert.match(found[1] ?? "", /^fix SUPABASE_JWKS: is not a key set/, SUPABASE_JWKS);
    }
    const empty = await said({ SUPABASE_URL: project, SUPABASE_JWKS: '{"keys":[]}' });
    assert.match(empty[1] ?? "", /^fix SUPABASE_JWKS: is empty/);
  });
});

describe("the doctor on ALLOWED_ORIGINS", () => {
  test("accepts only exact origins, and suggests what was meant", () => {
    assert.deepEqual(
      checkOrigins("https://app.example.com, https://other.example.com:8443").map(({ kind }) => kind),
      ["ok"],
    );
    assert.deepEqual(
      checkOrigins(undefined).map(({ kind }) => kind),
      ["ok"],
    );
    for (const [wrong, meant] of [
      ["https://app.example.com/", "https://app.example.com"],
      ["https://App.example.com", "https://app.example.com"],
      ["https://app.example.com:443", "https://app.example.com"],
      ["https://app.example.com/path", "https://app.example.com"],
      ["app.example.com", undefined],
      ["*", undefined],
      ["null", undefined],
      ["https://*.example.com", undefined],
      ["", undefined],
    ]) {
      const findings = checkOrigins(`https://good.example.com,${wrong}`);
      assert.equal(findings.length, 1, wrong);
      assert.equal(findings[0]?.kind, "fix", wrong);
      if (meant) assert.equal(findings[0]?.mend, meant);
    }
    assert.equal(checkOrigins("http://app.example.com")[0]?.kind, "warning");
  });
});

describe("the doctor on ALLOWED_HEADERS", () => {
  test("accepts only header names, and only if there are origins that may send them", () => {
    const ALLOWED_ORIGINS = "https://app.example.com";
    const kinds = (/** @type {string} */ ALLOWED_HEADERS, origins = ALLOWED_ORIGINS) =>
      checkHeaders({ ALLOWED_HEADERS, ALLOWED_ORIGINS: origins }).map(({ kind }) => kind);
    assert.deepEqual(checkHeaders({ ALLOWED_ORIGINS }), []);
    assert.deepEqual(kinds("x-trace-id, X-Request-Id"), ["ok"]);
    assert.deepEqual(kinds("x-trace-id", ""), ["warning"]);
    for (const wrong of ["*", "", "x trace", "x:trace", "é", "x-trace;q=1"]) {
      const findings = checkHeaders({ ALLOWED_ORIGINS, ALLOWED_HEADERS: `x-trace-id,${wrong}` });
      assert.deepEqual(findings.length, 1, wrong);
      assert.equal(findings[0]?.kind, "fix", wrong);
      assert.ok(findings[0]?.what.includes(`"${wrong}"`), wrong);
    }
    const { values } = variables(["ALLOWED_HEADERS:x-trace-id"], {}, {});
    assert.equal(values.ALLOWED_HEADERS, "x-trace-id");
  });
});

describe("the doctor on wrangler.toml", () => {
  test("requires the date and the flag that pg needs", () => {
    const kinds = (/** @type {string | undefined} */ date, /** @type {string[]} */ ...flags) =>
      checkCompatibility({ compatibility_date: date, compatibility_flags: flags }).map(({ kind }) => kind);
    assert.deepEqual(kinds("2024-09-23", "nodejs_compat"), ["ok", "ok"]);
    assert.deepEqual(kinds("2024-09-22", "nodejs_compat"), ["fix", "ok"]);
    assert.deepEqual(kinds("2999-01-01", "nodejs_compat"), ["fix", "ok"]);
    assert.deepEqual(kinds(undefined, "nodejs_compat_v2"), ["fix", "fix"]);
  });

  test("knows the limits on rows, and reports invalid ones", async () => {
    const found = async (/** @type {string | undefined} */ text) => {
      const [finding] = await checkRowLimits(text);
      return `${finding?.kind} ${finding?.what}`;
    };
    assert.equal(await found(undefined), "ok limits: as they come");
    assert.equal(
      await found(" transactions=7,  categoriesPerMonth=1000000000 "),
      "ok limits: transactions, categoriesPerMonth changed",
    );
    assert.equal(await found("transaction=7"), 'fix limits: there is no "transaction"');
    assert.equal(await found("transactions=7 transactions=8"), "fix limits: transactions is set twice in ROW_LIMITS");
    for (const wrong of [
      "transactions",
      "transactions=",
      "transactions=0",
      "transactions=1e3",
      "transactions=1000000001",
    ]) {
      assert.equal(await found(wrong), `fix limits: ${wrong} in ROW_LIMITS`);
    }
  });

  test("prefers --var to wrangler.toml, and that to the environment", () => {
    const vars = { AUTH_MODE: "jwks", JWT_ISSUER: "file" };
    const env = { AUTH_MODE: "dev", JWT_ISSUER: "environment", SUPABASE_URL: project };
    const { values, findings } = variables(["JWT_ISSUER:a:b"], vars, env);
    assert.equal(values.AUTH_MODE, "jwks");
    assert.equal(values.JWT_ISSUER, "a:b");
    assert.equal(values.SUPABASE_URL, project);
    assert.deepEqual(findings, []);
  });

  test("rejects secrets in readable places, and does not show them", () => {
    const { findings } = variables(
      ["SUPABASE_JWT_SECRET:a-long-secret"],
      { DATABASE_URL: "postgres://u:secret@h/d" },
      {},
    );
    assert.deepEqual(
      findings.map(({ kind, what }) => `${kind} ${what.split(",")[1]}`),
      ["fix  and stands in --var", "fix  and stands in wrangler.toml"],
    );
    assert.doesNotMatch(JSON.stringify(findings), /long-secret|postgres:/);
    const { findings: none } = variables([], {}, { SUPABASE_JWT_SECRET: "a-long-secret" });
    assert.deepEqual(none, []);
  });
});
