/** The shipped module: what it needs, what crosses its border, and what it leaves behind. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Core } from "../../worker-js/core.js";
import { bytes, jsonOf, module, newCore, newCoreWithMemory, plan, posted, refusal, respond } from "./load.mjs";

const MONTH = '{"name":"March","year":2025,"month":3,"income":1234.5}';
const MIB = 1024 * 1024;

describe("the module", () => {
  it("has no imports", () => {
    assert.deepEqual(WebAssembly.Module.imports(module), []);
  });

  it("is instantiated within a few milliseconds", (context) => {
    const times = Array.from({ length: 20 }, () => {
      const start = performance.now();
      new WebAssembly.Instance(module);
      return performance.now() - start;
    }).sort((left, right) => left - right);
    const median = times[10] ?? Number.NaN;
    context.diagnostic(`${bytes.length} bytes, instantiated in ${median.toFixed(3)} ms (median of 20)`);
    assert.ok(median < 10, `${median} ms`);
  });
});

describe("a plan", () => {
  it("has a statement, with its values separate", () => {
    const made = plan(newCore(), { method: "POST", body: MONTH });
    assert.equal(made.refusal, null);
    assert.ok(made.refusal === null);
    assert.match(made.sql, /^with source as \(select/);
    assert.ok(!made.sql.includes("March"));
    const limits = ["200", "60000", "200", "60000", "2400"];
    assert.deepEqual(made.parameters, ["user-1", null, ...limits, "1700000000", "March", "2025", "3", "123450"]);
    assert.equal(made.rowIsAnswer, true);
  });

  it("carries any text unchanged", () => {
    const description = '\ufeffNaïve 😀 \u2028 "quoted" \\ $1 \' ; --';
    const body = JSON.stringify({ categoryId: 1, amount: 1, description });
    const made = plan(newCore(), { method: "POST", url: "https://api.test/api/transactions", body });
    assert.ok(made.refusal === null && made.parameters.includes(description));
  });

  it("has its texts in NFC, but the user id unchanged", () => {
    const body = String.raw`{"name":"e\u0301","year":2025,"month":3,"income":1}`;
    const made = plan(newCore(), { method: "POST", body, user: "use\u0301r" });
    assert.ok(made.refusal === null);
    const texts = made.parameters.filter((value) => value !== null && /[^\d]/.test(value));
    assert.deepEqual(new Set(texts), new Set(["use\u0301r", "\u00e9"]));
  });

  it("distinguishes an empty header from an absent one", () => {
    const change = { method: "DELETE", url: "https://api.test/api/months/5" };
    assert.equal(refusal(newCore(), change), 0);
    // workerd itself takes an empty header that it knows for absent; other runtimes do not.
    for (const empty of [{ ifMatch: "" }, { ifNoneMatch: "" }]) {
      assert.equal(refusal(newCore(), { ...change, ...empty }), 400);
    }
    assert.equal(refusal(newCore(), { method: "POST", body: MONTH, idempotencyKey: "" }), 400);
    assert.equal(refusal(newCore(), { method: "POST", body: MONTH, idempotencyKey: null }), 0);
  });

  it("can be a refusal, with the headers and the body in docs/api.md", () => {
    const { refusal: answer } = plan(newCore(), { url: "https://api.test/api/months/x" });
    assert.ok(answer);
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.headers, [
      { name: "content-type", value: "application/json; charset=utf-8" },
      { name: "cache-control", value: "no-store" },
    ]);
    assert.deepEqual(jsonOf(answer), {
      error: true,
      statusCode: 400,
      code: "bad_request",
      message: "Invalid month ID",
      requestId: "request-1",
      type: "about:blank",
      title: "Bad Request",
      status: 400,
      detail: "Invalid month ID",
    });
  });
});

describe("the module boundary", () => {
  it("names the member of a request that is missing, unknown, or of the wrong type", () => {
    const core = newCore();
    const right = { method: "GET", url: "/api/months", requestId: "r" };
    const told = (/** @type {any} */ request) => {
      try {
        core.route(request);
      } catch (error) {
        return /** @type {Error} */ (error).message;
      }
      return "";
    };
    assert.equal(told(right), "");
    assert.equal(told({ method: "GET", url: "/api/months" }), "RouteRequest.requestId must be a string");
    assert.equal(told({ ...right, url: 5 }), "RouteRequest.url must be a string");
    assert.equal(told({ ...right, uri: "" }), "RouteRequest.uri is unknown to the core");
    assert.throws(() => core.refuse(/** @type {any} */ ({ refusal: "mood", requestId: "r" })), {
      message: /^RefuseRequest\.refusal must be one of unauthorized,/,
    });
    assert.throws(() => plan(core, /** @type {any} */ ({ ifMatch: undefined })), {
      message: "Invocation.ifMatch is missing",
    });
    assert.throws(() => plan(core, /** @type {any} */ ({ user: null })), {
      message: "Invocation.user must be a string",
    });
    assert.equal(told(right), "");
  });

  it("is rejected by a shim of another version, with advice", () => {
    const other = new Uint8Array(bytes);
    const name = Buffer.from("\x07version");
    // The same module, but for the name of the function that tells the version.
    const at = Buffer.from(other.buffer).indexOf(name);
    assert.ok(at > 0);
    other.set(Buffer.from("\x07versiom"), at);
    const core = new Core(new WebAssembly.Module(other));
    assert.throws(() => core.fail("r"), /^Error: the module's border is 0, the shim's \d+: build both/);
  });
});

