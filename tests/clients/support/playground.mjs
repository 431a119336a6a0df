/** The layer's playground, a small Nuxt app, built and run as it would be in production. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { inRoot } from "../../../tools/paths.mjs";
import { freePort } from "../../../tools/ports.mjs";
import { run } from "../../../tools/run.mjs";

const clients = (/** @type {string[]} */ ...parts) => inRoot("clients", ...parts);
export const playground = clients("nuxt", ".playground");
const nuxt = clients("node_modules", "nuxt", "bin", "nuxt.mjs");
const quiet = { ...process.env, NUXT_TELEMETRY_DISABLED: "1" };

/** Builds the client, the app's types and the app. */
export async function buildPlayground() {
  await run("npm", ["run", "build", "--silent"], { cwd: clients() });
  await run(process.execPath, [nuxt, "build"], { cwd: playground, env: quiet });
}

/** What the compiler says of the app and the layer. */
export function checkTypes() {
  const script = clients("node_modules", "vue-tsc", "bin", "vue-tsc.js");
  return run(process.execPath, [script, "--noEmit", "-p", ".nuxt/tsconfig.app.json"], { cwd: playground });
}

/** Runs the built app until `stop`. @param {Record<string, string>} env */
export async function startPlayground(env) {
  const port = await freePort(playground);
  const child = spawn(process.execPath, [".output/server/index.mjs"], {
    cwd: playground,
    env: { ...quiet, ...env, HOST: "127.0.0.1", PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const ended = once(child, "exit");
  while (!/Listening/.test(output)) {
    const over = await Promise.race([ended.then(() => true), once(child.stdout, "data").then(() => false)]);
    if (over) throw new Error(`the app ended before it listened:\n${output}`);
  }
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    output: () => output,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
