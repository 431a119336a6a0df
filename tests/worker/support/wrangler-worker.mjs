/** A Worker under Wrangler, for what workerd alone does not have: static files, rate limits, bindings to other Workers. */
import { mkdtempSync, rmSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { inRoot } from "../../../tools/common/paths.mjs";
import { quietWrangler } from "../../../tools/serve/wrangler-dev.mjs";
import { DEVELOPMENT } from "./harness.mjs";

/** @typedef {import("./harness.mjs").WorkerOptions} WorkerOptions */

// Nothing of the surroundings may reach the Worker, and the Worker's tools may reach no network.
Object.assign(process.env, quietWrangler, { WRANGLER_LOG: "none" });
delete process.env.CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE;

// Wrangler is large, and several test files load it.
enableCompileCache(inRoot("build", "compile-cache"));
const { createTestHarness, unstable_readConfig } = await import("wrangler");

/** The settings that the Worker is deployed with. */
export function deployedConfig() {
  return unstable_readConfig({ config: inRoot("wrangler.toml") }, { hideWarnings: true });
}

/**
 * A Worker's settings, ours unless told, as they are when it is deployed.
 * @param {WorkerOptions} options
 */
function workerConfig({ hyperdrive = null, vars = DEVELOPMENT, bindings = {}, main }) {
  const { name, main: ours, assets, compatibility_date, compatibility_flags } = deployedConfig();
  const database =
    hyperdrive === null
      ? {}
      : { hyperdrive: [{ binding: "HYPERDRIVE", id: "0".repeat(32), localConnectionString: hyperdrive }] };
  return {
    ...{ name, main: main ?? ours, compatibility_date, compatibility_flags, vars },
    ...(main === undefined ? { assets: { ...assets, directory: inRoot(assets?.directory ?? "") } } : {}),
    ...database,
    ...bindings,
  };
}

/** @param {WorkerOptions[]} options the Worker, and those that it has bindings to */
export async function startUnderWrangler(options) {
  const root = mkdtempSync(path.join(tmpdir(), "worker-test-"));
  const server = createTestHarness({ root, workers: options.map((each) => ({ config: workerConfig(each) })) });
  const { url } = await server.listen();
  return {
    url,
    logs: () => server.getLogs().map(({ level, message }) => ({ level, text: message })),
    clearLogs: () => server.clearLogs(),
    close: async () => {
      await server.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
