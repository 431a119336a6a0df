/** Headers that claim to be somebody, or something else, and requests with none. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ENDPOINTS, fill, split } from "../support/endpoints.mjs";
import { created, refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { newKey, startIssuer } from "../support/issuer.mjs";
import { answersIn, exchange } from "../support/raw.mjs";

const DENIED = "You must be logged in";
const key = await newKey("ES256", "key");
const project = await forAllTests(startIssuer([key]));
const [token, other] = await Promise.all([project.token(key, { sub: "one" }), project.token(key, { sub: "two" })]);
const NAME = "sb-127-auth-token";

const api = await forAllTests(startApi({ vars: { SUPABASE_URL: project.url, SUPABASE_JWKS: project.keySet() } }));

/** @param {string} method @param {string} path @param {Record<string, string>} headers @param {string} [body] */
const ask = (method, path, headers, body) => api.send(method, path, { headers, body });
const bearer = { authorization: `Bearer ${token}` };
const JSON_TYPE = { "content-type": "application/json" };
/** The status of a request with these lines of headers. @param {string[]} lines */
async function statusOf(lines) {
  const head = ["GET /api/months HTTP/1.1", `Host: ${api.url.host}`, "Connection: close", ...lines, "", ""];
  return answersIn(await exchange(api.url, head.join("\r\n")))[0]?.status;
}

describe("repeated credentials", () => {
  it("in the header do not count, even if they agree", async () => {
    const [one, two] = [`Authorization: Bearer ${token}`, `Authorization: Bearer ${other}`];
    assert.equal(await statusOf([one]), 200);
    for (const lines of [
      [one, two],
      [two, one],
      [one, one],
      [one, "Authorization: Bearer x"],
      [one, "Authorization: Basic dTpw"],
    ]) {
      assert.equal(await statusOf(lines), 401, lines.map((line) => line.slice(0, 40)).join());
    }
    assert.equal(await statusOf(["Authorization:", one]), 200, "an empty one is none");
  });

  it("in two cookie headers do not count: browsers send one (RFC 6265 section 5.4)", async () => {
    const session = (/** @type {string} */ access) => JSON.stringify({ access_token: access });
    const cookie = (/** @type {string} */ access) => `Cookie: ${NAME}=${encodeURIComponent(session(access))}`;
    assert.equal(await statusOf([cookie(token)]), 200);
    for (const lines of [
      [cookie(token), cookie(other)],
      [cookie("x"), cookie(token)],
      [cookie(token), "Cookie: a=b"],
    ]) {
      assert.equal(await statusOf(lines), 401);
    }
  });

  it("under another scheme do not count", async () => {
    for (const authorization of [
      ...[`Basic ${token}`, `Bearer: ${token}`, `Bearer\u00a0${token}`, `Bearer ${token} x`, `"Bearer ${token}"`],
      ...[token, `Token ${token}`, `Bearer Bearer ${token}`, `Bearer ${token},`, `bearer=${token}`, `Bearer dev:one`],
    ]) {
      refused(await ask("GET", "/api/months", { authorization }), 401, DENIED);
    }
  });
});

