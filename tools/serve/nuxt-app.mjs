// Builds a Nuxt app and runs it as in production.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { run } from "../common/run.mjs";
import { onShutdown } from "../common/shutdown.mjs";

const quiet = { NUXT_TELEMETRY_DISABLED: "1" };

/**
 * @param {string} folder the app's
 * @param {object} [options]
 * @param {string} [options.packages] the folder whose node_modules has Nuxt; the app's own unless given
 * @param {string[]} [options.args] of `nuxt build`
 * @param {Record<string, string>} [options.env]
 */
export async function buildNuxt(folder, { packages = folder, args = [], env = {} } = {}) {
  const script = join(packages, "node_modules", "nuxt", "bin", "nuxt.mjs");
  await run(process.execPath, [script, "build", ...args], { cwd: folder, env: { ...process.env, ...quiet, ...env } });
}

/**
 * Checks an app's types with vue-tsc. They are generated first, because a build does not update them.
 *
 * @param {string} folder
 * @param {"app" | "server"} part
 * @param {string} [packages] the folder whose node_modules has Nuxt and vue-tsc
 */
export async function checkNuxtTypes(folder, part, packages = folder) {
  const modules = join(packages, "node_modules");
  const options = { cwd: folder, env: { ...process.env, ...quiet } };
  await run(process.execPath, [join(modules, "nuxt", "bin", "nuxt.mjs"), "prepare"], options);
  const script = join(modules, "vue-tsc", "bin", "vue-tsc.js");
  return run(process.execPath, [script, "--noEmit", "-p", `.nuxt/tsconfig.${part}.json`], options);
}

/**
 * Runs the Node build on the loopback interface until `stop` is called.
 *
 * @param {string} output Nitro's folder
 * @param {number} port
 * @param {Record<string, string>} [env]
 */
export async function startNuxt(output, port, env = {}) {
  const child = spawn(process.execPath, [join(output, "server", "index.mjs")], {
    env: { ...process.env, ...quiet, ...env, HOST: "127.0.0.1", PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  /** @type {Promise<number>} */
  const ended = once(child, "exit").then(([code]) => code ?? 1);
  const stop = async () => {
    child.kill();
    await ended;
  };
  const forget = onShutdown(stop);
  while (!/Listening/.test(said)) {
    const over = await Promise.race([ended.then(() => true), once(child.stdout, "data").then(() => false)]);
    if (over) throw new Error(`The app ended before it listened:\n${said}`);
  }
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    ended,
    stop: () => {
      forget();
      return stop();
    },
  };
}
