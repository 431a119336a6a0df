// `npm run build`: bundles the Worker as it is deployed into build/worker, without deploying it. `npm run build --
// --toolchain=emscripten` builds the module with the other toolchain.
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { inRoot } from "./common/paths.mjs";
import { run } from "./common/run.mjs";
import { step } from "./common/steps.mjs";
import { buildAssets } from "./serve/assets.mjs";
import { quietWrangler, wranglerScript } from "./serve/wrangler-dev.mjs";
import { buildModule, runTool, setUp, toolchainFrom } from "./setup/index.mjs";

/**
 * @typedef {{ name: string, raw: number, gzip: number }} Size in bytes
 */

/**
 * Bundles the Worker with its module: what `wrangler deploy` would upload.
 *
 * @returns {Promise<Size[]>} of each file that would be uploaded
 */
export async function bundle() {
  const folder = inRoot("build", "worker");
  await rm(folder, { recursive: true, force: true });
  await run(process.execPath, [wranglerScript, "deploy", "--dry-run", "--outdir", folder], {
    env: { ...process.env, ...quietWrangler },
  });
  const uploaded = (await readdir(folder)).filter((name) => /\.(m?js|wasm)$/.test(name)).sort();
  return Promise.all(
    uploaded.map(async (name) => {
      const content = await readFile(join(folder, name));
      return { name, raw: content.length, gzip: gzipSync(content, { level: 9 }).length };
    }),
  );
}

/** @param {number} bytes */
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`.padStart(10);

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runTool(async () => {
    const { toolchain } = toolchainFrom(process.argv.slice(2));
    await setUp({ emscripten: toolchain === "emscripten" });
    await buildModule(toolchain);
    await buildAssets();
    const sizes = await step("Worker", bundle, () => "bundled in build/worker");
    const total = sizes.reduce(
      (sum, { raw, gzip }) => ({ name: "in all", raw: sum.raw + raw, gzip: sum.gzip + gzip }),
      {
        name: "in all",
        raw: 0,
        gzip: 0,
      },
    );
    console.log(`\n${"".padEnd(52)}${"raw".padStart(10)}${"gzip".padStart(10)}`);
    for (const { name, raw, gzip } of [...sizes, total]) console.log(name.padEnd(52) + kib(raw) + kib(gzip));
  });
}
