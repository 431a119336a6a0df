/** Sessions of Supabase Auth, and of any other issuer of JSON Web Tokens. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import { SignJWT, UnsecuredJWT } from "jose";
import { refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi, startWorker } from "../support/harness.mjs";
import { newKey, startIssuer } from "../support/issuer.mjs";

const DENIED = "You must be logged in";
/** How long an answer may take on a busy machine. */
const SLACK_MS = 3_000;
const NOWHERE = "postgres://nobody:nothing@127.0.0.1:9/nothing";

const es256 = await newKey("ES256", "key-es");
const rs256 = await newKey("RS256", "key-rs");
const eddsa = await newKey("EdDSA", "key-ed");
const other = await newKey("ES256", "key-other");
const project = await forAllTests(startIssuer([es256, rs256, eddsa]));

const api = await forAllTests(startApi({ vars: { SUPABASE_URL: project.url } }));

/** @param {string} token */
const bearer = (token) => ({ authorization: `Bearer ${token}` });
/** @param {Record<string, string>} headers */
const months = (headers) => api.send("GET", "/api/months", { headers });
const now = () => Math.floor(Date.now() / 1000);

describe("an access token", () => {
  for (const key of [es256, rs256, eddsa]) {
    it(`signed with ${key.alg} signs in its subject`, async () => {
      const sub = randomUUID();
      const headers = { ...bearer(await project.token(key, { sub })), "content-type": "application/json" };
      const body = JSON.stringify({ name: key.alg, year: 2025, month: 1, income: 1 });
      assert.equal((await api.send("POST", "/api/months", { headers, body })).status, 201);
      assert.deepEqual(
        succeeded(await months(headers)).map((/** @type {any} */ { name }) => name),
        [key.alg],
      );
      assert.equal(await api.database.count("profiles", `auth_user_id = '${sub}'`), 1);
    });
  }

  it("may be up to 30 seconds late or early", async () => {
    const sub = randomUUID();
    succeeded(await months(bearer(await project.token(es256, { sub, exp: now() - 20 }))));
    succeeded(await months(bearer(await project.token(es256, { sub, nbf: now() + 20 }))));
  });

  it("is rejected for anything that is not exactly right", async () => {
    const sub = randomUUID();
    const good = await project.token(es256, { sub });
    const [header, payload, signature] = good.split(".");
    const publicKey = new TextEncoder().encode(JSON.stringify(es256.jwk));
    const symmetric = (/** @type {Uint8Array} */ secret) =>
      new SignJWT({ sub, iss: `${project.url}/auth/v1`, aud: "authenticated", exp: now() + 60 })
        .setProtectedHeader({ alg: "HS256", kid: es256.kid })
        .sign(secret);
    /** @type {Record<string, string>} */
    const bad = {
      expired: await project.token(es256, { sub, exp: now() - 60 }),
      "not yet valid": await project.token(es256, { sub, nbf: now() + 90 }),
      "of another issuer": await project.token(es256, { sub, iss: "https://other.supabase.co/auth/v1" }),
      "for another audience": await project.token(es256, { sub, aud: "anon" }),
      "without a subject": await project.token(es256),
      "with an empty subject": await project.token(es256, { sub: "" }),
      "without an expiry": await project.token(es256, { sub, exp: undefined }),
      "signed by another key": await project.token({ ...other, kid: es256.kid }, { sub }),
      "with a changed payload": `${header}.${Buffer.from(JSON.stringify({ sub: "x" })).toString("base64url")}.${signature}`,
      "without its signature": `${header}.${payload}.`,
      "not signed at all": new UnsecuredJWT({ sub, aud: "authenticated", iss: `${project.url}/auth/v1` })
        .setExpirationTime("1h")
        .encode(),
      "HS256 with the public key as its secret": await symmetric(publicKey),
      "HS256 where no secret is set": await symmetric(new Uint8Array(32)),
      "no token": "nonsense",
      "half a token": `${header}.${payload}`,
    };
    for (const [what, token] of Object.entries(bad)) {
      const answer = await months(bearer(token));
      assert.equal(answer.status, 401, what);
      refused(answer, 401, DENIED);
    }
    succeeded(await months(bearer(good)));
  });
});

