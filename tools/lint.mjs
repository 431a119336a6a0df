// `npm run lint`: all style and type checks. `npm run format` (--fix) corrects what can be corrected automatically.
import { pathToFileURL } from "node:url";
import { inRoot } from "./common/paths.mjs";
import { attempt, findProgram } from "./common/run.mjs";
import { seconds } from "./common/steps.mjs";
import { cppFiles, lintCpp } from "./lint/cpp.mjs";
import { descriptionFaults } from "./lint/description.mjs";
import { foreignNames, projectFiles } from "./lint/names.mjs";
import { secretsInFiles } from "./lint/secrets.mjs";
import { structureFaults } from "./lint/structure.mjs";
import { runTool, setUp } from "./setup/index.mjs";

/**
 * A check returns the problems it found, or an empty text.
 *
 * @typedef {{ title: string, check: () => Promise<string> }} Check
 */

/** @type {Check[]} */
export const checks = [
  {
    title: "JavaScript, JSON: biome",
    check: () => said(bin("@biomejs/biome/bin/biome"), "check", "--error-on-warnings"),
  },
  { title: "types: tools and tests", check: () => said(bin("typescript/bin/tsc"), "-p", "tsconfig.json") },
  { title: "types: Worker", check: () => said(bin("typescript/bin/tsc"), "-p", "tsconfig.worker.json") },
  { title: "C++: clang-format", check: () => clangFormat("--dry-run", "-Werror") },
  { title: "C++: clang-tidy", check: lintCpp },
  { title: "architecture: includes, imports, conditionals, module-level state", check: structureFaults },
  { title: "API description: Redocly's recommended rules", check: () => descriptionFaults() },
  { title: "no names of one machine", check: async () => foreignNames(await projectFiles()) },
  { title: "no secrets", check: async () => secretsInFiles(await projectFiles()) },
];

/** @param {string} path in node_modules */
const bin = (path) => inRoot("node_modules", ...path.split("/"));

/**
 * The output of a program from the npm packages if it finds problems.
 *
 * @param {string} script
 * @param {...string} args
 */
async function said(script, ...args) {
  const { code, output } = await attempt(process.execPath, [script, ...args]);
  return code === 0 ? "" : output.trim() || `exit code ${code}`;
}

/** @param {...string} args */
async function clangFormat(...args) {
  const files = await cppFiles();
  if (files.length === 0) return "There are no C++ files to check.";
  const program = await findProgram("clang-format-22", "clang-format");
  if (!program) return "clang-format is not installed.";
  const { code, output } = await attempt(program, [...args, ...files]);
  return code === 0 ? "" : output.trim();
}

async function format() {
  const faults = [await clangFormat("-i"), await said(bin("@biomejs/biome/bin/biome"), "check", "--write")];
  const left = faults.filter(Boolean).join("\n");
  if (left) throw new Error(left);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runTool(async () => {
    await setUp({ native: true });
    if (process.argv.includes("--fix")) return format();
    for (const { title, check } of checks) {
      const started = performance.now();
      const faults = await check();
      console.log(`  ${faults ? "FAILED" : "ok"} ${title}, ${seconds(started)}${faults ? `\n${faults}` : ""}`);
      if (faults) process.exitCode = 1;
    }
  });
}
