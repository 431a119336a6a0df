// The clients and the example frontend, which have their own packages.
import { join } from "node:path";
import { inRoot } from "../common/paths.mjs";
import { run } from "../common/run.mjs";
import { buildNuxt } from "../serve/nuxt-app.mjs";
import { installPackages } from "./packages.mjs";

export const clientsFolder = inRoot("clients");
export const exampleFolder = inRoot("examples", "nuxt");

export const installClients = () => installPackages("npm packages of the clients", clientsFolder);
export const installExample = () => installPackages("npm packages of the example", exampleFolder);

/** Builds the typed client, which the Nuxt layer needs. */
export async function buildClient() {
  await run("npm", ["run", "build", "--silent"], { cwd: clientsFolder });
}

/**
 * Builds the example frontend.
 *
 * @param {string} apiUrl where its server passes `/api` on to
 * @returns {Promise<string>} the folder to start it from
 */
export async function buildExample(apiUrl) {
  await buildClient();
  await buildNuxt(exampleFolder, { env: { BUDGETING_API_URL: apiUrl } });
  return join(exampleFolder, ".output");
}
