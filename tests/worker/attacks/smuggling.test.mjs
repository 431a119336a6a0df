/**
 * Requests that two servers would cut into pieces differently, straight at workerd. What is hidden in one must never be
 * run as another, and what follows on the same connection must be answered for what it is, or not at all.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeMonth } from "../support/make.mjs";
import { answersIn, exchange } from "../support/raw.mjs";

const api = await forAllTests(startApi({ vars: { AUTH_MODE: "dev" } }));
const host = `Host: ${api.url.host}`;
await makeMonth(api.as("victim"), { name: "the victim's" });
await makeMonth(api.as("smuggler"), { name: "the smuggler's" });

const BODY = '{"name":"x","year":"not a year","month":1,"income":1}';
const own = "Authorization: Bearer dev:smuggler";
const chunk = (/** @type {string} */ text) => `${text.length.toString(16)}\r\n${text}\r\n`;
/** A request of the victim's, hidden in another's. */
const hidden = () =>
  `DELETE /api/months/1 HTTP/1.1\r\n${host}\r\nAuthorization: Bearer dev:victim\r\nX-Hidden: yes\r\n\r\n`;
/** A write of the smuggler's, wrong in itself. @param {string[]} headers @param {string} body */
const post = (headers, body) =>
  ["POST /api/months HTTP/1.1", host, own, "Content-Type: application/json", ...headers, "", body].join("\r\n");
/** @param {string[]} lines @param {string} [end] */
const get = (lines, end = "\r\n") => ["GET /api/months HTTP/1.1", host, ...lines, "", ""].join(end);

