/** Tokens that somebody made up, or made something else of. tests/worker/sign-in/issuers.test.mjs has those that are merely wrong. */
import assert from "node:assert/strict";
import { createHmac, KeyObject, randomUUID, sign } from "node:crypto";
import { describe, it } from "node:test";
import { CompactSign, exportSPKI, importJWK } from "jose";
import { refused } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { newKey, startIssuer } from "../support/issuer.mjs";

const DENIED = "You must be logged in";
const es256 = await newKey("ES256", "key-es");
const rs256 = await newKey("RS256", "key-rs");
const eddsa = await newKey("EdDSA", "key-ed");
/** Not in the key set. */
const attacker = await newKey("ES256", "key-es");
const project = await forAllTests(startIssuer([es256, rs256, eddsa]));
/** Where an attacker would like keys to be fetched from. */
const trap = await forAllTests(startIssuer([attacker]));
const sub = randomUUID();

const api = await forAllTests(startApi({ vars: { SUPABASE_URL: project.url } }));

const now = () => Math.floor(Date.now() / 1000);
const right = () => ({ sub, iss: `${project.url}/auth/v1`, aud: "authenticated", exp: now() + 3600 });
const part = (/** @type {unknown} */ value) => Buffer.from(JSON.stringify(value)).toString("base64url");
/** A write, so that whatever gets in leaves a mark. @param {string} token */
const knock = (token) =>
  api.send("POST", "/api/months", {
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ name: randomUUID(), year: 2025, month: 1, income: 1 }),
  });
/** Nobody gets in, and nothing is changed. @param {Record<string, string>} tokens */
async function allRefused(tokens) {
  const before = await api.database.dump();
  for (const [what, token] of Object.entries(tokens)) {
    const answer = await knock(token);
    assert.equal(answer.status, 401, `${what}: ${answer.text}`);
    refused(answer, 401, DENIED);
  }
  assert.deepEqual(await api.database.dump(), before);
}
/** A payload to the letter, signed as it should be. @param {string} payload @param {Record<string, unknown>} [header] */
const signed = (payload, header = {}) =>
  new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: "ES256", kid: es256.kid, ...header })
    .sign(es256.privateKey, { crit: { "http://example.com/x": true } });
