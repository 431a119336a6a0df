// Configures and builds the presets of CMakePresets.json.
import { access, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { inRoot } from "../common/paths.mjs";
import { run } from "../common/run.mjs";

/** @typedef {"wasi" | "emscripten" | "native" | "fuzz"} Preset */

/** @param {Preset} preset */
export const buildFolder = (preset) => inRoot("build", preset);

/**
 * Configures if necessary; Ninja reconfigures by itself when a CMake file changes.
 *
 * @param {Preset} preset
 */
export async function configure(preset) {
  const folder = buildFolder(preset);
  const cache = await readFile(join(folder, "CMakeCache.txt"), "utf8").catch(() => "");
  const madeFor = /^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$/m.exec(cache)?.[1];
  const here = inRoot(".")
    .replace(/[/\\]$/, "")
    .replaceAll("\\", "/");
  // CMake rejects a build folder that was copied or moved with its checkout.
  if (madeFor !== undefined && madeFor !== here) await rm(folder, { recursive: true, force: true });
  const configured = await access(join(folder, "build.ninja")).then(
    () => true,
    () => false,
  );
  // A build configured without doctest has no tests; once doctest is installed it must be configured again.
  const lacksTests = cache.includes("DOCTEST_INCLUDE-NOTFOUND");
  if (!configured || madeFor !== here || lacksTests) await run("cmake", ["--preset", preset]);
}

/**
 * @param {Preset} preset
 * @param {...string} targets those of the preset unless told
 * @returns {Promise<string>} "built", or "up to date"
 */
export async function build(preset, ...targets) {
  await configure(preset);
  const chosen = targets.length > 0 ? ["--target", ...targets] : [];
  const { output } = await run("cmake", ["--build", "--preset", preset, ...chosen]);
  return output.includes("no work to do") ? "up to date" : "built";
}
