// Builds and runs the core's native tests, under sanitizers. Each program also counts the lines that it runs, from which
// tools/coverage.mjs makes its report.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { attempt } from "../common/run.mjs";
import { build, buildFolder } from "../setup/cmake.mjs";

/** The programs build/native/*_tests. */
export async function nativeTestPrograms() {
  const names = await readdir(buildFolder("native"));
  return names.filter((name) => /_tests(\.exe)?$/.test(name)).map((name) => join(buildFolder("native"), name));
}

/** The file in which a program of tests counts the lines that it runs. @param {string} program */
export const countsOf = (program) => `${program}.profraw`;

/** @returns {Promise<import("./suites.mjs").Counts>} */
export async function runNativeTests() {
  await build("native", "all", "core_tests");
  const counts = { passed: 0, failed: 0 };
  for (const program of await nativeTestPrograms()) {
    const env = { ...process.env, LLVM_PROFILE_FILE: countsOf(program) };
    const { code, output } = await attempt(program, ["--no-colors"], { env });
    const found = /test cases:\s*\d+\s*\|\s*(\d+) passed\s*\|\s*(\d+) failed\s*\|\s*(\d+) skipped/.exec(output);
    const [passed = 0, failed = 0, skipped = 0] = (found ?? []).slice(1).map(Number);
    counts.passed += passed;
    // A sanitizer ends the program before it can count.
    counts.failed += failed + skipped || (code === 0 ? 0 : 1);
    if (code !== 0 || skipped > 0) console.log(`    FAILED ${program} (exit code ${code})\n${output.trimEnd()}`);
  }
  return counts;
}
