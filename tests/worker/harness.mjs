/**
 * What every suite here stands on: the Worker in real workerd, on a real PostgreSQL database of its own.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { anonymous, as, sender } from "./support/client.mjs";
import { openDatabase } from "./support/database.mjs";

/** @typedef {import("./support/database.mjs").Database} Database */
/** @typedef {import("./support/client.mjs").Client} Client */
/** @typedef {{ level: string, text: string, json: any }} LogLine */
/**
 * @typedef {object} WorkerOptions
 * @property {string | null} [hyperdrive] the database behind the binding; `null` leaves the binding out
 * @property {Record<string, string>} [vars] the Worker's variables; development sign-in unless told
 * @property {Record<string, unknown>} [bindings] further settings of Wrangler's
 * @property {string} [main] another Worker than ours
 */

export const repository = fileURLToPath(new URL("../../", import.meta.url));
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
 * Starts a Worker, ours unless told, with the settings it is deployed with.
 * @param {WorkerOptions} options
 */
export async function startWorker({ hyperdrive = null, vars = DEVELOPMENT, bindings = {}, main }) {
  const { name, main: ours, compatibility_date, compatibility_flags } = deployedConfig();
  const root = mkdtempSync(path.join(tmpdir(), "worker-test-"));
  const database =
    hyperdrive === null
      ? {}
      : { hyperdrive: [{ binding: "HYPERDRIVE", id: "0".repeat(32), localConnectionString: hyperdrive }] };
  const config = { name, main: main ?? ours, compatibility_date, compatibility_flags, vars, ...database, ...bindings };
  const server = createTestHarness({ root, workers: [{ config }] });
  const { url } = await server.listen();
  const send = sender(url);
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
    clearLogs: () => server.clearLogs(),
    close: async () => {
      await server.close();
      rmSync(root, { recursive: true, force: true });
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
      close: async () => {
        await worker.close();
        await database.close();
      },
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