describe("a header that claims something", () => {
  it("about who sends the request is ignored", async () => {
    const claims = [
      "x-user-id",
      "x-auth-user",
      "x-forwarded-user",
      "remote-user",
      "x-supabase-user",
      "x-jwt-claims",
      "apikey",
    ];
    for (const name of [...claims, "x-client-cert", "x-access-token", "x-api-key", "proxy-authorization"]) {
      refused(await ask("GET", "/api/months", { [name]: name === "apikey" ? token : "one" }), 401, DENIED);
    }
    // It is Cloudflare Access's, which nobody has set up here.
    refused(await ask("GET", "/api/months", { "cf-access-jwt-assertion": token }), 401, DENIED);
  });

  it("about another path, method or server changes nothing", async () => {
    const month = JSON.stringify({ name: "March", year: 2025, month: 3, income: 1 });
    const { id } = created(await ask("POST", "/api/months", { ...bearer, ...JSON_TYPE }, month));
    const before = await api.database.dump();
    for (const [name, value] of [
      ["x-http-method-override", "DELETE"],
      ["x-http-method", "DELETE"],
      ["x-method-override", "DELETE"],
      ["x-original-url", `/api/months/${id}`],
      ["x-rewrite-url", `/api/months/${id}`],
      ["x-original-method", "DELETE"],
      ["x-forwarded-host", "evil.example"],
      ["x-forwarded-prefix", "/admin"],
      ["x-forwarded-proto", "file"],
      ["forwarded", "for=127.0.0.1;host=evil.example"],
      ["x-forwarded-for", "127.0.0.1"],
      ["cf-connecting-ip", "127.0.0.1"],
    ]) {
      const answer = await ask("GET", `/api/months/${id}`, { ...bearer, [String(name)]: String(value) });
      assert.equal(succeeded(answer).id, id, name);
      assert.ok(!JSON.stringify(answer.headers).includes("evil.example"), name);
      refused(
        await ask("POST", `/api/months/${id}`, { ...bearer, ...JSON_TYPE, [String(name)]: String(value) }, "{}"),
        405,
      );
    }
    refused(
      await ask("POST", `/api/months/${id}?_method=DELETE`, { ...bearer, ...JSON_TYPE }, '{"_method":"DELETE"}'),
      405,
    );
    assert.deepEqual(await api.database.dump(), before);
  });
});

describe("nobody", () => {
  const paths = [...new Set(ENDPOINTS.map((endpoint) => split(endpoint).pattern))].map((pattern) =>
    fill(pattern, new Proxy({}, { get: () => 1 })),
  );

  it("learns nothing with any method on any path", async () => {
    const before = await api.database.dump();
    for (const path of paths) {
      for (const method of ["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "TRACE", "PROPFIND"]) {
        const body = ["POST", "PATCH", "PUT"].includes(method) ? "{}" : undefined;
        const answer = await ask(method, path, JSON_TYPE, body);
        assert.ok([401, 405].includes(answer.status), `${method} ${path}: ${answer.status}`);
        if (method === "HEAD") assert.equal(answer.text, "");
        else refused(answer, answer.status);
      }
      const options = await ask("OPTIONS", path, {});
      assert.deepEqual([options.status, options.text], [204, ""], path);
    }
    assert.deepEqual(await api.database.dump(), before);
  });
});

describe("a write with a cookie, sent directly to workerd", () => {
  const cookie = `${NAME}=${encodeURIComponent(JSON.stringify({ access_token: token }))}`;

  it("is only accepted from the same origin: scheme, host and port", async () => {
    const { origin } = api.url;
    let serial = 0;
    const write = (/** @type {string} */ from) => {
      const body = JSON.stringify({ name: `written ${++serial}`, year: 2025, month: 1, income: 1 });
      return ask("POST", "/api/months", { cookie, origin: from, ...JSON_TYPE }, body);
    };
    assert.equal((await write(origin)).status, 201);
    for (const from of [
      "null",
      "",
      origin.replace("http:", "https:"),
      origin.toUpperCase(),
      `${origin}/`,
      `${origin} null`,
    ]) {
      refused(await write(from), 403);
    }
  });

  it("is rejected if the address is ambiguous: two Host headers form an invalid one", async () => {
    const lines = ["Host: evil.example", `Origin: ${api.url.origin}`, `Cookie: ${cookie}`, "Content-Length: 2"];
    const head = ["POST /api/months HTTP/1.1", `Host: ${api.url.host}`, ...lines, "Connection: close", "", "{}"];
    const [answer] = answersIn(await exchange(api.url, head.join("\r\n")));
    assert.ok(answer && [400, 403].includes(answer.status), answer?.head);
  });
});
