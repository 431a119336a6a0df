// How long each part of a request may take, in milliseconds.

/**
 * @typedef {object} DeadlinesEnv
 * @property {string} [CONNECT_TIMEOUT_MS]
 * @property {string} [STATEMENT_TIMEOUT_MS]
 * @property {string} [REQUEST_TIMEOUT_MS] for all of it; no part may take what is no longer left of this
 */

/** How long a body may take; it leaves time for the statement. */
const BODY_SHARE = 2 / 3;

/** The deadlines of one request, from the moment it came. */
export class Deadlines {
  #end;

  /** @param {DeadlinesEnv} env */
  constructor(env) {
    const request = milliseconds(env.REQUEST_TIMEOUT_MS, 15_000);
    this.connect = milliseconds(env.CONNECT_TIMEOUT_MS, 5_000);
    this.statement = milliseconds(env.STATEMENT_TIMEOUT_MS, 10_000);
    this.body = request * BODY_SHARE;
    this.#end = Date.now() + request;
  }

  /**
   * What is left of the request's time for a part that may take so long by itself.
   * @param {number} most
   */
  within(most) {
    return Math.min(most, this.#end - Date.now());
  }
}

/**
 * @param {string | undefined} text
 * @param {number} otherwise
 */
function milliseconds(text, otherwise) {
  const number = Number(text);
  return number > 0 ? number : otherwise;
}
