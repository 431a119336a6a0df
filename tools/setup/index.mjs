// Everything needed between a fresh clone and a running tool. Each step is quick if there is nothing to do.
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inRoot } from "../common/paths.mjs";
import { step } from "../common/steps.mjs";
import { build, buildFolder } from "./cmake.mjs";
import { requirePackages } from "./packages.mjs";
import { requireToolchain } from "./toolchain.mjs";

/** @typedef {"wasi" | "emscripten"} Toolchain of the WebAssembly module */

/** @type {Toolchain[]} */
export const toolchains = ["wasi", "emscripten"];

/**
 * The toolchain selected with `--toolchain=<name>`.
 *
 * @param {string[]} args
 * @returns {{ toolchain: Toolchain, others: string[] }}
 */
export function toolchainFrom(args) {
  const option = "--toolchain=";
  const name = args.findLast((arg) => arg.startsWith(option))?.slice(option.length) ?? "wasi";
  const toolchain = toolchains.find((known) => known === name);
  if (!toolchain) throw new Error(`There is no toolchain "${name}". There are: ${toolchains.join(", ")}.`);
  return { toolchain, others: args.filter((arg) => !arg.startsWith(option)) };
}

/**
 * Installs packages first: everything after that runs under the Node version that they include.
 *
 * @param {object} [options]
 * @param {boolean} [options.native] also what the tests of the core need
 * @param {boolean} [options.emscripten] also the other WebAssembly toolchain
 * @param {boolean} [options.browser] also a Chromium
 */
export async function setUp({ native = false, emscripten = false, browser = false } = {}) {
  await requirePackages();
  await step(`C++ toolchain${browser ? ", Chromium" : ""}`, () => requireToolchain({ native, emscripten, browser }));
}

/**
 * Builds the module and copies it to build/core.wasm, the one that is bundled with the Worker.
 *
 * @param {Toolchain} [toolchain]
 */
export function buildModule(toolchain = "wasi") {
  return step(`WebAssembly module${toolchain === "wasi" ? "" : ` by ${toolchain}`}`, async () => {
    const outcome = await build(toolchain);
    const built = join(buildFolder(toolchain), "core.wasm");
    const used = inRoot("build", "core.wasm");
    const before = await readFile(used).catch(() => Buffer.alloc(0));
    if (!before.equals(await readFile(built))) await copyFile(built, used);
    return outcome;
  });
}

/**
 * Runs a tool's main function; of an error only the message is shown, which says what to do.
 *
 * @param {() => Promise<void>} main
 */
export async function runTool(main) {
  try {
    await main();
  } catch (error) {
    const { shutdown, isShuttingDown } = await import("../common/shutdown.mjs");
    // Errors caused by the interruption itself are not reported.
    if (!isShuttingDown()) {
      console.error(`\n${error instanceof Error ? error.message : error}`);
      if (process.env.DEBUG) console.error(error);
    }
    await shutdown();
    process.exitCode ||= 1;
  }
}