describe("the key set", () => {
  it("is fetched once, and again for an unknown key at most once a minute", async () => {
    const issuer = await startIssuer([es256]);
    const worker = await startWorker({ hyperdrive: api.database.workerUrl, vars: { SUPABASE_URL: issuer.url } });
    const get = async (/** @type {import("../support/issuer.mjs").Key} */ key) =>
      (await worker.send("GET", "/api/months", { headers: bearer(await issuer.token(key, { sub: "u" })) })).status;
    try {
      assert.deepEqual(await Promise.all([get(es256), get(es256)]), [200, 200]);
      const fetched = issuer.requests();
      assert.equal(fetched, 1);
      for (let round = 0; round < 5; round += 1) assert.equal(await get(es256), 200);
      for (let round = 0; round < 5; round += 1) assert.equal(await get(other), 401);
      assert.equal(issuer.requests(), fetched);
      issuer.breakDown(true);
      assert.equal(await get(es256), 200);
    } finally {
      await worker.close();
      await issuer.close();
    }
  });

  it("that is unavailable is a 503, with the reason only in the log", async () => {
    const issuer = await startIssuer([es256]);
    const worker = await startWorker({ hyperdrive: NOWHERE, vars: { SUPABASE_URL: issuer.url } });
    try {
      issuer.breakDown(true);
      const headers = bearer(await issuer.token(es256, { sub: "u" }));
      const answer = await worker.send("GET", "/api/months", { headers });
      refused(answer, 503);
      assert.ok(!answer.text.includes(issuer.url));
      assert.ok(worker.logs().some(({ text }) => text.includes("jwks.json")));
      refused(await worker.send("GET", "/api/months", {}), 401, DENIED);
    } finally {
      await worker.close();
      await issuer.close();
    }
  });

  it("that does not arrive is requested once for all tokens, and nobody waits for it twice", async () => {
    const issuer = await startIssuer([es256]);
    const worker = await startWorker({ hyperdrive: NOWHERE, vars: { SUPABASE_URL: issuer.url } });
    try {
      issuer.slowDown(7_000);
      const storm = async () => {
        const started = performance.now();
        const tokens = await Promise.all(
          Array.from({ length: 100 }, (_, index) => issuer.token({ ...other, kid: `made up ${index}` }, { sub: "u" })),
        );
        const answers = await Promise.all(
          tokens.map((token) => worker.send("GET", "/api/months", { headers: bearer(token) })),
        );
        for (const answer of answers) refused(answer, 503);
        return performance.now() - started;
      };
      assert.ok((await storm()) < 5_000 + SLACK_MS);
      assert.ok((await storm()) < SLACK_MS);
      assert.equal(issuer.requests(), 1);
    } finally {
      await worker.close();
      await issuer.close();
    }
  });

  it("is not asked for by tokens that are wrong whoever signed them", async () => {
    const issuer = await startIssuer([es256]);
    const worker = await startWorker({ hyperdrive: api.database.workerUrl, vars: { SUPABASE_URL: issuer.url } });
    try {
      const [header, , signature] = (await issuer.token(es256)).split(".");
      for (const token of [
        await issuer.token(es256, { sub: "u", exp: now() - 60 }),
        await issuer.token(es256, { sub: "u", exp: undefined }),
        await issuer.token(es256, { sub: "u", nbf: now() + 90 }),
        await issuer.token(es256, { sub: "u", iat: now() + 90 }),
        await issuer.token(es256, { sub: "u", iss: "https://other.supabase.co/auth/v1" }),
        await issuer.token(es256, { sub: "u", aud: "anon" }),
        await issuer.token(es256),
        await issuer.token(es256, { sub: "u" }, { typ: "logout+jwt" }),
        new UnsecuredJWT({ sub: "u" }).encode(),
        `${header}.bm8.${signature}`,
        "nonsense",
      ]) {
        refused(await worker.send("GET", "/api/months", { headers: bearer(token) }), 401, DENIED);
      }
      assert.equal(issuer.requests(), 0);
      const good = bearer(await issuer.token(es256, { sub: "u" }));
      succeeded(await worker.send("GET", "/api/months", { headers: good }));
      assert.equal(issuer.requests(), 1);
    } finally {
      await worker.close();
      await issuer.close();
    }
  });

  it("may be given as a variable, and then is never fetched", async () => {
    const issuer = await startIssuer([es256]);
    const vars = { SUPABASE_URL: issuer.url, SUPABASE_JWKS: issuer.keySet() };
    const worker = await startWorker({ hyperdrive: api.database.workerUrl, vars });
    try {
      const headers = bearer(await issuer.token(es256, { sub: "u" }));
      assert.equal((await worker.send("GET", "/api/months", { headers })).status, 200);
      assert.equal(issuer.requests(), 0);
    } finally {
      await worker.close();
      await issuer.close();
    }
  });
});

describe("with other settings", () => {
  /** @param {Record<string, string>} vars @param {Record<string, string>} headers */
  const status = async (vars, headers) => {
    const worker = await startWorker({ hyperdrive: api.database.workerUrl, vars });
    try {
      return (await worker.send("GET", "/api/months", { headers })).status;
    } finally {
      await worker.close();
    }
  };

  it("accepts tokens signed with the legacy secret if it is set, and with no other secret", async () => {
    const secret = "a legacy secret of at least 32 bytes";
    const vars = { SUPABASE_URL: project.url, SUPABASE_JWT_SECRET: secret };
    const sign = (/** @type {string} */ with_) =>
      new SignJWT({ sub: "u", iss: `${project.url}/auth/v1`, aud: "authenticated", exp: now() + 60 })
        .setProtectedHeader({ alg: "HS256" })
        .sign(new TextEncoder().encode(with_));
    assert.equal(await status(vars, bearer(await sign(secret))), 200);
    assert.equal(await status(vars, bearer(await sign(`${secret}!`))), 401);
  });

  it("takes any issuer's tokens with AUTH_MODE=jwks, Cloudflare Access's header too", async () => {
    const vars = {
      AUTH_MODE: "jwks",
      JWKS_URL: `${project.url}/auth/v1/.well-known/jwks.json`,
      JWT_ISSUER: "https://team.cloudflareaccess.com",
      JWT_AUDIENCE: "app",
    };
    const token = await project.token(rs256, { sub: "u", iss: vars.JWT_ISSUER, aud: ["app"] });
    assert.equal(await status(vars, bearer(token)), 200);
    assert.equal(await status(vars, { "cf-access-jwt-assertion": token }), 200);
    assert.equal(await status(vars, bearer(await project.token(rs256, { sub: "u" }))), 401);
    assert.equal(await status({ AUTH_MODE: "jwks" }, bearer(token)), 503);
    // Access adds it to whatever its cookie signs in, so a page of another site may not write by it.
    const worker = await startWorker({ hyperdrive: NOWHERE, vars });
    try {
      const headers = { "cf-access-jwt-assertion": token, origin: "https://evil.example" };
      refused(await worker.send("DELETE", "/api/months/1", { headers }), 403);
    } finally {
      await worker.close();
    }
  });
});
