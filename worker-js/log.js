// The log: one line of JSON for each request, never with data of a user or a secret in it.

/**
 * @typedef {object} Line
 * @property {string} requestId as in an error's answer
 * @property {string} method
 * @property {string} route the pattern of its path, empty if there is no such path
 * @property {number} status
 * @property {Partial<Record<"total" | "core" | "connect" | "query", number>>} ms milliseconds. On Cloudflare the clock
 *   stands still while code computes, so `core` is 0 there.
 * @property {number} [rows] that the statement gave
 * @property {string} [retried] why a first attempt failed that was made again
 * @property {string} [settings] that the server, a pooler, does not take; docs/deploy.md says what stands in for them
 * @property {string} [event] what went wrong
 * @property {string} [sqlstate]
 * @property {string} [message]
 */

/** @param {string} requestId @param {string} method @returns {Line} */
export function lineOf(requestId, method) {
  return { requestId, method, route: "", status: 0, ms: {} };
}

/** @param {Line} line an error if something went wrong that is not the client's doing */
export function writeLine(line) {
  const write = line.event === undefined ? console.log : console.error;
  write(JSON.stringify(line));
}

/** @param {number} since of `performance.now()`, which is the wall clock here, and may have been set back */
export function millisecondsSince(since) {
  return Math.max(0, Math.round((performance.now() - since) * 10) / 10);
}
