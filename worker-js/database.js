// One connection, for one request and one statement.

import pg from "pg";
import { sleep } from "./clock.js";
import { outcomeOf } from "./core.js";
import { millisecondsSince } from "./log.js";
import { joinedBodies, Rows } from "./rows.js";
import { PooledSocket } from "./socket.js";

/**
 * How an attempt ended, or how it began if its rows are sent as they come. `message` is for the log.
 * @typedef {{ outcome: import("./border.js").Outcome, message?: string, streamed?: Streamed }} Ended
 */
/**
 * Rows that are still to come. One of the two has to be called. `done` says how it ended, if that is a failure.
 * @typedef {object} Streamed
 * @property {() => { body: ReadableStream<Uint8Array>, done: Promise<Ended | undefined> }} send
 * @property {() => void} drop
 */

/**
 * @typedef {object} Statement
 * @property {import("./border.js").Connection} direct usually PostgreSQL itself; without a host, the binding is used
 * @property {string} name under which a pooler may keep the statement prepared
 * @property {string} sql
 * @property {(string | null)[]} parameters
 * @property {import("./border.js").Joined | null} joined for a statement with several rows
 * @property {boolean} mayBeEmpty whether they are a list, even if there are none
 * @property {import("./socket.js").Pooler} [pooler] the binding, used if there is no `direct` host
 */

/** How long closing may take; if the socket never connected, it can hang forever. */
const CLOSE_MILLISECONDS = 2_000;
/**
 * How much longer the shim waits than PostgreSQL: only PostgreSQL's own error makes it certain that nothing was
 * changed.
 */
const GRACE_MILLISECONDS = 500;
/** The error message that identifies this deadline. */
const STATEMENT_LATE = "the statement took too long";

/** How pgbouncer rejects a setting in the startup message; other poolers do the same. */
const SETTING_REFUSED = { sqlstate: "08P01", message: /statement_timeout/ };

/**
 * Poolers that are known to lack something, so that each is asked only once. Only their hosts and ports outlive a
 * request, as text.
 */
class Poolers {
  #places = new Set();

  /** @param {{ host: string, port: string | number }} pooler @returns {boolean} whether it was unknown until now */
  add(pooler) {
    const isNew = !this.has(pooler);
    this.#places.add(placeOf(pooler));
    return isNew;
  }

  /** @param {{ host: string, port: string | number }} pooler */
  has(pooler) {
    return this.#places.has(placeOf(pooler));
  }
}

/** @param {{ host: string, port: string | number }} pooler */
const placeOf = ({ host, port }) => `${host}:${port}`;

const withoutSettings = new Poolers();
const withoutNames = new Poolers();

/** From now on the pooler is sent statements without names. @param {import("./socket.js").Pooler | undefined} pooler */
export function omitNames(pooler) {
  if (pooler) withoutNames.add(pooler);
}

/** Whether the pooler rejected a setting. @param {Ended} ended */
const isSettingRefused = ({ outcome, message = "" }) =>
  outcome.event === "unreachable" &&
  outcome.sqlstate === SETTING_REFUSED.sqlstate &&
  SETTING_REFUSED.message.test(message);

/** What is in the place of the first row of a list without rows. @type {import("./rows.js").Row} */
const NO_ROW = [null, null];

/** Values are not parsed: the response is the JSON that PostgreSQL wrote, byte for byte. */
const rawTypes = { getTypeParser: () => (/** @type {string} */ value) => value };

/**
 * Sends one statement on a fresh connection, which ends with the request at the latest. If a pooler rejects settings,
 * sends it once more without them.
 * @type {typeof attempt}
 */
export async function runStatement(statement, ...others) {
  const ended = await attempt(statement, ...others);
  const { direct } = statement;
  const isRepeated = direct.host !== "" && isSettingRefused(ended) && withoutSettings.add(direct);
  return isRepeated ? await attempt(statement, ...others) : ended;
}

/**
 * @param {Statement} statement
 * @param {import("./deadlines.js").Deadlines} deadlines
 * @param {{ waitUntil(promise: Promise<unknown>): void }} context
 * @param {import("./log.js").Line} line
 * @returns {Promise<Ended>}
 */