describe("an answer", () => {
  const core = newCore();
  const summary = plan(core, { url: "https://api.test/api/months/5/summary" });
  assert.ok(summary.refusal === null);
  const { continuation } = summary;

  it("is computed from the row", () => {
    const row = { monthId: 5, monthName: "é", income: 10, totalFixedPayments: 4, categories: [] };
    const answer = respond(core, continuation, { event: "row", body: JSON.stringify(row) });
    assert.equal(answer.status, 200);
    assert.equal(jsonOf(answer).availableAfterFixed, 6);
    assert.equal(jsonOf(answer).monthName, "é");
  });

  it("is the right error for each kind of failure", () => {
    assert.equal(respond(core, continuation, { event: "no_row" }).status, 404);
    assert.equal(respond(core, continuation, { event: "unreachable" }).status, 503);
    assert.equal(respond(core, continuation, { event: "timeout" }).status, 504);
    assert.equal(respond(core, continuation, { event: "error", sqlstate: "42P01" }).status, 500);
    assert.equal(core.fail("x").status, 500);
  });
});

describe("memory", () => {
  it("holds no data of a request once it is planned", () => {
    const { core, memory } = newCoreWithMemory();
    const marker = "marker-7f3a";
    const body = MONTH.replace("March", marker);
    for (const request of [{ body }, { body: `${body}}` }, { body: body.replace("2025", "1") }]) {
      plan(core, { method: "POST", user: marker, ...request });
      assert.equal(Buffer.from(memory.buffer).indexOf(marker), -1);
      core.connect({ hyperdrive: "", databaseUrl: `postgres://u:${marker}@localhost/db` });
      assert.equal(Buffer.from(memory.buffer).indexOf(marker), -1);
    }
  });

  it("does not grow from request to request, not even with the largest", () => {
    const { core, memory } = newCoreWithMemory();
    const filler = `${MONTH.slice(0, -1)},"more":"${"x".repeat(MIB - MONTH.length - 10)}"}`;
    assert.ok(filler.length <= MIB);
    assert.equal(posted(core, filler), 0);
    const { byteLength } = memory.buffer;
    for (let round = 0; round < 200; round += 1) assert.equal(posted(core, filler), 0);
    assert.equal(posted(core, filler + " ".repeat(MIB)), 413);
    for (let round = 0; round < 20_000; round += 1) assert.equal(refusal(core, {}), 0);
    assert.equal(memory.buffer.byteLength, byteLength);
  });

  it("is enough for the maximum number of values and depth of nesting", () => {
    const core = newCore();
    assert.equal(posted(core, `${MONTH.slice(0, -1)},"more":[0${",0".repeat(190_000)}]}`), 0);
    assert.equal(posted(core, `${MONTH.slice(0, -1)},"more":[0${",0".repeat(250_000)}]}`), 400);
    assert.equal(posted(core, "[".repeat(MIB)), 400);
    assert.equal(posted(core, '{"a":'.repeat(MIB / 5)), 400);
    assert.equal(posted(core, MONTH), 0);
  });
});

describe("a trap", () => {
  it("fails only its own request: the next one gets a fresh instance", () => {
    const core = newCore();
    assert.equal(posted(core, MONTH), 0);
    for (let round = 0; round < 3; round += 1) {
      assert.throws(() => respond(core, "no continuation", {}), WebAssembly.RuntimeError);
      assert.equal(core.fail("after").status, 500);
      assert.equal(posted(core, MONTH), 0);
    }
  });
});
