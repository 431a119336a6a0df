/** Amounts in currency units against exact arithmetic on whole numbers of any size. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { newCore, plan } from "./load.mjs";

const COLUMN_MAX = 2_147_483_647n;

/** Half away from zero on the third decimal. @param {string} integer @param {string} fraction @param {number} exponent */
function exactCents(integer, fraction, exponent) {
  const digits = BigInt(integer + fraction);
  const shift = exponent + 2 - fraction.length;
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return (2n * digits + divisor) / (2n * divisor);
}

it("agrees with exact arithmetic on 20,000 random amounts", () => {
  const core = newCore();
  let state = 7;
  const below = (/** @type {number} */ limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 4) % limit;
  };
  const digits = (/** @type {number} */ count) => Array.from({ length: count }, () => below(10)).join("");
  let stored = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const integer = below(3) === 0 ? "0" : `${1 + below(9)}${digits(below(9))}`;
    const fraction = below(4) === 0 ? "" : digits(1 + below(6));
    const exponent = below(3) === 0 ? below(12) - 6 : 0;
    const amount = `${integer}${fraction && `.${fraction}`}${exponent === 0 ? "" : `e${exponent}`}`;
    const cents = exactCents(integer, fraction, exponent);

    const made = plan(core, { method: "PATCH", url: "https://x/api/months/1", body: `{"income":${amount}}` });
    if (cents > COLUMN_MAX) {
      assert.equal(made.refusal?.status, 422, amount);
    } else {
      assert.ok(made.refusal === null, amount);
      assert.ok(made.parameters.includes(String(cents)), `${amount} is ${cents}, not ${made.parameters}`);
      stored += 1;
    }
  }
  assert.ok(stored > 10_000 && stored < 20_000, `${stored} were stored: the amounts are no test`);
});
