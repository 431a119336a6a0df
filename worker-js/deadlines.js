// How long each part of a request may take, in milliseconds.

/**
 * @typedef {object} DeadlinesEnv
 * @property {string} [CONNECT_TIMEOUT_MS]
 * @property {string} [STATEMENT_TIMEOUT_MS]
 * @property {string} [REQUEST_TIMEOUT_MS] for all of it; no part may take what is no longer left of this
 */

/** How long a body may take; it leaves time for the statement. */
const BODY_SHARE = 2 / 3;

/** The deadlines of one request, from the moment it came. One timer serves them all: setting one costs more than a look at it. */
export class Deadlines {
  #end;
  /** When what is under way now is late, and what is done then. */
  #late = Number.POSITIVE_INFINITY;
  #expire = () => {};
  #isArmed = false;

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

  /**
   * What `work` gives, unless that takes longer; one at a time.
   * @template T
   * @param {Promise<T>} work
   * @param {number} milliseconds
   * @param {string} message of the error if it is late
   * @returns {Promise<T>}
   */
  bound(work, milliseconds, message) {
    return new Promise((resolve, reject) => {
      this.#late = Date.now() + milliseconds;
      this.#expire = () => reject(new Error(message));
      if (!this.#isArmed) this.#arm();
      work.then(resolve, reject);
    });
  }

  /** The timer ends with the request, if not before. It is never set for longer than the shortest deadline that may come. */
  #arm() {
    this.#isArmed = true;
    const milliseconds = Math.min(this.#late - Date.now(), this.connect, this.statement);
    setTimeout(
      () => {
        this.#isArmed = false;
        if (Date.now() >= this.#late) this.#expire();
        else this.#arm();
      },
      Math.max(1, milliseconds),
    );
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
