// Everything between a clone and a running tool. Each step is quick when there is nothing to do.
import { build } from "./cmake.mjs";
import { requirePackages } from "./packages.mjs";
import { step } from "./steps.mjs";
import { requireToolchain } from "./toolchain.mjs";

/**
 * Packages first: everything after them runs under the Node that comes with them.
 *
 * @param {object} [options]
 * @param {boolean} [options.native] also what the tests of the core need
 */
export async function setUp({ native = false } = {}) {
  await requirePackages();
  await step("C++ toolchain", () => requireToolchain({ native }));
}

/** Builds build/core.wasm. */
export function buildModule() {
  return step("WebAssembly module", () => build("wasi"));
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
    const { shutdown, isShuttingDown } = await import("./shutdown.mjs");
    // What breaks because it was interrupted is no news.
    if (!isShuttingDown()) {
      console.error(`\n${error instanceof Error ? error.message : error}`);
      if (process.env.DEBUG) console.error(error);
    }
    await shutdown();
    process.exitCode ||= 1;
  }
}
