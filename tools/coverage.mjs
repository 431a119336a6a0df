// `npm run coverage`: how much of wasm/ the core's tests run, as numbers and as build/coverage/html/index.html. Three
// parts are left out, the first two because a native run cannot count them:
// - wasm/abi's exports, memory and runtime, which only the WebAssembly build contains. tests/module runs them.
// - The headers that write statements. They run while the core is compiled, and their result is tested against
// PostgreSQL: by tests/worker, by tests/worker/database/statements-document.test.mjs and by `npm run audit`.
// - The native programs. What they print is compared with files of the project.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "./common/paths.mjs";
import { findProgram, run } from "./common/run.mjs";
import { buildFolder } from "./setup/cmake.mjs";
import { runTool, setUp } from "./setup/index.mjs";
import { countsOf, nativeTestPrograms, runNativeTests } from "./test/native.mjs";

/** Line coverage below this percentage is a failure. */
export const leastOfLines = 95;

const leftOut = "wasm/((api|model|query)/.*\\.hpp$|native/)";

/**
 * @typedef {{ count: number, covered: number, percent: number }} Share
 * @typedef {{ lines: Share, branches: Share, functions: Share }} Figures
 * @typedef {Figures & { files: Array<{ name: string } & Figures>, report: string }} Coverage report: its first page
 */

/**
 * Writes the report of the last run of the core's tests.
 *
 * @returns {Promise<Coverage>}
 */
export async function measureCoverage() {
  const programs = await nativeTestPrograms();
  const profile = join(buildFolder("native"), "tests.profdata");
  const html = inRoot("build", "coverage", "html");
  await run(await llvm("llvm-profdata"), ["merge", "-sparse", ...programs.map(countsOf), "-o", profile]);

  const cov = await llvm("llvm-cov");
  const objects = programs.flatMap((program, index) => (index === 0 ? [program] : ["-object", program]));
  const what = [...objects, `-instr-profile=${profile}`, `-ignore-filename-regex=${leftOut}`, inRoot("wasm")];
  await rm(html, { recursive: true, force: true });
  await run(cov, ["show", "--format=html", `-output-dir=${html}`, "-show-branches=count", ...what]);
  const { stdout } = await run(cov, ["export", "-summary-only", ...what]);
  const [{ totals, files }] = JSON.parse(stdout).data;
  return {
    ...figures(totals),
    files: files.map((/** @type {any} */ { filename, summary }) => ({
      name: filename.slice(inRoot("").length),
      ...figures(summary),
    })),
    report: join(html, "index.html"),
  };
}

/** @param {Figures} summary @returns {Figures} */
const figures = ({ lines, branches, functions }) => ({ lines, branches, functions });

/** @param {string} name */
async function llvm(name) {
  const program = await findProgram(`${name}-22`, name);
  if (!program) throw new Error(`${name} is not installed; it comes with llvm-22.`);
  return program;
}

/** The figures as a line. @param {Figures} figures */
export function shown({ lines, branches, functions }) {
  return Object.entries({ lines, branches, functions })
    .map(([name, { covered, count, percent }]) => `${name} ${percent.toFixed(1)} % (${covered} of ${count})`)
    .join(", ");
}

/** The problem with the coverage; an empty text if there is none. @param {Coverage} coverage */
export function tooLittle({ lines }) {
  return lines.percent < leastOfLines ? `Fewer than ${leastOfLines} % of the lines are run by a test.` : "";
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runTool(async () => {
    await setUp({ native: true });
    await runNativeTests();
    const coverage = await measureCoverage();
    const incomplete = coverage.files.filter((file) =>
      [file.lines, file.branches].some((each) => each.covered < each.count),
    );
    console.log("\nNot wholly covered:");
    for (const file of incomplete) console.log(`  ${file.name}: ${shown(file)}`);
    console.log(`\nwasm/ in all: ${shown(coverage)}\nEvery line: ${coverage.report}`);
    const fault = tooLittle(coverage);
    if (fault) throw new Error(fault);
  });
}
