// One connection, for one request, for one statement.

import pg from "pg";
import { millisecondsSince } from "./log.js";
import { PooledSocket } from "./socket.js";

/**
 * How the statement ended, as the core takes it; `message` is for the log, as is the `sqlstate` of a connection that
 * was refused. `constraint` and `detail` say which rule of the database an error broke. `unreachable`: it was never sent;
 * `lost` and `timeout`: it was sent, or an earlier attempt was, and nobody said what came of it.
 * @typedef {{ event: "row" | "unchanged" | "no_row", problem?: string, body?: string, etag?: string }
 *   | { event: "error", sqlstate: string, constraint?: string, detail?: string, message: string }
 *   | { event: "unreachable" | "lost" | "timeout", sqlstate?: string, message: string }} Outcome
 */

/**
 * @typedef {object} Statement
 * @property {import("./core.js").Direct | null} direct PostgreSQL itself, as a rule
 * @property {string} sql
 * @property {(string | null)[]} parameters
 * @property {boolean} isRepeatable it may be sent twice: nothing changes, or an `Idempotency-Key` sees to it that it
 *   changes once
 * @property {import("./socket.js").Pooler} [pooler] the binding, to connect with where there is nothing `direct`
 */

/** How long closing may take; it can hang for good where the socket never connected. */
const CLOSE_MILLISECONDS = 2_000;
/** By how much the shim waits longer than PostgreSQL, whose own word says for sure that nothing was changed. */
const GRACE_MILLISECONDS = 500;
/** Before the second attempt; by chance, so that those who failed together do not come back together. Later ones wait longer. */
const PAUSE_MILLISECONDS = { least: 25, spread: 75 };
/** How often a statement is sent that PostgreSQL undoes because of others at the same time. */
const MOST_ATTEMPTS = 8;
/** How often one is sent whose connection fails. */
const MOST_CONNECTIONS = 2;
/** SQLSTATE classes of what a second attempt will not mend: a wrong password, a wrong database. */
const LASTING = /^(28|3D)/;
/** SQLSTATEs with which a server, or a pooler, ends a connection. The statement may have been committed before that. */
const ENDED = /^(08|57P0|40003)/;
/** SQLSTATEs of a statement that was undone because of others at the same time: serialization, deadlock, a lock not had. */
const UNDONE = /^(40001|40P01|55P03)$/;
/** The constraint that stops the second of two requests with one `Idempotency-Key`. */
const KEY_TAKEN = "idempotency_keys_pkey";

/** Says which deadline it was. */
const STATEMENT_LATE = "the statement took too long";

/** How pgbouncer refuses a setting in the start-up message; other poolers do as it does. */
const SETTING_REFUSED = { sqlstate: "08P01", message: /statement_timeout/ };

/** Poolers that take no settings, so that each is asked once. What outlives a request is their hosts and ports, as text. */
class Poolers {
  #places = new Set();

  /** Whether the outcome says that a statement's pooler is one, which was not known. @param {Statement} statement @param {Outcome} outcome */
  learns({ direct }, outcome) {
    const isRefused =
      outcome.event === "unreachable" &&
      outcome.sqlstate === SETTING_REFUSED.sqlstate &&
      SETTING_REFUSED.message.test(outcome.message);
    if (!isRefused || direct === null || this.has(direct)) return false;
    this.#places.add(placeOf(direct));
    return true;
  }

  /** @param {import("./core.js").Direct} direct */
  has(direct) {
    return this.#places.has(placeOf(direct));
  }
}

/** @param {import("./core.js").Direct} direct */
const placeOf = ({ host, port }) => `${host}:${port}`;

const withoutSettings = new Poolers();

/** Texts stay texts: the answer is the JSON that PostgreSQL wrote, byte for byte. */
const rawTypes = { getTypeParser: () => (/** @type {string} */ value) => value };

/**
 * Runs one statement on a fresh connection, which ends with the request at the latest. What failed is sent again, on
 * another connection, if that is safe (`mostAttempts`) and time is left.
 *
 * What a later attempt ends with says nothing of an earlier one that may have been made, unless it gives a row: with a
 * key that is the answer of whichever was made. Anything else stays `lost`.
 * @param {Statement} statement
 * @param {import("./deadlines.js").Deadlines} deadlines
 * @param {{ waitUntil(promise: Promise<unknown>): void }} context
 * @param {import("./log.js").Line} line takes the times
 * @returns {Promise<Outcome>}
 */
