// One connection, for one request, for one statement.

import pg from "pg";

/**
 * How the statement ended, as the core takes it; `message` is for the log, as is the `sqlstate` of a
 * connection that was refused. `constraint` and `detail` say which rule of the database an error broke.
 * @typedef {{ event: 'row' | 'no_row', problem?: string, body?: string }
 *   | { event: 'error', sqlstate: string, constraint?: string, detail?: string, message: string }
 *   | { event: 'unreachable' | 'timeout', sqlstate?: string, message: string }} Outcome
 */

const CONNECT_MILLISECONDS = 5_000;
const STATEMENT_MILLISECONDS = 10_000;
/** How long closing may take; it can hang for good where the socket never connected. */
const CLOSE_MILLISECONDS = 2_000;

/** Texts stay texts: the answer is the JSON that PostgreSQL wrote, byte for byte. */
const rawTypes = { getTypeParser: () => (/** @type {string} */ value) => value };

/**
 * Runs one statement on a fresh connection and closes that behind the answer's back.
 * @param {{ connectionString: string, sql: string, parameters: (string | null)[] }} plan
 * @param {{ waitUntil(promise: Promise<unknown>): void }} context
 * @returns {Promise<Outcome>}
 */
export async function runStatement({ connectionString, sql, parameters }, context) {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    query_timeout: STATEMENT_MILLISECONDS,
  });
  // A connection that breaks says so here too; what matters is how `connect` and `query` end.
  client.on("error", () => {});
  let connected = false;
  try {
    await client.connect();
    connected = true;
    const result = await client.query({
      text: sql,
      values: parameters,
      rowMode: "array",
      types: rawTypes,
    });
    const [row] = result.rows;
    if (row === undefined) return { event: "no_row" };
    return { event: "row", body: row[0], problem: row[1] ?? undefined };
  } catch (error) {
    return failure(error, connected);
  } finally {
    context.waitUntil(close(client));
  }
}

/**
 * @param {unknown} error
 * @param {boolean} connected
 * @returns {Outcome}
 */
function failure(error, connected) {
  if (error instanceof pg.DatabaseError) {
    const { code: sqlstate = "", constraint, detail, message } = error;
    return connected
      ? { event: "error", sqlstate, constraint, detail, message }
      : { event: "unreachable", sqlstate, message };
  }
  const { code, message } = /** @type {{ code?: unknown, message: string }} */ (error);
  // `pg` has no code for its own deadline.
  const event = message === "Query read timeout" ? "timeout" : "unreachable";
  return { event, message: `${message} ${code ?? ""}`.trim() };
}

/** @param {pg.Client} client */
async function close(client) {
  await Promise.race([client.end().catch(() => {}), new Promise((resolve) => setTimeout(resolve, CLOSE_MILLISECONDS))]);
}
