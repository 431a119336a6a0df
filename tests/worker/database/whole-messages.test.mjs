/** What `pg` gets from a pooler: whole messages, of which each takes no more memory than it is long. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { WholeMessages } from "../../../worker-js/whole-messages.js";

/** A message of PostgreSQL's: its type, its length, which counts itself, and its contents. @param {number} size */
function message(size) {
  const bytes = Buffer.alloc(5 + size, size % 251);
  bytes.write("D");
  bytes.writeUInt32BE(4 + size, 1);
  return bytes;
}

/** What is passed on of bytes that arrive in pieces of a size. @param {Buffer} bytes @param {number} size */
function passedOn(bytes, size) {
  const whole = new WholeMessages();
  const passed = [];
  for (let at = 0; at < bytes.length; at += size) passed.push(...whole.add(bytes.subarray(at, at + size)));
  return passed;
}

const LARGE = 5 * 1024 * 1024;
const messages = [0, 3, 4090, 1, 40_000, LARGE, 0, 2 ** 15, 7].map(message);

describe("an answer", () => {
  const all = Buffer.concat(messages);

  for (const size of [1, 7, 1000, 4096, 32 * 1024, all.length]) {
    it(`that arrives in pieces of ${size} bytes is passed on in whole messages`, () => {
      const passed = passedOn(all, size);
      assert.ok(Buffer.concat(passed).equals(all));
      let end = 0;
      const ends = messages.map(({ length }) => {
        end += length;
        return end;
      });
      let at = 0;
      for (const { length } of passed) {
        at += length;
        assert.ok(ends.includes(at), `${at} is within a message`);
      }
    });
  }

  it("that is longer than a read takes a buffer of its own length", () => {
    const large = passedOn(all, 32 * 1024).find(({ length }) => length >= LARGE);
    assert.equal(large?.buffer.byteLength, message(LARGE).length);
  });

  it("of another protocol is passed on as it comes, however long it claims to be", () => {
    const strange = Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n");
    assert.ok(Buffer.concat(passedOn(strange, 1000)).equals(strange));
  });
});
