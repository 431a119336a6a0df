/** The session cookie of `@supabase/ssr` and `@nuxtjs/supabase`: written by the library itself, and by others. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, it, mock } from "node:test";
import { inRoot } from "../../../tools/common/paths.mjs";
import { refused } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi, startWorker } from "../support/harness.mjs";
import { newKey, startIssuer } from "../support/issuer.mjs";
import { signedIn, tokenIn } from "../support/session.mjs";

const DENIED = "You must be logged in";
const NAME = "sb-127-auth-token";
const sub = randomUUID();
const key = await newKey("ES256", "key");
const project = await forAllTests(startIssuer([key]));
const token = await project.token(key, { sub });

const api = await forAllTests(startApi({ vars: { SUPABASE_URL: project.url } }));

/** @param {string} cookie */
const read = (cookie) => api.send("GET", "/api/months", { headers: { cookie } });
/** @param {number} length */
const knowing = (length) =>
  project.setProfile({ id: sub, aud: "authenticated", user_metadata: { name: "é".repeat(length) } });
const base64 = (/** @type {unknown} */ value) => `base64-${Buffer.from(JSON.stringify(value)).toString("base64url")}`;
const session = (accessToken = token) => ({
  access_token: accessToken,
  refresh_token: "refresh",
  expires_at: Math.floor(Date.now() / 1000) + 3600,
  user: { name: "é".repeat(2000) },
});
/** A session's value as chunks. @param {string} value */
const chunks = (value) => value.match(/.{1,3180}/g) ?? [];
/** @param {string[]} values */
const numbered = (values) => values.map((value, index) => `${NAME}.${index}=${value}`).join("; ");

describe("the cookie that the library writes", () => {
  for (const cookieEncoding of /** @type {const} */ (["base64url", "raw"])) {
    for (const [size, length] of /** @type {const} */ ([
      ["a small", 10],
      ["a large", 3000],
    ])) {
      it(`signs in: ${cookieEncoding}, ${size} session`, async () => {
        knowing(length);
        const cookies = await signedIn(project.url, token, { cookieEncoding });
        assert.equal(cookies.includes(`${NAME}.1=`), length > 10, "in chunks if it is large");
        assert.equal((await read(`theme=dark; ${cookies}`)).status, 200);
      });
    }
  }

  it("signs in after it has become smaller", async () => {
    knowing(3000);
    const cookies = await signedIn(project.url, token);
    knowing(10);
    assert.equal((await read(await signedIn(project.url, token, { cookies }))).status, 200);
  });
});

