/**
 * What every suite here stands on: the Worker in real workerd, on a real PostgreSQL database of its own. All that it logs
 * and answers is looked through for secrets when it is closed.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { anonymous, as, judged, sender } from "./client.mjs";
import { nonconformance } from "./conformance.mjs";
import { openDatabase, profileTokens } from "./database.mjs";
import { watch } from "./watch.mjs";

/** @typedef {import("./database.mjs").Database} Database */
/** @typedef {import("./client.mjs").Client} Client */
/** @typedef {{ level: string, text: string, json: any }} LogLine */
/**
 * @typedef {object} WorkerOptions
 * @property {string | null} [hyperdrive] the database behind the binding; `null` leaves the binding out
 * @property {Record<string, string>} [vars] the Worker's variables; development sign-in unless told
 * @property {Record<string, unknown>} [bindings] further settings of Wrangler's
 * @property {string} [main] another Worker than ours
 * @property {boolean} [isWatched] false for a Worker that is wrong on purpose, and may say anything
 */

export const repository = fileURLToPath(new URL("../../../", import.meta.url));
export const DEMO_USER = "00000000-0000-4000-8000-000000000001";
export const DEVELOPMENT = { AUTH_MODE: "dev", DEMO_USER };

// Nothing of the surroundings may reach the Worker, and the Worker's tools may reach no network.
Object.assign(process.env, {
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_LOG: "none",
});
delete process.env.CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE;

// Wrangler is large, and every test file loads it.
enableCompileCache(path.join(repository, "build", "compile-cache"));
const { createTestHarness, unstable_readConfig } = await import("wrangler");

/** The settings that the Worker is deployed with. */
export function deployedConfig() {
  return unstable_readConfig({ config: path.join(repository, "wrangler.toml") }, { hideWarnings: true });
}

/**
 * A Worker's settings, ours unless told, as they are when it is deployed.
 * @param {WorkerOptions} options
 */
export function workerConfig({ hyperdrive = null, vars = DEVELOPMENT, bindings = {}, main }) {
  const { name, main: ours, assets, compatibility_date, compatibility_flags } = deployedConfig();
  const database =
    hyperdrive === null
      ? {}
      : { hyperdrive: [{ binding: "HYPERDRIVE", id: "0".repeat(32), localConnectionString: hyperdrive }] };
  return {
    ...{ name, main: main ?? ours, compatibility_date, compatibility_flags, vars },
    ...(main === undefined
      ? { assets: { ...assets, directory: path.resolve(repository, assets?.directory ?? "") } }
      : {}),
    ...database,
    ...bindings,
  };
}

/**
 * Starts a Worker, and those that it has service bindings to.
 * @param {WorkerOptions} options @param {...WorkerOptions} others
 */
export async function startWorker(options, ...others) {
  const { hyperdrive = null, main, isWatched = true } = options;
  /** @type {Record<string, string>} */
  const vars = options.vars ?? DEVELOPMENT;
  const root = mkdtempSync(path.join(tmpdir(), "worker-test-"));
  const workers = [options, ...others].map((each) => ({ config: workerConfig(each) }));
  const server = createTestHarness({ root, workers });
  const { url } = await server.listen();
  const watched = watch({ databaseUrl: hyperdrive ?? vars.DATABASE_URL, vars });
  const seen = watched.sender(sender(url));
  const send = main === undefined ? judged(seen, nonconformance) : seen;
  /** What was cleared. @type {string[]} */
  const earlier = [];
  const lines = () => server.getLogs().map(({ message }) => message);
  return {
    url,
    send,
    /** The client of somebody who sends no credentials. */
    demo: anonymous(send),
    /** @param {string} user the client of somebody signed in */
    as: (user) => as(send, user),
    /** The client of somebody nobody has seen yet. */
    newUser: () => as(send, randomUUID()),
    /** What the Worker wrote to its log, oldest first. @returns {LogLine[]} */
    logs: () => server.getLogs().map(logLine),
    clearLogs: () => {
      earlier.push(...lines());
      server.clearLogs();
    },
    /** Fails if the Worker has logged or answered what nobody may see. */
    close: async () => {
      for (const token of await profileTokens()) watched.note(token, "a profile token");
      const faults = isWatched ? watched.faults([...earlier, ...lines()]) : [];
      await server.close();
      rmSync(root, { recursive: true, force: true });
      if (faults.length > 0) throw new Error(`What nobody may see was seen: ${faults.slice(0, 20).join("; ")}`);
    },
  };
}

/**
 * Starts our Worker on a fresh, migrated database, with a login that may do no more than it must.
 * @param {Omit<WorkerOptions, "hyperdrive">} [options]
 */
export async function startApi(options = {}) {
  const database = await openDatabase();
  try {
    const worker = await startWorker({ ...options, hyperdrive: database.workerUrl });
    return {
      ...worker,
      database,
      close: () => worker.close().finally(database.close),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** @param {{ level: string, message: string }} log @returns {LogLine} */
function logLine({ level, message }) {
  try {
    return { level, text: message, json: JSON.parse(message) };
  } catch {
    return { level, text: message, json: undefined };
  }
}
