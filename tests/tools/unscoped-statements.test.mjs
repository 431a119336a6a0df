/**
 * A statement that could be about somebody else's rows, or whose parentheses do not match, does not compile. Each file of
 * `uncompilable` has such a statement, for the reason that its first line names, and behind `TAKEN` its twin that is right.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { inRoot } from "../../tools/common/paths.mjs";
import { attempt, findProgram } from "../../tools/common/run.mjs";

const folder = "tests/tools/uncompilable";
const files = readdirSync(inRoot(folder)).map((name) => `${folder}/${name}`);
const compiler = await findProgram("clang++-22", "clang++");

const place = mkdtempSync(join(tmpdir(), "budgeting-uncompilable-"));
/** What every file includes, read once for all of them. */
const header = join(place, "write.pch");
before(async () => {
  const { code, output } = await attempt(String(compiler), [
    ...["-std=c++20", "-I.", "-x", "c++-header", "wasm/query/write.hpp", "-o", header],
  ]);
  assert.equal(code, 0, output);
});
after(() => rmSync(place, { recursive: true }));

/** @param {...string} options */
const compile = (...options) =>
  attempt(String(compiler), ["-std=c++20", "-fsyntax-only", "-I.", "-include-pch", header, ...options]);

describe("a statement does not compile", { concurrency: 2 }, () => {
  for (const file of files) {
    it(String(file.split("/").at(-1)?.replace(".cpp", "").replaceAll("_", " ")), async () => {
      const reason = /^\/\/ refused: (.+)$/m.exec(readFileSync(inRoot(file), "utf8"))?.[1];
      assert.ok(reason, "the first line names the reason");
      const refused = await compile(file);
      assert.notEqual(refused.code, 0);
      assert.ok(refused.output.includes(reason), refused.output);
      const taken = await compile("-DTAKEN", file);
      assert.equal(taken.code, 0, taken.output);
    });
  }

  it("in at least a dozen cases", () => assert.ok(files.length >= 12));
});
