/** The core behind its border, as the Worker has it: what crosses is what was sent, and a core that trapped is not used again. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, describe, it } from "node:test";
import { inRoot } from "../../../tools/common/paths.mjs";
import { Core, outcomeOf } from "../../../worker-js/core.js";

/** Many more than fit on the stack of an instance that is used again: a trap leaves its part of it taken. */
const TRAPS = 2_000;

/** @type {WebAssembly.Module} */
let module;
before(async () => {
  module = await WebAssembly.compile(await readFile(inRoot("build", "core.wasm")));
});

/** @param {Core} core @param {{ method?: string, url?: string, user?: string, body?: Uint8Array }} [request] */
function planned(core, { method = "GET", url = "http://localhost/api/months", user = "one", body } = {}) {
  const { route } = core.route({ method, url, requestId: "r" });
  const plan = core.plan({
    ...{ route, contentType: "", contentEncoding: "", body: body ?? new Uint8Array(), user, now: 1_700_000_000 },
    ...{ requestId: "r", ifMatch: null, ifNoneMatch: null, idempotencyKey: null, rowLimits: "" },
  });
  if (plan.refusal !== null) throw new Error(String(plan.refusal.status));
  return plan;
}

/** @param {Core} core */
const respond = (core) =>
  core.resume({
    continuation: "no continuation",
    outcome: outcomeOf({ event: "row", body: "{}" }),
    ...{ millisecondsLeft: 0, statementMilliseconds: 0, chance: 0 },
  });

describe("a text that crosses the module boundary", () => {
  const long = "é".repeat(400);
  for (const [what, user] of /** @type {const} */ ([
    ["of ASCII", "somebody"],
    ["of Latin letters beyond ASCII", "Zoë ÿ"],
    ["beyond ASCII", "Zoë ÿ€𝄞"],
    ["that is long, and beyond ASCII", long],
    ["that begins with U+FEFF, which belongs to it", "\ufeffone"],
  ])) {
    it(`${what} is unchanged`, () => {
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
      assert.throws(() => respond(core), WebAssembly.RuntimeError);
    }
    assert.ok(planned(core, { user: "still right" }).parameters.includes("still right"));
    assert.equal(core.fail("r").status, 500);
  });
});
