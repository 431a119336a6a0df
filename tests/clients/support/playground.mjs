/** The layer's playground, a small Nuxt app, built and run as it would be in production. */
import { join } from "node:path";
import { freePort } from "../../../tools/common/ports.mjs";
import { buildNuxt, checkNuxtTypes, startNuxt } from "../../../tools/serve/nuxt-app.mjs";
import { clientsFolder } from "../../../tools/setup/clients.mjs";

export const playground = join(clientsFolder, "nuxt", ".playground");

/**
 * Builds the app and its types.
 * @param {string} way one of those in its nuxt.config.ts @param {Record<string, string>} [env] what that needs
 */
export const buildPlayground = (way, env) =>
  buildNuxt(playground, { packages: clientsFolder, args: ["--envName", way], env });

/** What the compiler says of a part of the app and of the layer. @param {"app" | "server"} [part] */
export const checkTypes = (part = "app") => checkNuxtTypes(playground, part, clientsFolder);

/** A port for the app. @param {string} name */
export const portFor = (name) => freePort(playground + name);

/**
 * Runs the app as it was built for Node, until `stop`.
 * @param {number} port @param {Record<string, string>} [env]
 */
export const startPlayground = (port, env) => startNuxt(join(playground, ".output", "proxy"), port, env);
