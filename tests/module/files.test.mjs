/** How much memory a body that is a file takes, in a module with such an endpoint (tests/kinds). */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { newCoreWithMemory, plan } from "./load.mjs";

const MIB = 1024 * 1024;
const kinds = new WebAssembly.Module(readFileSync(new URL("../../build/wasi/kinds.wasm", import.meta.url)));

/** @param {Uint8Array} body */
function planned(body) {
  const { core, memory } = newCoreWithMemory(kinds);
  const { refusal, parameters } = plan(core, {
    ...{ method: "POST", url: "https://api.test/api/things/lines", contentType: "text/csv", body },
  });
  return { refusal, parameters, bytes: memory.buffer.byteLength };
}

it("a file of 4 MiB is in the core's memory once, until its values are made", () => {
  // Refused by its last line, which is when all others have been read.
  const { refusal, bytes } = planned(Buffer.from(`${"x".repeat(4 * MIB - 4)}\nbad`));
  assert.equal(refusal?.status, 422);
  // The core begins with 4 MiB; this parser copies each line.
  assert.ok(bytes < 14 * MIB, `${bytes} bytes`);
});

it("the values of a file of 4 MiB fit in the core's memory", () => {
  const { refusal, parameters, bytes } = planned(Buffer.from(`${"x".repeat(63)}\n`.repeat((4 * MIB) / 64)));
  assert.equal(refusal, null);
  assert.ok(parameters.some((value) => (value?.length ?? 0) > 4 * MIB));
  assert.ok(bytes <= 64 * MIB, `${bytes} bytes`);
});
