/** What browsers are told: which pages may read an answer, and that it is data and nothing else. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openDatabase } from "../support/database.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { DEVELOPMENT, startWorker } from "../support/harness.mjs";
import { startWireTap } from "../support/wire-tap.mjs";

const OURS = "https://app.example.com";
const ALSO_OURS = "http://localhost:3000";
const FOREIGN = ["https://evil.example", "null", "https://app.example.com.evil.example", "http://app.example.com", "*"];

const database = await forAllTests(openDatabase());
const tap = await forAllTests(startWireTap(database.workerUrl));
const worker = await forAllTests(
  startWorker({
    hyperdrive: tap.url,
    vars: {
      ...DEVELOPMENT,
      ALLOWED_ORIGINS: `${OURS}, ${ALSO_OURS},null,*`,
      ALLOWED_HEADERS: "X-Trace-Id, x-other,,*,not a name,é\n",
    },
  }),
);

/** @param {string} origin @param {string} path @param {string} [method] */
const preflight = (origin, path, method = "POST") =>
  worker.send("OPTIONS", path, {
    headers: { origin, "access-control-request-method": method, "access-control-request-headers": "content-type" },
  });

/** @param {Record<string, unknown>} headers */
const corsNames = (headers) => Object.keys(headers).filter((name) => name.startsWith("access-control-"));

describe("a preflight", () => {
  it("of an allowed origin says what its pages may send, and opens no connection", async () => {
    tap.take();
    for (const origin of [OURS, ALSO_OURS]) {
      const { status, headers, text } = await preflight(origin, "/api/months/7");
      assert.equal(status, 204);
      assert.equal(text, "");
      assert.equal(headers["access-control-allow-origin"], origin);
      assert.equal(headers["access-control-allow-credentials"], "true");
      assert.equal(headers["access-control-allow-methods"], "GET, HEAD, PATCH, DELETE");
      assert.match(headers["access-control-allow-headers"] ?? "", /\bauthorization\b.*\bcontent-type\b/);
      assert.ok(Number(headers["access-control-max-age"]) > 0);
      assert.match(headers.vary ?? "", /\borigin\b/i);
    }
    assert.deepEqual(tap.take(), []);
  });

  it("allows tracing headers and those configured, and nothing that is not a header's name", async () => {
    const { headers } = await preflight(OURS, "/api/months");
    const ours = ["authorization", "content-type", "idempotency-key", "if-match", "if-none-match"];
    const tracing = ["sentry-trace", "baggage", "traceparent", "tracestate"];
    assert.deepEqual(headers["access-control-allow-headers"]?.split(", "), [
      ...ours,
      ...tracing,
      "x-trace-id",
      "x-other",
    ]);
  });

  for (const origin of FOREIGN) {
    it(`of ${origin} is allowed nothing`, async () => {
      const { headers } = await preflight(origin, "/api/months");
      assert.deepEqual(corsNames(headers), []);
      assert.match(headers.vary ?? "", /\borigin\b/i);
    });
  }
});

describe("an answer", () => {
  it("to a page of an allowed origin can be read by it, errors too", async () => {
    for (const [path, status] of /** @type {[string, number][]} */ ([
      ["/api/months", 200],
      ["/api/nothing", 404],
      ["/api/months/abc", 400],
      ["/api/months/1", 404],
    ])) {
      const answer = await worker.send("GET", path, { headers: { origin: OURS } });
      assert.equal(answer.status, status);
      assert.equal(answer.headers["access-control-allow-origin"], OURS);
      assert.equal(answer.headers["access-control-allow-credentials"], "true");
      assert.match(answer.headers["access-control-expose-headers"] ?? "", /\bretry-after, www-authenticate\b/);
      assert.match(answer.headers.vary ?? "", /\borigin\b/i);
    }
  });

  for (const origin of FOREIGN) {
    it(`to a page of ${origin} cannot be read by it`, async () => {
      const { headers } = await worker.send("GET", "/api/months", { headers: { origin } });
      assert.deepEqual(corsNames(headers), []);
    });
  }

  it("is protected, whatever it is", async () => {
    for (const [method, path] of /** @type {[string, string][]} */ ([
      ["GET", "/api/months"],
      ["HEAD", "/api/months"],
      ["GET", "/api/months/1"],
      ["GET", "/api/nothing"],
      ["GET", "/"],
      ["PUT", "/api/months"],
      ["OPTIONS", "/api/months"],
    ])) {
      const { headers } = await worker.send(method, path);
      assert.equal(headers["x-content-type-options"], "nosniff", path);
      assert.equal(headers["cache-control"], "no-store", path);
      assert.match(String(headers["content-security-policy"]), /^default-src 'none'/, path);
      assert.match(headers["strict-transport-security"] ?? "", /^max-age=\d{8}/, path);
      assert.equal(headers["referrer-policy"], "no-referrer", path);
    }
  });
});

describe("without ALLOWED_ORIGINS", () => {
  it("pages of other sites may not read anything", async () => {
    const closed = await startWorker({ hyperdrive: database.workerUrl });
    try {
      const { status, headers } = await closed.send("GET", "/api/months", { headers: { origin: OURS } });
      assert.equal(status, 200);
      assert.deepEqual(corsNames(headers), []);
    } finally {
      await closed.close();
    }
  });
});
