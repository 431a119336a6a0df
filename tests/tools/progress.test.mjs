import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { describe, test } from "node:test";
import { startProgress } from "../../tools/common/progress.mjs";

/** What is written to a stream, that is a terminal or not. @param {boolean} isTTY */
function recorder(isTTY) {
  let text = "";
  const stream = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  Object.assign(stream, { isTTY, columns: 120 });
  return { stream: /** @type {NodeJS.WriteStream} */ (/** @type {unknown} */ (stream)), text: () => text };
}

describe("progress", () => {
  test("is a bar in a terminal that is removed at the end", () => {
    const { stream, text } = recorder(true);
    const progress = startProgress(4, { stream });
    progress.say("counting");
    progress.advance();
    progress.advance();
    assert.match(text(), /\[#{15}\.{15}\] {2}50 % counting/);
    progress.end();
    assert.ok(text().endsWith("\r\u001b[2K"));
  });

  test("is an occasional line elsewhere", (t) => {
    const now = t.mock.method(performance, "now", () => 0);
    const { stream, text } = recorder(false);
    const progress = startProgress(10, { stream });
    for (let done = 1; done <= 5; done += 1) {
      now.mock.mockImplementation(() => done * 6000);
      progress.set(done, "counting");
    }
    progress.end();
    assert.equal(text(), "20 %: counting, about 48 s left\n40 %: counting, about 36 s left\n");
  });
});
