// Runs clang-tidy on the C++ files, two at a time. It takes seconds per file, so a file without findings is not checked
// again until it, a header or the rules change.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inRoot } from "../common/paths.mjs";
import { attempt, findProgram, inParallel } from "../common/run.mjs";
import { buildFolder, configure } from "../setup/cmake.mjs";
import { projectFiles } from "./names.mjs";

const folders = /^(wasm|tests\/(core|fuzz|kinds|statements))\//;

/** The project's C++ files, headers included. */
export async function cppFiles() {
  return (await projectFiles()).filter((file) => folders.test(file) && /\.(cpp|hpp|h)$/.test(file));
}

/** The findings of clang-tidy, or an empty text. */
export async function lintCpp() {
  const program = await findProgram("clang-tidy-22", "clang-tidy");
  if (!program) return "clang-tidy is not installed.";
  await configure("native");
  const clean = join(buildFolder("native"), "clang-tidy-clean.json");
  /** @type {Record<string, string>} */
  const before = JSON.parse(await readFile(clean, "utf8").catch(() => "{}"));
  const units = await translationUnits();
  if (units.length === 0) return "There are no C++ files to check.";

  /** @type {Record<string, string>} */
  const now = {};
  const faults = await inParallel(units, async ({ file, key }) => {
    if (before[file] !== key) {
      const { code, output } = await attempt(program, ["--quiet", "-p", buildFolder("native"), file]);
      if (code !== 0) return output.trim();
    }
    now[file] = key;
    return "";
  });
  await writeFile(clean, JSON.stringify(now, null, 2));
  return faults.filter(Boolean).join("\n");
}

/** The files that the native build compiles, each with a key that changes when its result might. */
async function translationUnits() {
  const files = await cppFiles();
  const headers = files.filter((file) => !file.endsWith(".cpp"));
  const shared = await hashOf([...headers, ".clang-tidy"].map((file) => inRoot(file)));
  /** @type {Array<{ file: string, command: string }>} */
  const commands = JSON.parse(await readFile(join(buildFolder("native"), "compile_commands.json"), "utf8"));
  return Promise.all(
    // Tests are left out: other tests and their own assertions reveal mistakes in them, and doctest is slow to check.
    files
      .filter((file) => !file.startsWith("tests/"))
      .flatMap((file) => {
        const found = commands.find((entry) => entry.file === inRoot(file));
        return found ? [keyed(file, shared + found.command)] : [];
      }),
  );
}

/**
 * @param {string} file
 * @param {string} context
 */
async function keyed(file, context) {
  return {
    file,
    key: createHash("sha256")
      .update(context)
      .update(await readFile(inRoot(file)))
      .digest("hex"),
  };
}

/** @param {string[]} paths */
async function hashOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(path).update(await readFile(path));
  return hash.digest("hex");
}
