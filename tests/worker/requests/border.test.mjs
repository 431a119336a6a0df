/** The core behind its border, as the Worker has it: what crosses is what was sent, and a core that trapped is not used again. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, describe, it } from "node:test";
import { inRoot } from "../../../tools/common/paths.mjs";
import { Core } from "../../../worker-js/core.js";

/** Many more than fit on the stack of an instance that is used again: a trap leaves its part of it taken. */
const TRAPS = 2_000;

/** @type {WebAssembly.Module} */
let module;
before(async () => {
  module = await WebAssembly.compile(await readFile(inRoot("build", "core.wasm")));
});

/** @param {Core} core @param {Partial<Parameters<Core["plan"]>[0]>} [request] */
function planned(core, request = {}) {
  const plan = core.plan({
    ...{ method: "GET", url: "http://localhost/api/months", contentType: "", body: new Uint8Array(), user: "one" },
    ...{ refusal: "", hyperdrive: "postgres://u:p@h.hyperdrive.local/d", databaseUrl: "", now: 1_700_000_000 },
    ...{ requestId: "r", ifMatch: null, ifNoneMatch: null, idempotencyKey: null, contentEncoding: "", rowLimits: "" },
    ...request,
  });
  if (plan.refusal !== null) throw new Error(plan.refusal.body);
  return plan;
}

describe("a text that crosses the border", () => {
  const long = "é".repeat(400);
  for (const [what, user] of /** @type {const} */ ([
    ["of ASCII", "somebody"],
    ["of Latin letters beyond ASCII", "Zoë ÿ"],
    ["beyond ASCII", "Zoë ÿ€𝄞"],
    ["that is long, and beyond ASCII", long],
    ["that begins with U+FEFF, which belongs to it", "\ufeffone"],
  ])) {
    it(`${what} is the same behind it`, () => {
      assert.ok(planned(new Core(module), { user }).parameters.includes(user));
    });
  }

  it("is not there where it is null, which is not empty", () => {
    const body = new TextEncoder().encode('{"description":null}');
    const url = "http://localhost/api/transactions/7";
    assert.ok(planned(new Core(module), { method: "PATCH", url, body }).parameters.includes(null));
  });
});

describe("a core that trapped", () => {
  it("is not used again, however often it does", () => {
    const core = new Core(module);
    for (let count = 0; count < TRAPS; count += 1) {
      assert.throws(() => core.respond("no continuation", { event: "row", body: "{}" }), WebAssembly.RuntimeError);
    }
    assert.ok(planned(core, { user: "still right" }).parameters.includes("still right"));
    assert.equal(core.fail("r").status, 500);
  });
});