describe("a cookie of any kind", () => {
  // The library says at length what it makes of each.
  before(() => void mock.method(console, "warn", () => {}));
  after(() => mock.restoreAll());

  const value = base64(session());
  const [first = "", second = "", ...rest] = chunks(base64(session()));
  const other = base64({ ...session(), access_token: "somebody.else.s" });
  /** @type {Record<string, string>} */
  const cookies = {
    "is whole though it is long": `${NAME}=${value}`,
    "is raw": `${NAME}=${encodeURIComponent(JSON.stringify(session()))}`,
    "is raw and not escaped": `${NAME}=${JSON.stringify({ ...session(), user: {} })}`,
    "is in the wrong order, which does not matter": `${NAME}.1=${second}${rest.join("")}; ${NAME}.0=${first}`,
    "is there whole and in chunks": `${NAME}.0=x; ${NAME}=${value}; ${NAME}.1=y`,
    "is there twice, ours first": `${NAME}=${value}; ${NAME}=${other}`,
    "is there twice, ours last": `${NAME}=${other}; ${NAME}=${value}`,
    "is there twice, empty first": `${NAME}=; ${NAME}=${value}`,
    "is empty, but for its chunks": `${NAME}=; ${numbered(chunks(value))}`,
    "has an empty chunk behind": `${numbered([...chunks(value), "", "stale"])}`,
    "has white space around": `  ${NAME}  =  ${value}  `,
    "is padded": `${NAME}=${value}==`,
    "has a stale chunk behind": `${numbered([...chunks(value), "c3RhbGU"])}`,
    "has a whole session behind": `${numbered([...chunks(value), value])}`,
    "lacks a chunk": `${NAME}.1=${second}`,
    "lacks a chunk in the middle": `${NAME}.0=${value.slice(0, 100)}; ${NAME}.2=${value.slice(100)}`,
    "has a chunk of another session": `${numbered([first.slice(0, -1), second, ...rest])}`,
    "numbers from 00": `${NAME}.00=${value}`,
    "numbers from 1": `${NAME}.1=${value}`,
    "is empty": `${NAME}=`,
    "is no base64": `${NAME}=base64-%%%`,
    "has characters that are not of base64url": `${NAME}=base64-!!!!`,
    "is base64 of no UTF-8": `${NAME}=base64-${Buffer.from([0x22, 0xff, 0xc0, 0x22]).toString("base64url")}`,
    "is base64 of nothing": `${NAME}=base64-`,
    "is prefixed twice": `${NAME}=base64-${value}`,
    "is an object without a token": `${NAME}={}`,
    "is null": `${NAME}=null`,
    "is a text": `${NAME}="${token}"`,
    "is the token itself": `${NAME}=${token}`,
    "has a token that is no text": `${NAME}=${base64({ ...session(), access_token: [token] })}`,
    "has a token under a prototype": `${NAME}=${base64({ __proto__: null, prototype: session() })}`,
    "is nested beyond reason": `${NAME}=${"[".repeat(20_000)}`,
    "is another project's": `sb-another-auth-token=${value}`,
    "is called almost the same": `${NAME}x=${value}; x${NAME}=${value}; ${NAME.toUpperCase()}=${value}`,
    "has no name": `=${value}; ${value}`,
    "hides behind a comma": `a=b, ${NAME}=${value}`,
  };
  for (const [what, cookie] of Object.entries(cookies)) {
    it(`that ${what} is read as the library reads it`, async () => {
      const found = await tokenIn(project.url, cookie);
      const answer = await read(cookie);
      if (found === token) assert.equal(answer.status, 200, answer.text);
      else refused(answer, 401, DENIED);
    });
  }

  it("is read in more than one way by these tests", async () => {
    const found = await Promise.all(Object.values(cookies).map((cookie) => tokenIn(project.url, cookie)));
    assert.ok(found.filter((each) => each === token).length >= 8);
    assert.ok(found.filter((each) => each !== token).length >= 20);
  });

  it("that is an array, as older versions wrote it, signs in", async () => {
    assert.equal((await read(`${NAME}=${encodeURIComponent(JSON.stringify([token, "refresh"]))}`)).status, 200);
    refused(await read(`${NAME}=${base64([1])}`), 401, DENIED);
  });

  it("signs nobody in if there are thousands, and does no harm", async () => {
    const bomb = (/** @type {number} */ length) =>
      Array.from({ length }, (_, index) => `${NAME}.${index}=a`).join("; ");
    refused(await read(bomb(1300)), 401, DENIED);
    refused(await read(bomb(3000)), 431);
    refused(await read("=;".repeat(16_000)), 401, DENIED);
    assert.equal((await read(`${NAME}=${value}`)).status, 200);
  });

  it("in double quotes is read as without them, whole and in chunks", async () => {
    // The library reads these as its own parser of cookies does, which has changed its mind between versions.
    const quoted = (/** @type {string} */ text) => `"${text}"`;
    for (const cookie of [
      `${NAME}=${quoted(value)}`,
      `${NAME} = ${quoted(value)} ; theme="dark"`,
      `${NAME}=${quoted(encodeURIComponent(JSON.stringify(session())))}`,
      numbered(chunks(value).map(quoted)),
      numbered(chunks(value).map((chunk, index) => (index === 1 ? quoted(chunk) : chunk))),
    ]) {
      assert.equal((await read(cookie)).status, 200, cookie.slice(0, 60));
    }
    for (const cookie of [
      `${NAME}="${value}`,
      `${NAME}=""${value}""`,
      `${NAME}=""`,
      `${NAME}="`,
      `${NAME}="${token}"`,
    ]) {
      refused(await read(cookie), 401, DENIED);
    }
  });

  it("does not make up for bad credentials in the header", async () => {
    for (const authorization of ["Bearer nonsense", "Bearer", "nonsense", "Digest x", "Basic", "Basic x, Bearer y"]) {
      const headers = { cookie: `${NAME}=${value}`, authorization };
      refused(await api.send("GET", "/api/months", { headers }), 401, DENIED);
    }
  });

  it("counts next to Basic credentials, which sign nobody in by themselves", async () => {
    for (const authorization of ["Basic dTpw", "basic dTpwYXNzd29yZA==", "BASIC dTpw"]) {
      const headers = { cookie: `${NAME}=${value}`, authorization };
      assert.equal((await api.send("GET", "/api/months", { headers })).status, 200);
      refused(await api.send("GET", "/api/months", { headers: { authorization } }), 401, DENIED);
      // It makes the cookie no less what a browser sends by itself.
      refused(
        await api.send("DELETE", "/api/months/1", { headers: { ...headers, origin: "https://evil.example" } }),
        403,
      );
    }
  });

  it("does not replace an empty header, where that can be detected", async () => {
    // workerd takes an empty header of this name for none. A Worker that has ours in it can hand one over as it is.
    const vars = { SUPABASE_URL: project.url };
    const main = inRoot("tests", "worker", "sign-in", "empty-authorization", "index.js");
    const worker = await startWorker({ main, hyperdrive: api.database.workerUrl, vars });
    try {
      const headers = { cookie: `${NAME}=${value}` };
      refused(await worker.send("GET", "/api/months", { headers }), 401, DENIED);
    } finally {
      await worker.close();
    }
  });
});

