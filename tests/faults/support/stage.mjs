/** The Worker in workerd, a proxy that can break anything, and behind it a database. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { startWorkerd } from "../../../tools/serve/workerd.mjs";
import { as, sender } from "../../worker/support/client.mjs";
import { startProxy } from "../../worker/support/proxy.mjs";
import { watch } from "../../worker/support/watch.mjs";

/** @typedef {import("../../worker/support/client.mjs").Answer} Answer */
/** @typedef {import("../../../worker-js/log.js").Line} Line */
/** What came of a request, in `took` ms. @typedef {{ answer: Answer, took: number, log: Line }} Told */
/** @typedef {Awaited<ReturnType<typeof startStage>>} Stage */

/** The Worker's deadlines, shorter than they are deployed with, in ms. */
export const DEADLINES = { connect: 600, statement: 600, request: 2000 };
/** How much later than its deadline an answer may be here: two processors do everything. */
export const SLACK_MS = 1500;

/** @type {Line} */
const SOME_LINE = { requestId: "", method: "", route: "", status: 0, ms: {} };

/**
 * @param {string} databaseUrl
 * @param {Record<string, string>} [vars] more variables of the Worker
 */
export async function startStage(databaseUrl, vars = {}) {
  /** @type {Record<"client" | "server", Buffer[]>} */
  let heard = { client: [], server: [] };
  let recording = false;
  const proxy = await startProxy(databaseUrl, (_, side, data) => recording && heard[side].push(data));
  /** @type {Line[]} */
  const lines = [];
  const worker = await startWorkerd({
    databaseUrl: proxy.url,
    vars: {
      AUTH_MODE: "dev",
      DEMO_USER: randomUUID(),
      CONNECT_TIMEOUT_MS: String(DEADLINES.connect),
      STATEMENT_TIMEOUT_MS: String(DEADLINES.statement),
      REQUEST_TIMEOUT_MS: String(DEADLINES.request),
      ...vars,
    },
    log: (line) => {
      if (line.startsWith("{")) lines.push(JSON.parse(line));
    },
  });
  const watched = watch({ databaseUrl, vars });
  const send = watched.sender(sender(worker.url));

  /**
   * @param {() => Promise<Answer>} request
   * @param {(requestId: string | undefined) => Line[]} find the lines about it; only an error tells its request's id
   * @returns {Promise<Told>}
   */
  const told = async (request, find) => {
    const started = performance.now();
    const answer = await request();
    const took = performance.now() - started;
    for (const end = Date.now() + 2000; ; await sleep(5)) {
      const [log, ...more] = find(answer.body?.requestId);
      if (log && more.length === 0) return { answer, took, log };
      if (log || Date.now() > end) throw new Error(`not one log line: ${JSON.stringify([log, ...more])}`);
    }
  };
  return {
    proxy,
    worker,
    /** The client of somebody nobody has seen yet. */
    newUser: () => as(send, randomUUID()),
    /** Sends a request while no other is under way; gives what came of it. @param {() => Promise<Answer>} request */
    tell(request) {
      const before = lines.length;
      return told(request, () => lines.slice(before));
    },
    /** The same while others are under way. Of a request that works, there is no saying which line is its own. @param {() => Promise<Answer>} request */
    tellMany: (request) =>
      told(request, (id) => (id === undefined ? [SOME_LINE] : lines.filter(({ requestId }) => requestId === id))),
    /** What the two sides send each other for a request. @param {() => Promise<unknown>} request */
    async record(request) {
      heard = { client: [], server: [] };
      recording = true;
      await request();
      recording = false;
      return { client: Buffer.concat(heard.client), server: Buffer.concat(heard.server) };
    },
    /** What the Worker has written to its log. */
    log: () => lines,
    /** Fails if the Worker has logged or answered what nobody may see, while everything broke around it. */
    async close() {
      await worker.close();
      await proxy.close();
      const faults = watched.faults(lines.map((line) => JSON.stringify(line)));
      if (faults.length > 0) throw new Error(`What nobody may see was seen: ${faults.slice(0, 20).join("; ")}`);
    },
  };
}

/**
 * Where each message of PostgreSQL's protocol begins, with its type; a client's first one has none.
 * @param {Buffer} bytes @param {"client" | "server"} side
 */
export function messages(bytes, side) {
  const found = [];
  for (let at = 0; at < bytes.length; ) {
    const untyped = side === "client" && at === 0;
    found.push({ type: untyped ? "start-up" : String.fromCharCode(bytes[at] ?? 0), at });
    at += untyped ? bytes.readInt32BE(at) : 1 + bytes.readInt32BE(at + 1);
  }
  return found;
}
