// Runs clang-tidy on the C++ files, two targets of the build at a time. The sources of a target are put into one file, so
// that their headers are read once, and a function's callers are seen with it. A target without findings is not checked
// again until one of its sources, a header or the rules change.
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inRoot } from "../common/paths.mjs";
import { attempt, findProgram, inParallel } from "../common/run.mjs";
import { buildFolder, configure } from "../setup/cmake.mjs";
import { projectFiles } from "./names.mjs";

/** @typedef {{ name: string, flags: string[], sources: string[] }} Target sources: relative to the checkout */

const folders = /^(wasm|tests\/(core|fuzz|kinds|statements))\//;

/** Of a function's states: a third of what clang's analyzer looks at by default, in half of the time. */
const mostStates = "75000";

/** The project's C++ files, headers included. */
export async function cppFiles() {
  return (await projectFiles()).filter((file) => folders.test(file) && /\.(cpp|hpp|h)$/.test(file));
}

/** The findings of clang-tidy, or an empty text. */
export async function lintCpp() {
  const program = await findProgram("clang-tidy-22", "clang-tidy");
  if (!program) return "clang-tidy is not installed.";
  await configure("native");
  const folder = join(buildFolder("native"), "clang-tidy");
  await mkdir(folder, { recursive: true });
  const clean = join(folder, "clean.json");
  /** @type {Record<string, string>} */
  const before = JSON.parse(await readFile(clean, "utf8").catch(() => "{}"));
  const targets = await targetsOfBuild();
  if (targets.length === 0) return "There are no C++ files to check.";

  const headers = (await cppFiles()).filter((file) => !file.endsWith(".cpp"));
  const shared = await textOf([...headers, ".clang-tidy"]);
  /** @type {Record<string, string>} */
  const now = {};
  const faults = await inParallel(targets, async ({ name, flags, sources }) => {
    const text = await textOf(sources);
    const key = createHash("sha256")
      .update(JSON.stringify([shared, flags, text]))
      .digest("hex");
    if (before[name] !== key) {
      const file = join(folder, `${name}.cpp`);
      await writeFile(file, text);
      const args = [
        "--quiet",
        file,
        "--",
        ...flags,
        "-Xclang",
        "-analyzer-config",
        "-Xclang",
        `max-nodes=${mostStates}`,
      ];
      const { code, output } = await attempt(program, args);
      if (code !== 0) return withPlaces(output.trim(), file, sources);
    }
    now[name] = key;
    return "";
  });
  await writeFile(clean, JSON.stringify(now, null, 2));
  return faults.filter(Boolean).join("\n");
}

/**
 * What the native build makes of files in wasm/. Tests are left out: other tests and their own assertions reveal mistakes
 * in them, and doctest is slow to check.
 */
async function targetsOfBuild() {
  /** @type {Array<{ file: string, command: string }>} */
  const commands = JSON.parse(await readFile(join(buildFolder("native"), "compile_commands.json"), "utf8"));
  /** @type {Map<string, Target>} */
  const targets = new Map();
  for (const { file, command } of commands) {
    const [, flags = "", name = ""] = /^\S+ +(.*) -o CMakeFiles\/([^/]+)\.dir\//.exec(command) ?? [];
    // CMake compiles a file that includes the sources.
    const unity = file.includes("/Unity/") ? await readFile(file, "utf8") : `#include "${file}"`;
    const sources = [...unity.matchAll(/^#include "(.*)"/gm)]
      .map(([, path = ""]) => path.slice(inRoot("").length))
      .filter((path) => path.startsWith("wasm/"));
    if (sources.length === 0) continue;
    const target = targets.get(name) ?? { name, flags: flags.split(" "), sources: [] };
    target.sources.push(...sources);
    targets.set(name, target);
  }
  return [...targets.values()];
}

/**
 * The findings with the places in the sources, in place of those in the file that was put together from them.
 *
 * @param {string} findings
 * @param {string} file
 * @param {string[]} sources
 */
async function withPlaces(findings, file, sources) {
  /** @type {string[]} */
  const places = [];
  for (const source of sources) {
    const { length } = (await textOf([source])).split("\n");
    for (let line = 1; line < length; line += 1) places.push(`${source}:${line}`);
  }
  return findings.replaceAll(/(\S+):(\d+)(?=:\d)/g, (found, path, line) =>
    path === file ? (places[line - 1] ?? found) : found,
  );
}

/**
 * The files' text, one after another.
 *
 * @param {string[]} files relative to the checkout
 */
async function textOf(files) {
  const texts = await Promise.all(files.map((file) => readFile(inRoot(file), "utf8")));
  return texts.map((text) => `${text.trimEnd()}\n`).join("");
}
