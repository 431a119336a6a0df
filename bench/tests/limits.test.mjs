// What bench/limits.json says may not grow.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { check, regressions } from "../quick.mjs";

const limits = { bundleGzip: 100, moduleGzip: 50, statements: 1, roundTrips: 1 };
const size = { peer: "ours", raw: 1000, gzip: 100, wasmGzip: 50 };
const count = { peer: "ours", endpoint: "month tree", statements: 1, roundTrips: 1 };

describe("the limits", () => {
  it("let through what is at them", () => assert.deepEqual(regressions(limits, size, [count]), []));

  it("name what is over them", () => {
    const counts = [
      { ...count, statements: 2, roundTrips: 3 },
      { ...count, endpoint: "a 422" },
    ];
    assert.deepEqual(regressions(limits, { ...size, gzip: 101, wasmGzip: 51 }, counts), [
      "bundle, bytes gzip: 101, and 100 at most is allowed",
      "module, bytes gzip: 51, and 50 at most is allowed",
      "statements of month tree: 2, and 1 at most is allowed",
      "round trips of month tree: 3, and 1 at most is allowed",
      "statements of a 422: 1, and 0 at most is allowed",
      "round trips of a 422: 1, and 0 at most is allowed",
    ]);
  });

  it("are kept by the Worker", async () => assert.deepEqual(await check(), []));
});
