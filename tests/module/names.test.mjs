/** Names as the shipped module judges them, against what this runtime knows of Unicode. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { newCore, plan } from "./load.mjs";

const core = newCore();
const ID = 7;

/** The name that PostgreSQL gets; nothing if it is refused. @param {string} name */
function stored(name) {
  const body = JSON.stringify({ name });
  const made = plan(core, { method: "PATCH", url: `https://api.test/api/fixed-payments/${ID}`, body });
  if (made.refusal !== null) return undefined;
  const [user, id, given] = made.parameters;
  assert.deepEqual([user, id], ["user-1", String(ID)]);
  return given;
}

const BLANK = /^[\p{White_Space}\u200B\u2060\uFEFF]$/u;
const UNSEEN = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]$/u;
const CONTROL = /^\p{Cc}$/u;
const LAST = 0x10ffff;

describe("every character of Unicode", () => {
  it("is a valid name if visible, is trimmed if blank, and is rejected if it is a control character", () => {
    /** @type {string[]} */
    const wrong = [];
    for (let code = 1; code <= LAST; code += code >= 0x3_0000 && code < 0xe_0000 ? 0x101 : 1) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const character = String.fromCodePoint(code);
      const [blank, control] = [BLANK.test(character), CONTROL.test(character)];
      const alone = UNSEEN.test(character) || control ? undefined : character.normalize();
      const within = `x${character}x`;
      const around = control ? undefined : (blank ? within : `${character}${within}${character}`).normalize();
      if (stored(character) !== alone) wrong.push(`U+${code.toString(16)} alone`);
      if (stored(`${character}${within}${character}`) !== around) wrong.push(`U+${code.toString(16)} around`);
    }
    assert.deepEqual(wrong, []);
  });
});