async function attempt(statement, deadlines, context, line) {
  const { name, sql, parameters, joined, mayBeEmpty, direct, pooler } = statement;
  const connectMilliseconds = deadlines.within(deadlines.connect);
  if (connectMilliseconds <= 0) return unreachable("no time is left to connect");
  const client = clientOf(statement, deadlines, line);
  if (client === null) {
    const variable = direct.host ? "DATABASE_URL" : "HYPERDRIVE";
    return unreachable(`pg makes no client for ${variable}: see docs/deploy.md, and take out variables PG...`);
  }
  // A broken connection also emits this event, but only the results of `connect` and `query` count.
  client.on("error", () => {});
  let sent = false;
  let answered = false;
  let isStreamed = false;
  let started = performance.now();
  try {
    await deadlines.bound(client.connect(), connectMilliseconds, "connecting took too long");
    line.ms.connect = millisecondsSince(started);
    started = performance.now();
    sent = true;
    // Without a pooler nobody else would use what is prepared on this connection.
    const isNamed = pooler && !withoutNames.has(pooler);
    const query = {
      ...(isNamed && { name }),
      text: sql,
      values: parameters,
      rowMode: /** @type {const} */ ("array"),
      types: rawTypes,
    };
    /** @type {<T>(work: Promise<T>) => Promise<T>} */
    const bound = (work) => {
      const patience = Math.max(1, deadlines.within(deadlines.statement + GRACE_MILLISECONDS));
      return deadlines.bound(work, patience, STATEMENT_LATE);
    };
    if (joined?.isStreamed) {
      const rows = new Rows(client, query);
      const row = (await bound(rows.first())) ?? (mayBeEmpty ? NO_ROW : undefined);
      isStreamed = row !== undefined;
      const end = () => {
        line.rows = rows.count;
        line.ms.query = millisecondsSince(started);
        context.waitUntil(close(client));
      };
      return {
        ...outcomeOfRow(row, () => ""),
        streamed: isStreamed ? streamedOf(rows, joined, bound, end) : undefined,
      };
    }
    /** @type {{ rows: any[] }} */
    const { rows } = await bound(client.query(query));
    answered = true;
    line.rows = rows.length;
    if (!joined) return outcomeOfRow(rows[0]);
    return outcomeOfRow(rows[0] ?? (mayBeEmpty ? NO_ROW : undefined), () => joinedBodies(rows, joined));
  } catch (error) {
    return failure(error, sent);
  } finally {
    if (!isStreamed) line.ms[sent ? "query" : "connect"] = millisecondsSince(started);
    // A pooler notices by itself that the request has ended; PostgreSQL would notice late, so it is told.
    if (!isStreamed && (!answered || direct.host)) context.waitUntil(close(client));
  }
}

/**
 * @param {import("./rows.js").Row | undefined} row the first
 * @param {() => string} [bodyOfAll] the body that all rows have together; the first one's if it has a problem
 * @returns {Ended}
 */
function outcomeOfRow(row, bodyOfAll) {
  if (row === undefined) return { outcome: outcomeOf({ event: "no_row" }) };
  const [own, problem, etag = null, ...more] = row;
  const body = bodyOfAll && problem === null ? bodyOfAll() : own;
  return { outcome: outcomeOf({ event: "row", body, problem, etag, more }) };
}

/**
 * @param {Rows} rows
 * @param {import("./border.js").Joined} joined
 * @param {(sending: Promise<void>) => Promise<void>} bound
 * @param {() => void} end is called when nothing more is read
 * @returns {Streamed}
 */
function streamedOf(rows, joined, bound, end) {
  return {
    drop: end,
    send() {
      const { body, sent } = rows.send(joined, bound);
      const done = sent.then(
        () => undefined,
        (error) => failure(error, true),
      );
      return { body, done: done.finally(end) };
    },
  };
}

/**
 * @param {Statement} statement
 * @param {import("./deadlines.js").Deadlines} deadlines
 * @param {import("./log.js").Line} line
 * @returns {pg.Client | null} null if `pg` cannot create one; its error is dropped because it might quote a secret
 */
function clientOf(statement, deadlines, line) {
  const { direct, pooler } = statement;
  try {
    if (direct.host === "") return pooler ? new pg.Client(pooled(pooler)) : null;
    const { user, password, database, tls } = direct;
    // On Cloudflare, `pg` appends the port to the host as it is.
    const host = direct.host.includes(":") ? `[${direct.host}]` : direct.host;
    const config = {
      host,
      port: Number(direct.port),
      user,
      password,
      database,
      ssl: tls ? { rejectUnauthorized: true } : false,
    };
    if (!withoutSettings.has(direct)) {
      return new pg.Client({ ...config, statement_timeout: deadlines.statement });
    }
    line.settings = "the pooler refuses statement_timeout, so the login needs its own";
    return new pg.Client(config);
  } catch {
    return null;
  }
}

/**
 * How to connect to a pooler, which is within Cloudflare's network: without TLS. It may not know settings such as the
 * statement timeout; docs/deploy.md describes the limit set on the login role instead.
 * @param {import("./socket.js").Pooler} pooler
 * @returns {pg.ClientConfig}
 */
function pooled(pooler) {
  const { host, port, user, password, database } = pooler;
  const stream = () => /** @type {any} */ (new PooledSocket(pooler));
  return { host, port, user, password, database, ssl: false, stream };
}

/** The outcome of a statement that was never sent. @param {string} message @returns {Ended} */
export const unreachable = (message) => ({ outcome: outcomeOf({ event: "unreachable" }), message });

/**
 * @param {unknown} error
 * @param {boolean} sent
 * @returns {Ended}
 */
function failure(error, sent) {
  // Without a code, it is pg's own error for a response that it cannot parse.
  if (error instanceof pg.DatabaseError && error.code !== undefined) {
    const { code: sqlstate, constraint = "", detail = "" } = error;
    // The log must not contain users' data, but these messages quote some: after a colon, a value that does not fit its
    // type; and, byte by byte, a character that the database's encoding lacks.
    const message = error.message.replace(/: ".*/s, "").replace(/( 0x[0-9a-f]{2})+/gi, "");
    return { outcome: outcomeOf({ event: sent ? "error" : "unreachable", sqlstate, constraint, detail }), message };
  }
  const { code, message: text } = /** @type {{ code?: unknown, message: string }} */ (error);
  const message = `${text} ${code ?? ""}`.trim();
  if (text === STATEMENT_LATE) return { outcome: outcomeOf({ event: "timeout" }), message };
  return { outcome: outcomeOf({ event: sent ? "lost" : "unreachable" }), message };
}

/** @param {pg.Client} client */
async function close(client) {
  await Promise.race([client.end().catch(() => {}), sleep(CLOSE_MILLISECONDS)]);
}
