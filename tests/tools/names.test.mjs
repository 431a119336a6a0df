import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { namesIn } from "../../tools/lint/names.mjs";

describe("the check for names of one machine", () => {
  // Joined here, so that the check doesn't find this file.
  const slash = "/";
  const [registry, resolved] = ["registry", "resolved"];
  test("finds absolute paths and registry hosts, with their line", () => {
    for (const text of [
      `${slash}work${slash}main`,
      `"${slash}home${slash}ada${slash}x"`,
      `cd ${slash}root${slash}app`,
      `https:${slash}${slash}${registry}.example.org`,
      `"${resolved}": "https:${slash}${slash}example.org/a.tgz"`,
    ]) {
      assert.deepEqual(
        namesIn(`fine\n${text}\n`).map(({ line }) => line),
        [2],
        text,
      );
    }
  });

  test("accepts addresses, system paths and relative paths", () => {
    for (const text of ["/api/home/1", "./work/x", "/usr/include", "https://example.org/home/a", "workspace/root/"]) {
      assert.deepEqual(namesIn(text), [], text);
    }
  });
});
