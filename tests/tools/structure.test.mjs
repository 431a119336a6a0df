/** The check of the architecture's rules finds what breaks them, and nothing else. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { faultsIn, structureFaults } from "../../tools/lint/structure.mjs";

it("finds no violation in the project", async () => {
  assert.equal(await structureFaults(), "");
});

it("finds an include in the wrong direction", () => {
  assert.equal(faultsIn("wasm/domain/x.cpp", '#include "wasm/json/text.hpp"').length, 1);
  assert.equal(faultsIn("wasm/query/x.hpp", '#include "wasm/api/plan.hpp"').length, 1);
  assert.equal(faultsIn("wasm/api/x.hpp", '#include "wasm/query/read.hpp"').length, 0);
});

it("finds a conditional outside wasm/abi", () => {
  assert.deepEqual(faultsIn("wasm/json/x.cpp", "int a;\n#ifdef __EMSCRIPTEN__"), [
    "wasm/json/x.cpp:2: a conditional belongs in wasm/abi alone",
  ]);
  assert.equal(faultsIn("wasm/abi/runtime.cpp", "#ifdef __EMSCRIPTEN__").length, 0);
});

it("finds state that would outlive a request", () => {
  assert.equal(faultsIn("worker-js/x.js", "let client;").length, 1);
  assert.equal(faultsIn("worker-js/x.js", "const pool = new pg.Pool();").length, 1);
  assert.equal(faultsIn("worker-js/x.js", "const cache = new Map();").length, 1);
  assert.equal(faultsIn("worker-js/x.js", "const outcomes = new Outcomes();").length, 0);
  assert.equal(faultsIn("worker-js/x.js", "const core = new Core(module);\n  let inside;").length, 0);
});

it("finds a tool that depends on a test or a benchmark", () => {
  const tests = "../tests/x.mjs";
  assert.deepEqual(faultsIn("tools/x.mjs", `import { x } from "${tests}";`), [
    "tools/x.mjs:1: tools may not know tests",
  ]);
  assert.equal(faultsIn("tools/x.mjs", `import "${tests}";`).length, 1);
  assert.equal(faultsIn("tools/test/x.mjs", '  const { x } = await import("../../bench/x.mjs");').length, 1);
  assert.equal(faultsIn("tools/x.mjs", `/** @typedef {import("${tests}").X} X */`).length, 1);
  assert.equal(faultsIn("tools/x.mjs", 'import { x } from "./test/x.mjs";\nimport "../worker-js/core.js";').length, 0);
});

it("finds a part of the module that depends on a native program", () => {
  assert.equal(faultsIn("wasm/api/x.cpp", '#include "wasm/native/describe/json.hpp"').length, 1);
  assert.equal(faultsIn("wasm/native/x.cpp", '#include "wasm/api/plan.hpp"').length, 0);
});
