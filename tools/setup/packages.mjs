// Installs the npm packages, and with them the Node version that the other tools use: Wrangler needs a newer one than
// some systems have. This file and its imports use only Node's own modules.
import { spawn } from "node:child_process";
import { readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import { inRoot } from "../common/paths.mjs";
import { run } from "../common/run.mjs";
import { endWithNpm } from "../common/shutdown.mjs";
import { step } from "../common/steps.mjs";

const ownNode = inRoot("node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

/**
 * Installs what package-lock.json lists, and continues under the Node version among it. Returns only under that
 * version; a process started under another one exits with the exit code of the process that did the work.
 */
export async function requirePackages() {
  await installPackages("npm packages", inRoot("."));
  if ((await realpath(process.execPath)) !== (await realpath(ownNode))) await continueUnder(ownNode);
}

/**
 * Installs what a folder's package-lock.json lists, if it is not yet installed.
 *
 * @param {string} title
 * @param {string} folder
 */
export async function installPackages(title, folder) {
  if (await packagesMatch(folder)) return;
  await step(title, async () => {
    await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder });
    return "installed";
  });
}

/**
 * Whether node_modules contains exactly what package-lock.json lists.
 *
 * @param {string} folder
 */
async function packagesMatch(folder) {
  const [wanted, present] = await Promise.all([
    readLock(join(folder, "package-lock.json")),
    readLock(join(folder, "node_modules", ".package-lock.json")).catch(() => undefined),
  ]);
  if (!present) return false;
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    // The empty path is the project itself. A missing optional package is for another platform.
    if (path === "" || (optional && !present[path])) continue;
    if (present[path]?.version !== version) return false;
  }
  return Object.keys(present).every((path) => wanted[path]);
}

/**
 * @param {string} path
 * @returns {Promise<Record<string, { version?: string, optional?: boolean }>>}
 */
async function readLock(path) {
  return JSON.parse(await readFile(path, "utf8")).packages;
}

/**
 * @param {string} node
 * @returns {Promise<never>}
 */
function continueUnder(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit" });
  // The child decides when to end; this process only forwards signals to it.
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.removeAllListeners(signal).on(signal, () => child.kill(signal));
  }
  endWithNpm();
  return new Promise((_, fail) => {
    child.once("error", fail);
    child.once("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  });
}
