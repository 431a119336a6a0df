// `npm test` is only worth something if a failure reaches its last line.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { inRoot } from "../../tools/common/paths.mjs";
import { attempt } from "../../tools/common/run.mjs";

/**
 * The counts and the output of a test file with this text.
 *
 * @param {string} text
 */
async function report(text) {
  const folder = await mkdtemp(join(tmpdir(), "budgeting-reporter-"));
  try {
    const [file, counts] = [join(folder, "a.test.mjs"), join(folder, "counts.json")];
    await writeFile(
      file,
      `import assert from "node:assert/strict";\nimport { describe, test, before } from "node:test";\n${text}`,
    );
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { output } = await attempt(
      process.execPath,
      ["--test", `--test-reporter=${inRoot("tools", "test", "reporter.mjs")}`, file],
      { env: { ...env, TEST_COUNTS: counts } },
    );
    return { ...JSON.parse(await readFile(counts, "utf8")), output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe("the test reporter", () => {
  test("counts tests, not the suites around them", async () => {
    const { passed, failed } = await report(
      `describe("a", () => { test("b", () => {}); describe("c", () => { test("d", () => {}); }); });`,
    );
    assert.deepEqual({ passed, failed }, { passed: 2, failed: 0 });
  });

  test("counts a failure once and shows it", async () => {
    const { passed, failed, output } = await report(
      `describe("a", () => { test("b", () => assert.equal(1, 2)); test("c", () => {}); });`,
    );
    assert.deepEqual({ passed, failed }, { passed: 1, failed: 1 });
    assert.match(output, /FAILED .*a\.test\.mjs: b\n.*1 !== 2/s);
  });

  test("counts a failing hook, an unreadable file, a skipped test, a todo and an empty file as failures", async () => {
    const texts = [
      `describe("a", () => { before(() => { throw new Error("hook"); }); test("b", () => {}); });`,
      `import "./absent.mjs"; test("a", () => {});`,
      `test.skip("a", () => {});`,
      `test.todo("a", () => {});`,
      "",
    ];
    for (const text of texts) {
      const { failed, output } = await report(text);
      assert.ok(failed > 0, `${text}\n${output}`);
    }
  });

  test("forwards what a test prints", async () => {
    const { output } = await report(`test("a", () => console.log("so many KiB"));`);
    assert.match(output, /so many KiB/);
  });
});