/** What the library refuses to sign. @param {Record<string, unknown>} header */
function byHand(header) {
  const input = `${part({ alg: "ES256", kid: es256.kid, ...header })}.${part(right())}`;
  const key = KeyObject.from(es256.privateKey);
  return `${input}.${sign("sha256", Buffer.from(input), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}
/** @param {object} claims instead of or besides the right ones */
const claiming = (claims) => signed(JSON.stringify({ ...right(), ...claims }));

describe("the valid token", () => {
  it("signs in, so that the rejections prove something", async () => {
    assert.equal((await knock(await signed(JSON.stringify(right())))).status, 201);
    assert.equal((await knock(await claiming({ aud: ["other", "authenticated"] }))).status, 201);
    assert.equal((await knock(byHand({ typ: "at+jwt" }))).status, 201);
  });
});

describe("a wrong algorithm", () => {
  it("that is called none signs nobody in, however it is spelled", async () => {
    const tokens = ["none", "None", "NONE", "nOnE", "", " none", "none\u0000"].flatMap((alg) =>
      ["", "x", Buffer.alloc(64).toString("base64url")].map((signature) => [
        `${JSON.stringify(alg)} signed "${signature.slice(0, 5)}"`,
        `${part({ alg, kid: es256.kid })}.${part(right())}.${signature}`,
      ]),
    );
    await allRefused(Object.fromEntries(tokens));
  });

  it("that uses a public key as its secret signs nobody in", async () => {
    /** @type {Record<string, string>} */
    const tokens = {};
    for (const key of [es256, rs256, eddsa]) {
      const pem = await exportSPKI(/** @type {CryptoKey} */ (await importJWK(key.jwk, key.alg)));
      const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ""), "base64");
      const secrets = { pem, "pem without its end": pem.trimEnd(), der, jwk: JSON.stringify(key.jwk), empty: "" };
      for (const [what, secret] of Object.entries({
        ...secrets,
        set: project.keySet(),
        x: key.jwk.x ?? key.jwk.n ?? "",
      })) {
        for (const [alg, hash] of /** @type {const} */ ([
          ["HS256", "sha256"],
          ["HS512", "sha512"],
        ])) {
          const input = `${part({ alg, kid: key.kid })}.${part(right())}`;
          tokens[`${alg} with the ${what} of ${key.kid}`] =
            `${input}.${createHmac(hash, secret).update(input).digest("base64url")}`;
        }
      }
    }
    await allRefused(tokens);
  });

  it("that differs from its key's, or is not supported, signs nobody in", async () => {
    const [, payload, signature] = (await signed(JSON.stringify(right()))).split(".");
    const tokens = ["RS256", "EdDSA", "Ed25519", "PS256", "ES384", "ES512", "ES256K", "RS1", "HS256", "es256"].map(
      (alg) => [alg, `${part({ alg, kid: es256.kid })}.${payload}.${signature}`],
    );
    await allRefused({
      ...Object.fromEntries(tokens),
      "ES256 with the key of RS256": await signed(JSON.stringify(right()), { kid: rs256.kid }),
      "a list of them": `${part({ alg: ["ES256"], kid: es256.kid })}.${payload}.${signature}`,
    });
  });
});

describe("a key that the token brings along", () => {
  it("is ignored, and nothing is fetched for it", async () => {
    const url = `${trap.url}/auth/v1/.well-known/jwks.json`;
    /** @param {Record<string, unknown>} header */
    const forged = (header) => project.token(attacker, { sub }, header);
    const unknown = ["../../../../dev/null", "' or 1=1 --", url, "x".repeat(5000), "__proto__"];
    await allRefused({
      "under the right name": await forged({}),
      jwk: await forged({ jwk: attacker.jwk }),
      "jwk without kid": await forged({ jwk: attacker.jwk, kid: undefined }),
      jku: await forged({ jku: url }),
      x5u: await forged({ x5u: url }),
      x5c: await forged({ x5c: ["MIIB"] }),
      ...Object.fromEntries(
        await Promise.all(unknown.map(async (kid) => [`kid ${kid.slice(0, 20)}`, await forged({ kid })])),
      ),
    });
    assert.equal(trap.requests(), 0);
    assert.ok(project.requests() <= 2, "an unknown key does not make us ask again and again");
  });

  it("may not demand unknown extensions", async () => {
    const payload = JSON.stringify(right());
    await allRefused({
      crit: await signed(payload, { crit: ["http://example.com/x"], "http://example.com/x": 1 }),
      "not encoded": byHand({ crit: ["b64"], b64: false }),
      "an empty crit": byHand({ crit: [] }),
      "a crit that is no list": byHand({ crit: "exp" }),
    });
  });
});

describe("the type of a token", () => {
  it("is that of an access token, or left out", async () => {
    for (const typ of ["JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt", "application/JWT"]) {
      assert.equal((await knock(byHand({ typ }))).status, 201, typ);
    }
    const others = [
      "logout+jwt",
      "id+jwt",
      "dpop+jwt",
      "secevent+jwt",
      "JWS",
      "",
      " JWT",
      "JWT ",
      "at+jwt2",
      "text/jwt",
    ];
    await allRefused({
      ...Object.fromEntries(others.map((typ) => [`typ "${typ}"`, byHand({ typ })])),
      "typ null": byHand({ typ: null }),
      "typ as a list": byHand({ typ: ["JWT"] }),
    });
  });
});

describe("a signature", () => {
  it("that is not exactly right signs nobody in", async () => {
    const token = await signed(JSON.stringify(right()));
    const [header = "", payload = "", signature = ""] = token.split(".");
    const bytes = Buffer.from(signature, "base64url");
    const altered = (/** @type {number} */ at) => {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return `${header}.${payload}.${copy.toString("base64url")}`;
    };
    await allRefused({
      // CVE-2022-21449: both halves of it nought.
      noughts: `${header}.${payload}.${Buffer.alloc(64).toString("base64url")}`,
      "noughts, one byte long": `${header}.${payload}.AA`,
      "bit flipped at first": altered(0),
      "bit flipped in the middle": altered(32),
      "bit flipped at last": altered(63),
      "of another payload": `${header}.${part({ ...right(), sub: randomUUID() })}.${signature}`,
      "of another header": `${part({ alg: "ES256", kid: es256.kid, typ: "JWT" })}.${payload}.${signature}`,
      longer: `${header}.${payload}.${Buffer.concat([bytes, bytes]).toString("base64url")}`,
      "not of base64url": `${header}.${payload}.${signature.slice(0, -4)}!!!!`,
    });
  });
});

describe("a token in pieces", () => {
  it("signs nobody in, wherever it is cut", async () => {
    const token = await signed(JSON.stringify(right()));
    const [header = "", payload = "", signature = ""] = token.split(".");
    const cuts = [1, 10, header.length, header.length + 1, header.length + 20, token.length - 40, token.length - 1];
    await allRefused({
      ...Object.fromEntries(cuts.map((at) => [`cut at ${at}`, token.slice(0, at)])),
      "without a header": `.${payload}.${signature}`,
      "without a payload": `${header}..${signature}`,
      "of four parts": `${token}.${signature}`,
      "of five parts, as encrypted ones have": `${header}.e30.e30.e30.${signature}`,
      dots: "..",
      "with a text for a header": `${part("x")}.${payload}.${signature}`,
      "with null for a header": `${part(null)}.${payload}.${signature}`,
      "with a header of no UTF-8": `${Buffer.from([0x7b, 0xff]).toString("base64url")}.${payload}.${signature}`,
    });
  });

  it("or an overlong one signs nobody in, and does no harm", async () => {
    const token = await signed(JSON.stringify({ ...right(), app_metadata: "x".repeat(11_000) }));
    assert.ok(token.length > 14_000 && token.length < 16_384);
    assert.equal((await knock(token)).status, 201, "a large session is a session");
    refused(await knock(await signed(JSON.stringify({ ...right(), app_metadata: "x".repeat(13_000) }))), 431);
    await allRefused({ nested: `${Buffer.from("[".repeat(10_000)).toString("base64url")}.e30.x` });
  });
});

describe("invalid claims with a valid signature", () => {
  it("get nobody in: times", async () => {
    const late = now() + 3600;
    await allRefused({
      "exp as a text": await claiming({ exp: String(late) }),
      "exp as a list": await claiming({ exp: [late] }),
      "exp null": await claiming({ exp: null }),
      "exp true": await claiming({ exp: true }),
      "exp below nought": await claiming({ exp: -1 }),
      "exp beyond all numbers": await signed(
        JSON.stringify({ ...right(), exp: 1 }).replace('"exp":1', '"exp":1e999,"exp":"x"'),
      ),
      "exp repeated, the last in the past": await signed(JSON.stringify(right()).replace(/}$/, ',"exp":1}')),
      // Larger than any number of JavaScript's, which takes it for infinity.
      "exp never": await signed(JSON.stringify({ ...right(), exp: 1 }).replace('"exp":1', '"exp":1e400')),
      "exp at the end of all numbers": await claiming({ exp: 1e300 }),
      "nbf before all time": await signed(JSON.stringify({ ...right(), nbf: 1 }).replace('"nbf":1', '"nbf":-1e400')),
      "nbf null": await claiming({ nbf: null }),
      "iat in an hour": await claiming({ iat: now() + 3600 }),
      "iat null": await claiming({ iat: null }),
      "nbf as a text": await claiming({ nbf: "0" }),
      "nbf in a year": await claiming({ nbf: now() + 31_536_000 }),
      "iat as a text": await claiming({ iat: "now" }),
    });
  });

  it("are accepted if times have fractions of a second or are slightly ahead", async () => {
    const [exp, nbf, iat] = [now() + 60.5, now() - 0.5, now() + 20.25];
    assert.equal((await knock(await claiming({ exp, nbf, iat }))).status, 201);
  });

  it("sign nobody in: audience and issuer", async () => {
    const { iss } = right();
    await allRefused({
      "iss as a list": await claiming({ iss: [iss] }),
      "iss with a slash": await claiming({ iss: `${iss}/` }),
      "iss in capitals": await claiming({ iss: iss.toUpperCase() }),
      "iss that begins right": await claiming({ iss: `${iss}.evil.example` }),
      "iss null": await claiming({ iss: null }),
      "no iss": await claiming({ iss: undefined }),
      "aud as an object": await claiming({ aud: { authenticated: true } }),
      "aud that holds it": await claiming({ aud: "not authenticated" }),
      "an empty aud": await claiming({ aud: [] }),
      "aud in a list in a list": await claiming({ aud: [["authenticated"]] }),
      "no aud": await claiming({ aud: undefined }),
      "Supabase's key for anybody": await claiming({ aud: undefined, iss: "supabase", role: "anon", sub: undefined }),
      "not an object": await signed(JSON.stringify([right()])),
      "no JSON": await signed("{"),
      null: await signed("null"),
    });
  });

  it("get nobody in: about whom", async () => {
    /** @type {[string, unknown][]} */
    const subjects = [
      ["number", 1],
      ["object", { toString: sub }],
      ["list", [sub]],
      ["true", true],
      ["null", null],
      ["empty", ""],
      ["5,000 characters", "x".repeat(5000)],
      ["256 characters", "x".repeat(256)],
      ["a NUL", `${sub}\u0000`],
      ["a line break", `${sub}\n`],
      ["half a surrogate pair", "\ud800"],
      ["letters that look the same", `\u0430${sub}`],
    ];
    const tokens = subjects.map(async ([what, value]) => [what, await claiming({ sub: value })]);
    await allRefused(Object.fromEntries(await Promise.all(tokens)));
  });

  it("are accepted exactly as written if they are unusual but valid", async () => {
    for (const odd of ["x".repeat(255), "' or '1'='1", "__proto__", "null", "a b", `${sub.toUpperCase()}`]) {
      assert.equal((await knock(await claiming({ sub: odd }))).status, 201, odd);
      const { row } = api.database;
      const { count } = await row("select count(*)::int from budgeting.profiles where auth_user_id = $1", [odd]);
      assert.equal(count, 1, odd);
    }
  });
});
