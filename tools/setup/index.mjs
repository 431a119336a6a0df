// Everything between a clone and a running tool. Each step is quick when there is nothing to do.
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
 * The one that `--toolchain=<name>` asks for.
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
 * Packages first: everything after them runs under the Node that comes with them.
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
 * Builds the module and makes it build/core.wasm, the one that the Worker is made with.
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
 * Runs a tool's main function; an error is shown by its message alone, which says what to do.
 *
 * @param {() => Promise<void>} main
 */
export async function runTool(main) {
  try {
    await main();
  } catch (error) {
    const { shutdown, isShuttingDown } = await import("../common/shutdown.mjs");
    // What breaks because it was interrupted is no news.
    if (!isShuttingDown()) {
      console.error(`\n${error instanceof Error ? error.message : error}`);
      if (process.env.DEBUG) console.error(error);
    }
    await shutdown();
    process.exitCode ||= 1;
  }
}
