// The log: one line of JSON for each request, never with users' data or secrets.

/**
 * @typedef {object} Line
 * @property {string} requestId as in an error's answer
 * @property {string} method
 * @property {string} route the pattern of its path, empty if there is no such path
 * @property {number} status
 * @property {Partial<Record<"total" | "core" | "connect" | "query", number>>} ms milliseconds. On Cloudflare the clock
 *   stands still while code computes, so `core` is 0 there.
 * @property {number} [rows] how many rows the statement returned
 * @property {string} [retried] why the first attempt failed, if there was another
 * @property {string} [settings] that the server, a pooler, rejects; docs/deploy.md says what replaces them
 * @property {string} [event] what went wrong
 * @property {string} [sqlstate]
 * @property {string} [message]
 */

/** @param {string} requestId @param {string} method @returns {Line} */
export function lineOf(requestId, method) {
  return { requestId, method, route: "", status: 0, ms: {} };
}

/** @param {Line} line logged as an error if something failed that is not the client's fault */
export function writeLine(line) {
  const write = line.event === undefined ? console.log : console.error;
  write(JSON.stringify(line));
}

/** @param {number} since of `performance.now()`, which is the wall clock here, and may have been set back */
export function millisecondsSince(since) {
  return Math.max(0, Math.round((performance.now() - since) * 10) / 10);
}