/** @type {Record<string, () => string>} */
const REQUESTS = {
  "length and chunks, the length short": () =>
    post(["Content-Length: 6", "Transfer-Encoding: chunked"], `0\r\n\r\n${hidden()}`),
  "chunks and length, the length short": () =>
    post(["Transfer-Encoding: chunked", "Content-Length: 4"], `${chunk(hidden())}0\r\n\r\n`),
  "a space before the colon": () => post(["Transfer-Encoding : chunked", "Content-Length: 5"], `0\r\n\r\n${hidden()}`),
  "another encoding": () => post(["Transfer-Encoding: xchunked", `Content-Length: ${BODY.length}`], BODY + hidden()),
  "a tab before the encoding": () => post(["Transfer-Encoding:\tchunked"], `${chunk(BODY)}0\r\n\r\n`),
  "a vertical tab before it": () =>
    post(["Transfer-Encoding: \u000bchunked", "Content-Length: 5"], `0\r\n\r\n${hidden()}`),
  "two encodings": () => post(["Transfer-Encoding: chunked", "Transfer-Encoding: identity"], `0\r\n\r\n${hidden()}`),
  "a list of encodings": () => post(["Transfer-Encoding: identity, chunked"], `${chunk(BODY)}0\r\n\r\n`),
  "an encoding on two lines": () =>
    post(["Transfer-Encoding:", " chunked", "Content-Length: 5"], `0\r\n\r\n${hidden()}`),
  "two lengths": () => post([`Content-Length: ${BODY.length}`, "Content-Length: 0"], BODY + hidden()),
  "a list of lengths": () => post([`Content-Length: ${BODY.length}, 0`], BODY + hidden()),
  "a length with a sign": () => post([`Content-Length: +${BODY.length}`], BODY + hidden()),
  "a length below nought": () => post(["Content-Length: -1"], BODY + hidden()),
  "a length in hexadecimal": () => post([`Content-Length: 0x${BODY.length.toString(16)}`], BODY + hidden()),
  "a length beyond all numbers": () => post([`Content-Length: ${"9".repeat(30)}`], BODY + hidden()),
  "an empty length": () => post(["Content-Length: "], hidden()),
  "credentials in a trailer": () =>
    post(
      ["Transfer-Encoding: chunked", "Trailer: Authorization"],
      `${chunk(BODY)}0\r\nAuthorization: Bearer dev:victim\r\n\r\n`,
    ),
  "chunks with extensions": () =>
    post(["Transfer-Encoding: chunked"], `${BODY.length.toString(16)};a="\r\n0"\r\n${BODY}\r\n0\r\n\r\n`),
  "a chunk of a size that is none": () => post(["Transfer-Encoding: chunked"], `zz\r\n${BODY}\r\n0\r\n\r\n${hidden()}`),
  "a chunk of a size below nought": () => post(["Transfer-Encoding: chunked"], `-1\r\n${BODY}\r\n0\r\n\r\n${hidden()}`),
  "a chunk beyond all numbers": () => post(["Transfer-Encoding: chunked"], `${"f".repeat(18)}\r\n${BODY}${hidden()}`),
  "chunks with bare line feeds": () => post(["Transfer-Encoding: chunked"], `2\n{}\n0\n\n${hidden()}`),
  "a folded header": () => get(["X: a", ` ${own}`]),
  "bare line feeds": () => get([own], "\n"),
  "bare carriage returns": () => get([own], "\r"),
  "a NUL in a header": () => get(["X: a\u0000b", own]),
  "a space before credentials' colon": () => get(["Authorization : Bearer dev:victim"]),
  "two hosts": () => get(["Host: evil.example", own]),
  "no host": () => `GET /api/months HTTP/1.1\r\n${own}\r\n\r\n`,
  "a read with a body": () => get([own, `Content-Length: ${hidden().length}`, "", hidden()]),
  "a read with chunks": () => `${get([own, "Transfer-Encoding: chunked"])}${chunk(hidden())}0\r\n\r\n`,
  "HTTP 1.0": () => `GET /api/months HTTP/1.0\r\n${own}\r\nConnection: keep-alive\r\n\r\n`,
  "HTTP 0.9": () => "GET /api/months\r\n",
  "HTTP 2 at once": () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "an upgrade to it": () => get([own, "Connection: Upgrade", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"]),
  TLS: () => "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
  "a proxy's protocol": () => `PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n${get([own])}`,
  "white space before it": () => `\r\n\r\n ${get([own])}`,
  "a waiting sender": () => post(["Expect: 100-continue", `Content-Length: ${BODY.length}`], BODY),
};

describe("a request that can be read in two ways", () => {
  for (const [what, request] of Object.entries(REQUESTS)) {
    it(`runs no request hidden in it: ${what}`, async () => {
      const before = await api.database.dump();
      const sentinel = `GET /api/health HTTP/1.1\r\n${host}\r\nConnection: close\r\n\r\n`;
      const text = await exchange(api.url, Buffer.from(request() + sentinel, "latin1"));
      const answers = answersIn(text).filter(({ status }) => status !== 100);
      assert.ok(answers.length <= 2, `one for each of two requests: ${text}`);
      for (const { status } of answers) assert.ok(status < 500 && status !== 201, text);
      assert.ok(!text.includes("the victim's") && !text.includes('"success"'), text);
      // Whatever came second is what was sent second.
      const [, second] = answers;
      if (second !== undefined) assert.match(second.text, /^\{"status":"ok"\}|^(?![\s\S]*requestId)/);
      assert.deepEqual(await api.database.dump(), before);
      // And others' connections never noticed.
      assert.equal(succeeded(await api.as("victim").get("/api/months"))[0].name, "the victim's");
    });
  }

  it("is not rejected by the test itself: a plain one does run on this connection", async () => {
    const text = await exchange(
      api.url,
      post([`Content-Length: ${BODY.length}`], BODY) + get([own, "Connection: close"]),
    );
    assert.deepEqual(
      answersIn(text).map(({ status }) => status),
      [422, 200],
    );
    assert.match(text, /the smuggler's/);
  });
});

describe("a bare line feed", () => {
  it("ends a header line, as RFC 9112 section 2.2 allows: a proxy in front must know that", async () => {
    const text = await exchange(api.url, get([own, "X: a\nX-Http-Method-Override: DELETE", "Connection: close"]));
    assert.match(text, /the smuggler's/);
    // Then there are two credentials, and two are none.
    const twice = await exchange(api.url, get([own, "X: a\nAuthorization: Bearer dev:victim", "Connection: close"]));
    assert.deepEqual(
      answersIn(twice).map(({ status }) => status),
      [401],
    );
  });
});

describe("the target of a request", () => {
  it("that names another server is answered as if it named ours, if signed in", async () => {
    for (const target of [
      "http://evil.example/api/months",
      "https://user:pass@evil.example/api/months",
      "http://[::1]/api/months",
    ]) {
      const [answer] = answersIn(
        await exchange(api.url, `GET ${target} HTTP/1.1\r\n${host}\r\n${own}\r\nConnection: close\r\n\r\n`),
      );
      assert.ok(answer && [200, 400].includes(answer.status), answer?.head);
      if (answer.status === 200) assert.match(answer.text, /the smuggler's/);
      const [denied] = answersIn(
        await exchange(api.url, `GET ${target} HTTP/1.1\r\n${host}\r\nConnection: close\r\n\r\n`),
      );
      assert.ok(denied && [400, 401].includes(denied.status), denied?.head);
    }
  });

  it("that is an asterisk, or of bytes that are not text, is rejected", async () => {
    for (const line of [
      "OPTIONS * HTTP/1.1",
      "GET /api/months\u00ff\u00fe HTTP/1.1",
      "GET api/months HTTP/1.1",
      "GET  HTTP/1.1",
    ]) {
      const [answer] = answersIn(
        await exchange(api.url, Buffer.from(`${line}\r\n${host}\r\n${own}\r\n\r\n`, "latin1")),
      );
      assert.ok(answer === undefined || [400, 404].includes(answer.status), `${line}: ${answer?.head}`);
    }
  });
});

describe("a hidden request", () => {
  // Last: then it is gone.
  it("runs when it is sent by itself, so that these tests prove something", async () => {
    const [answer] = answersIn(await exchange(api.url, hidden()));
    assert.equal(answer?.status, 200);
    assert.deepEqual(succeeded(await api.as("victim").get("/api/months")), []);
  });
});
