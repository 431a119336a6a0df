/** The layer's playground, a small Nuxt app, built and run as it would be in production. */
import { join } from "node:path";
import { clientsFolder } from "../../../tools/clients.mjs";
import { buildNuxt, startNuxt } from "../../../tools/nuxt-app.mjs";
import { freePort } from "../../../tools/ports.mjs";
import { run } from "../../../tools/run.mjs";

export const playground = join(clientsFolder, "nuxt", ".playground");

/**
 * Builds the app and its types.
 * @param {string} way one of those in its nuxt.config.ts @param {Record<string, string>} [env] what that needs
 */
export const buildPlayground = (way, env) =>
  buildNuxt(playground, { packages: clientsFolder, args: ["--envName", way], env });

/** What the compiler says of a part of the app and of the layer. @param {"app" | "server"} part */
export function checkTypes(part = "app") {
  const script = join(clientsFolder, "node_modules", "vue-tsc", "bin", "vue-tsc.js");
  return run(process.execPath, [script, "--noEmit", "-p", `.nuxt/tsconfig.${part}.json`], { cwd: playground });
}

/** A port for the app. @param {string} name */
export const portFor = (name) => freePort(playground + name);

/**
 * Runs the app as it was built for Node, until `stop`.
 * @param {number} port @param {Record<string, string>} [env]
 */
export const startPlayground = (port, env) => startNuxt(join(playground, ".output", "proxy"), port, env);
