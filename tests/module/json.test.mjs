/** The module takes for JSON exactly what JavaScript takes for it, whatever is done to a body. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { newCore, posted } from "./load.mjs";

const SEEDS = [
  '{"name":"March","year":2025,"month":3,"income":1234.5}',
  '{"a":[1,-2.5e+10,true,false,null,"x\\u00e9\\n\\ud83d\\ude00"],"b":{"c":{}},"d":[]}',
  ' [ 0.1 , { "k" : "v" } , [ [ ] ] , -0 ] ',
  '"text \\" \\\\ \\/ \\b"',
  "123.25E-7",
  '{"":0,"é":"ß","😀":"\u2028"}',
];
const BYTES = [...'{}[]",:\\/ \n\t\r0123456789.-+eEtruefalsn\u0000\u001f\u007fu', "\x80", "\xc3", "\xff", "\xed"];

/** A generator of numbers below `limit`, the same for the same seed. @param {number} seed */
function randomly(seed) {
  let state = seed;
  return (/** @type {number} */ limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
}

/** @param {Uint8Array} bytes */
function isJson(bytes) {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}

it("agrees with JSON.parse on 60,000 mutated bodies", () => {
  const core = newCore();
  const below = randomly(42);
  let valid = 0;
  for (let round = 0; round < 60_000; round += 1) {
    let bytes = Buffer.from(SEEDS[below(SEEDS.length)] ?? "");
    for (let change = below(4); change > 0; change -= 1) {
      const at = below(bytes.length + 1);
      const byte = Buffer.from(BYTES[below(BYTES.length)] ?? "", "latin1");
      const removed = below(3);
      bytes = Buffer.concat([
        bytes.subarray(0, at),
        below(3) === 0 ? Buffer.alloc(0) : byte,
        bytes.subarray(at + removed),
      ]);
    }
    if (bytes.length === 0) continue;
    const expected = isJson(bytes);
    valid += expected ? 1 : 0;
    const status = posted(core, bytes);
    assert.equal(status !== 400, expected, `${status} for ${JSON.stringify(bytes.toString("latin1"))}`);
  }
  assert.ok(valid > 5_000 && valid < 55_000, `${valid} were valid: the mutations are no test`);
});
