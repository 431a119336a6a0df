/**
 * What every suite here stands on: the Worker in real workerd, on a real PostgreSQL database of its own. All that it logs
 * and answers is looked through for secrets when it is closed.
 */
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { startWorkerd } from "../../../tools/serve/workerd.mjs";
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
 * @property {Record<string, unknown>} [bindings] further settings of Wrangler's, under which the Worker runs then; `{}`: just
 *   the static files
 * @property {string} [main] another Worker than ours
 * @property {boolean} [isWatched] false for a Worker that is wrong on purpose, and may say anything
 */

export const repository = fileURLToPath(new URL("../../../", import.meta.url));
export const DEMO_USER = "00000000-0000-4000-8000-000000000001";
export const DEVELOPMENT = { AUTH_MODE: "dev", DEMO_USER };

/**
 * Starts a Worker, and those that it has service bindings to.
 * @param {WorkerOptions} options @param {...WorkerOptions} others
 */
export async function startWorker(options, ...others) {
  const { hyperdrive = null, main, isWatched = true } = options;
  /** @type {Record<string, string>} */
  const vars = options.vars ?? DEVELOPMENT;
  const server = options.bindings
    ? await underWrangler([options, ...others])
    : await inWorkerd({ hyperdrive, vars, main });
  const watched = watch({ databaseUrl: hyperdrive ?? vars.DATABASE_URL, vars });
  const seen = watched.sender(afterItsLines(sender(server.url)));
  const send = main === undefined ? judged(seen, nonconformance) : seen;
  /** What was cleared. @type {string[]} */
  const earlier = [];
  const lines = () => server.logs().map(({ text }) => text);
  return {
    url: server.url,
    send,
    /** The client of somebody who sends no credentials. */
    demo: anonymous(send),
    /** @param {string} user the client of somebody signed in */
    as: (user) => as(send, user),
    /** The client of somebody nobody has seen yet. */
    newUser: () => as(send, randomUUID()),
    /** What the Worker wrote to its log, oldest first. @returns {LogLine[]} */
    logs: () => server.logs().map(logLine),
    clearLogs: () => {
      earlier.push(...lines());
      server.clearLogs();
    },
    /** Fails if the Worker has logged or answered what nobody may see. */
    close: async () => {
      for (const token of await profileTokens()) watched.note(token, "a profile token");
      const faults = isWatched ? watched.faults([...earlier, ...lines()]) : [];
      await server.close();
      if (faults.length > 0) throw new Error(`What nobody may see was seen: ${faults.slice(0, 20).join("; ")}`);
    },
  };
}

/**
 * Starts our Worker on a fresh, migrated database, with a login that may do no more than it must.
 * @param {Omit<WorkerOptions, "hyperdrive"> & { pooled?: boolean }} [options] pooled: through a pooler that keeps
 *   connections, as Hyperdrive does (true), or straight to PostgreSQL, to see or break what the Worker does there
 */
export async function startApi({ pooled = true, ...options } = {}) {
  const database = await openDatabase();
  try {
    const worker = await startWorker({ ...options, hyperdrive: pooled ? database.pooledUrl : database.workerUrl });
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

/** @param {WorkerOptions[]} options */
async function underWrangler(options) {
  const { startUnderWrangler } = await import("./wrangler-worker.mjs");
  return startUnderWrangler(options);
}

/** @param {{ hyperdrive: string | null, vars: Record<string, string>, main: string | undefined }} options */
async function inWorkerd({ hyperdrive, vars, main }) {
  /** @type {{ level: string, text: string }[]} */
  const lines = [];
  const { url, close } = await startWorkerd({
    ...(main === undefined ? {} : { main }),
    databaseUrl: hyperdrive,
    vars,
    log: (text, level) => lines.push({ level, text }),
  });
  return { url, close, logs: () => lines, clearLogs: () => void lines.splice(0) };
}

/**
 * Sends, and gives the answer once the lines that were logged before it have been read.
 * @param {import("./client.mjs").Send} send @returns {import("./client.mjs").Send}
 */
const afterItsLines =
  (send) =>
  async (...request) => {
    const answer = await send(...request);
    await new Promise((done) => setImmediate(done));
    return answer;
  };

/** @param {{ level: string, text: string }} line @returns {LogLine} */
function logLine({ level, text }) {
  try {
    return { level, text, json: JSON.parse(text) };
  } catch {
    return { level, text, json: undefined };
  }
}