export async function runStatement(statement, deadlines, context, line) {
  let mayHaveBeenMade = false;
  for (let attempts = 1; ; attempts += 1) {
    const outcome = await attemptOnce(statement, deadlines, context, line);
    const pause = attempts * (PAUSE_MILLISECONDS.least + Math.random() * PAUSE_MILLISECONDS.spread);
    // One that is known to be undone is not put at risk of being cut short by the deadline: then nobody would know.
    const needed = isUndone(outcome) ? pause + deadlines.statement : pause;
    if (attempts >= mostAttempts(outcome, statement.isRepeatable) || deadlines.within(needed) < needed) {
      const isUnanswered = outcome.event === "error" || outcome.event === "unreachable";
      return mayHaveBeenMade && isUnanswered ? { ...outcome, event: "lost" } : outcome;
    }
    // Whoever took the key has made the change.
    mayHaveBeenMade ||= outcome.event === "lost" || isKeyTaken(outcome);
    if ("message" in outcome) line.retried = outcome.message;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/**
 * An attempt, made again without settings where a pooler refuses them.
 * @type {typeof attempt}
 */
async function attemptOnce(statement, ...others) {
  const outcome = await attempt(statement, ...others);
  return withoutSettings.learns(statement, outcome) ? await attempt(statement, ...others) : outcome;
}

/**
 * How often a statement is sent at most that ends like this. A write that nobody answered is never sent again without a key.
 * @param {Outcome} outcome
 * @param {boolean} isRepeatable
 */
function mostAttempts(outcome, isRepeatable) {
  switch (outcome.event) {
    case "unreachable":
      return LASTING.test(outcome.sqlstate ?? "") ? 1 : MOST_CONNECTIONS;
    case "lost":
      return isRepeatable ? MOST_CONNECTIONS : 1;
    case "error":
      return isUndone(outcome) || isKeyTaken(outcome) ? MOST_ATTEMPTS : 1;
    default:
      return 1;
  }
}

/** @param {Outcome} outcome */
function isUndone(outcome) {
  return outcome.event === "error" && UNDONE.test(outcome.sqlstate);
}

/** The request with the same key is done: its answer is there now. @param {Outcome} outcome */
function isKeyTaken(outcome) {
  return outcome.event === "error" && outcome.constraint === KEY_TAKEN;
}

/**
 * @param {Statement} statement
 * @param {import("./deadlines.js").Deadlines} deadlines
 * @param {{ waitUntil(promise: Promise<unknown>): void }} context
 * @param {import("./log.js").Line} line
 * @returns {Promise<Outcome>}
 */
async function attempt(statement, deadlines, context, line) {
  const { sql, parameters } = statement;
  const connectMilliseconds = deadlines.within(deadlines.connect);
  if (connectMilliseconds <= 0) return { event: "unreachable", message: "no time is left to connect" };
  const client = clientOf(statement, deadlines, line);
  if (client === null) {
    const name = statement.direct ? "DATABASE_URL" : "HYPERDRIVE";
    return {
      event: "unreachable",
      message: `pg makes no client for ${name}: see docs/deploy.md, and take out variables PG...`,
    };
  }
  // A connection that breaks says so here too; what matters is how `connect` and `query` end.
  client.on("error", () => {});
  let sent = false;
  let answered = false;
  let started = performance.now();
  try {
    await deadlines.bound(client.connect(), connectMilliseconds, "connecting took too long");
    line.ms.connect = millisecondsSince(started);
    started = performance.now();
    sent = true;
    const query = { text: sql, values: parameters, rowMode: /** @type {const} */ ("array"), types: rawTypes };
    const patience = Math.max(1, deadlines.within(deadlines.statement + GRACE_MILLISECONDS));
    const { rows } = await deadlines.bound(client.query(query), patience, STATEMENT_LATE);
    answered = true;
    line.rows = rows.length;
    const [row] = rows;
    if (row === undefined) return { event: "no_row" };
    const [body, problem, etag] = row;
    const event = body === null && problem === null ? "unchanged" : "row";
    return { event, body: body ?? undefined, problem: problem ?? undefined, etag: etag ?? undefined };
  } catch (error) {
    return failure(error, sent);
  } finally {
    line.ms[sent ? "query" : "connect"] = millisecondsSince(started);
    // A pooler takes the request's end for the end; PostgreSQL itself is told, or it would learn it late.
    if (!answered || statement.direct) context.waitUntil(close(client));
  }
}

/**
 * @param {Statement} statement
 * @param {import("./deadlines.js").Deadlines} deadlines
 * @param {import("./log.js").Line} line
 * @returns {pg.Client | null} nothing where `pg` cannot make one; what it throws might quote a secret
 */
function clientOf(statement, deadlines, line) {
  const { direct, pooler } = statement;
  try {
    if (direct === null) return pooler ? new pg.Client(pooled(pooler)) : null;
    const { tls, ...parts } = direct;
    // On Cloudflare `pg` puts the port behind it as it is.
    const host = direct.host.includes(":") ? `[${direct.host}]` : direct.host;
    const config = { ...parts, host, ssl: tls ? { rejectUnauthorized: true } : false };
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
 * How to connect to a pooler, which is on this side of the network: without TLS. It may not know settings such as a
 * statement's timeout; docs/deploy.md has the login's own limit.
 * @param {import("./socket.js").Pooler} pooler
 * @returns {pg.ClientConfig}
 */
function pooled(pooler) {
  const { host, port, user, password, database } = pooler;
  const stream = () => /** @type {any} */ (new PooledSocket(pooler));
  return { host, port, user, password, database, ssl: false, stream };
}

/**
 * @param {unknown} error
 * @param {boolean} sent
 * @returns {Outcome}
 */
function failure(error, sent) {
  // Without a code it is pg's own word for an answer that it does not understand.
  if (error instanceof pg.DatabaseError && error.code !== undefined) {
    const { code: sqlstate, constraint, detail } = error;
    // The log holds no data of users, but these are repeated: behind a colon a value that is not of its type, and byte
    // by byte a character that the database's encoding does not have.
    const message = error.message.replace(/: ".*/s, "").replace(/( 0x[0-9a-f]{2})+/gi, "");
    if (!sent) return { event: "unreachable", sqlstate, message };
    if (ENDED.test(sqlstate)) return { event: "lost", sqlstate, message };
    return { event: "error", sqlstate, constraint, detail, message };
  }
  const { code, message: text } = /** @type {{ code?: unknown, message: string }} */ (error);
  const message = `${text} ${code ?? ""}`.trim();
  if (text === STATEMENT_LATE) return { event: "timeout", message };
  return { event: sent ? "lost" : "unreachable", message };
}

/** @param {pg.Client} client */
async function close(client) {
  await Promise.race([client.end().catch(() => {}), new Promise((resolve) => setTimeout(resolve, CLOSE_MILLISECONDS))]);
}