describe("a write that a cookie signs in", () => {
  const cookie = `${NAME}=${base64(session())}`;
  /** @param {Record<string, string>} headers @param {string} [method] @param {string} [path] */
  const write = (headers, method = "POST", path = "/api/months") =>
    api.send(method, path, {
      headers: { cookie, "content-type": "application/json", ...headers },
      body: JSON.stringify({ name: randomUUID(), year: 2025, month: 1, income: 1 }),
    });

  it("is for a page of the same origin alone", async () => {
    const { origin } = api.url;
    assert.equal((await write({ origin })).status, 201);
    assert.equal((await write({ "sec-fetch-site": "same-origin" })).status, 201);
    const before = await api.database.dump();
    // Wrangler's proxy rewrites an origin of its own host and port, whatever its scheme: that one can't be tried here.
    /** @type {Record<string, string>[]} */
    const foreign = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "" },
      { origin: `${origin}, ${origin}` },
      { origin: `${origin}.evil.example` },
      { origin: origin.replace(/\d+$/, "1") },
      { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
      { referer: `${origin}/` },
      {},
    ];
    for (const headers of foreign) {
      refused(await write(headers), 403);
      refused(await write(headers, "PATCH", "/api/months/1"), 403);
      refused(await write(headers, "DELETE", "/api/months/1"), 403);
    }
    assert.deepEqual(await api.database.dump(), before);
    // Reading is the browser's business: it shows the answer to nobody (CORS).
    assert.equal((await api.send("GET", "/api/months", { headers: { cookie, origin: "null" } })).status, 200);
  });

  it("may come from anywhere with a token that browsers do not send automatically", async () => {
    assert.equal((await write({ authorization: `Bearer ${token}`, origin: "https://a.example" })).status, 201);
  });

  it("may come from another allowed origin, but never from null", async () => {
    const vars = {
      SUPABASE_URL: project.url,
      ALLOWED_ORIGINS: "https://app.example, https://b.example,null,,*",
      AUTH_COOKIE: "s",
    };
    const worker = await startWorker({ hyperdrive: api.database.url, vars });
    try {
      const post = (/** @type {string} */ origin) =>
        worker.send("POST", "/api/months", {
          headers: { cookie: `s=${base64(session())}`, origin, "content-type": "application/json" },
          body: JSON.stringify({ name: origin, year: 2025, month: 1, income: 1 }),
        });
      assert.equal((await post("https://b.example")).status, 201);
      for (const origin of [
        "https://c.example",
        "https://B.example",
        "http://b.example",
        "https://b.example/",
        "null",
        "*",
        "",
      ]) {
        assert.equal((await post(origin)).status, 403, origin);
      }
    } finally {
      await worker.close();
    }
  });
});
