/** The seeded mistakes can still be made: the code that each is about says what it is replaced in. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { inRoot } from "../../tools/common/paths.mjs";
import { mutants } from "../../tools/mutants/index.mjs";

test("the text that every seeded mistake replaces occurs once", async () => {
  assert.ok(mutants.length >= 20);
  for (const { what, file, search } of mutants) {
    const parts = (await readFile(inRoot(file), "utf8")).split(search);
    assert.equal(parts.length, 2, `${what}: ${file} has ${parts.length - 1} of ${search}`);
  }
});

test("every seeded mistake names existing test files", () => {
  const named = mutants.flatMap(({ database }) => database ?? []);
  assert.deepEqual(
    named.filter((file) => !existsSync(inRoot("tests", "worker", file))),
    [],
  );
});
