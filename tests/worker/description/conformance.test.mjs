/** Every answer that the suites here get is compared with the description. Would a wrong one be found out? */
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import { after, before, describe, it } from "node:test";
import { judged, sender } from "../support/client.mjs";
import { nonconformance } from "../support/conformance.mjs";

/** @typedef {import("../support/conformance.mjs").Judged} Judged */

const MONTH = { id: 1, name: "x", year: 2025, month: 1, income: 0, createdAt: 1, updatedAt: 1 };
const ERROR = {
  ...{ error: true, statusCode: 404, code: "not_found", message: "Month not found", requestId: "r" },
  ...{ type: "about:blank", title: "Not Found", status: 404, detail: "Month not found" },
};
const HEADERS = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", etag: '"2a"' };

/** @param {number} status @param {unknown} body @param {Record<string, unknown>} [headers] @returns {Judged} */
const answer = (status, body, headers = {}) => ({
  ...{ status, headers: { ...HEADERS, ...headers }, body },
  text: body === undefined ? "" : JSON.stringify(body),
});

/** @param {string} endpoint @param {Judged} given @param {unknown} [sent] */
function fault(endpoint, given, sent) {
  const [method = "", path = ""] = endpoint.split(" ");
  return nonconformance(method, path, sent === undefined ? {} : { body: JSON.stringify(sent) }, given);
}

const RIGHT = { name: "x", year: 2025, month: 1, income: 0.5 };

describe("a response that conforms to the description", () => {
  it("is accepted", () => {
    assert.equal(fault("POST /api/months", answer(201, MONTH), RIGHT), "");
    assert.equal(fault("PATCH /api/months/1", answer(200, MONTH), {}), "");
    assert.equal(fault("GET /api/months/1", answer(404, ERROR)), "");
    assert.equal(fault("GET /api/months/1", answer(404, ERROR, { "content-type": "application/problem+json" })), "");
    assert.equal(fault("GET /nothing", answer(404, ERROR)), "");
    assert.equal(fault("PUT /api/months", answer(405, ERROR, { allow: "GET" })), "");
    assert.equal(fault("HEAD /api/months", answer(200, undefined)), "");
    assert.equal(fault("GET /api/%6Donths/?x=/", answer(200, [])), "");
    assert.equal(fault("GET /api/months", answer(304, undefined)), "");
    assert.notEqual(fault("GET /api/months", answer(304, [])), "");
    assert.notEqual(fault("GET /api/months", answer(200, [], { etag: undefined })), "");
    assert.notEqual(fault("GET /api/months", answer(200, [], { etag: "2a" })), "");
  });
});

describe("a response that does not conform", () => {
  /** @type {[string, string, Judged, RegExp, unknown?][]} */
  const CASES = [
    ["has a key too many", "PATCH /api/months/1", answer(200, { ...MONTH, profileToken: "x" }), /additional/],
    ["lacks a key", "PATCH /api/months/1", answer(200, { ...MONTH, income: undefined }), /income/],
    ["has money in fractions", "PATCH /api/months/1", answer(200, { ...MONTH, income: 0.5 }), /income/],
    ["has an id that is not exact in JSON", "PATCH /api/months/1", answer(200, { ...MONTH, id: 2 ** 53 }), /id/],
    ["has null where none may be", "PATCH /api/months/1", answer(200, { ...MONTH, name: null }), /name/],
    ["is no list", "GET /api/months", answer(200, {}), /array/],
    ["has another status", "POST /api/months", answer(200, MONTH), /200 is not declared/],
    ["has an error nobody told of", "GET /api/months", answer(404, ERROR), /404 is not declared/],
    ["is an error in another shape", "GET /api/months/1", answer(404, { message: "x" }), /requestId/],
    ["is an error of another kind", "GET /api/months/1", answer(404, { ...ERROR, code: "gone" }), /code/],
    ["names no fields", "POST /api/months", answer(422, { ...ERROR, code: "validation_failed" }), /fields/],
    ["is of another type", "GET /api/months", answer(200, [], { "content-type": "text/html" }), /text\/html/],
    ["may be stored", "GET /api/months", answer(200, [], { "cache-control": "public" }), /Cache-Control/],
    ["does not say when to come back", "GET /api/months", answer(503, ERROR), /Retry-After/],
    ["says it in words", "GET /api/months", answer(503, ERROR, { "retry-after": "soon" }), /Retry-After/],
    ["is a 405 without Allow", "PUT /api/months", answer(405, ERROR), /Allow/],
    ["has a body for HEAD", "HEAD /api/months", answer(200, []), /body/],
    ["is from a path that is not there", "GET /api/month", answer(200, []), /200/],
    ["took a wrong body", "POST /api/months", answer(201, MONTH), /year/, { ...RIGHT, year: 1999 }],
    ["took half a body", "POST /api/months", answer(201, MONTH), /name/, { ...RIGHT, name: undefined }],
  ];
  for (const [what, endpoint, given, expected, sent] of CASES) {
    it(`is detected: it ${what}`, () => assert.match(fault(endpoint, given, sent), expected));
  }
});

describe("the client of these suites", () => {
  /** @type {http.Server} */
  let server;
  before(async () => {
    server = http.createServer((_, response) => response.writeHead(200, HEADERS).end(`[{"id":"1"}]`));
    await once(server.listen(0, "127.0.0.1"), "listening");
  });
  after(() => server?.close());

  it("fails on a response that does not conform", async () => {
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const url = new URL(`http://127.0.0.1:${port}`);
    const send = judged(sender(url), nonconformance);
    await assert.rejects(send("GET", "/api/months"), /not answered as described: .*integer/);
    assert.equal((await sender(url)("GET", "/api/months")).status, 200);
  });
});
