// How long each part of a request may take, in milliseconds.

/**
 * @typedef {object} DeadlinesEnv
 * @property {string} [CONNECT_TIMEOUT_MS]
 * @property {string} [STATEMENT_TIMEOUT_MS]
 * @property {string} [REQUEST_TIMEOUT_MS] for all of it; no part may take what is no longer left of this
 */

/** How long a body may take; it leaves time for the statement. */
const BODY_SHARE = 2 / 3;
/** The longest that the timer is set for, and so the most by which a clock that is set can put a deadline off. */
const TICK_MILLISECONDS = 1_000;
/** How late a timer can be where there is far too much to do. A clock that is set forward takes no more than this from a request. */
const MOST_LATE_MILLISECONDS = 3_000;
const NONE = Number.POSITIVE_INFINITY;

/**
 * The deadlines of one request, from the moment it came. One timer serves them all, again and again: setting one costs more
 * than a look at it. Time is what its lengths add up to, whatever the wall clock does meanwhile.
 */
export class Deadlines {
  #end;
  /** How long the request has taken, as of when the timer was set; by what clock that was, and for how long. */
  #passed = 0;
  #setAt = 0;
  #length = 0;
  /** When what is under way now is late, and what is done then. */
  #late = NONE;
  #expire = () => {};

  /** @param {DeadlinesEnv} env */
  constructor(env) {
    this.#end = milliseconds(env.REQUEST_TIMEOUT_MS, 15_000);
    this.connect = milliseconds(env.CONNECT_TIMEOUT_MS, 5_000);
    this.statement = milliseconds(env.STATEMENT_TIMEOUT_MS, 10_000);
    this.body = this.#end * BODY_SHARE;
    this.#setTimer();
  }

  /**
   * What is left of the request's time for a part that may take so long by itself.
   * @param {number} most
   */
  within(most) {
    return Math.min(most, this.#end - this.#now());
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
      this.#late = this.#now() + milliseconds;
      this.#expire = () => reject(new Error(message));
      work.then(resolve, reject);
    });
  }

  /** How long the request has taken. The wall clock tells how far the timer is, which may be late, but not by any amount. */
  #now() {
    const sinceSet = Math.max(0, Math.min(Date.now() - this.#setAt, this.#length + MOST_LATE_MILLISECONDS));
    return this.#passed + sinceSet;
  }

  /** The timer ends with the request. It is never set for longer than the shortest deadline that may come. */
  #setTimer() {
    const end = this.#passed < this.#end ? this.#end : NONE;
    const left = Math.min(this.#late, end) - this.#passed;
    this.#length = Math.max(1, Math.min(left, this.connect, this.statement, TICK_MILLISECONDS));
    this.#setAt = Date.now();
    setTimeout(() => {
      this.#passed = Math.max(this.#now(), this.#passed + this.#length);
      if (this.#passed >= this.#late) {
        this.#late = NONE;
        this.#expire();
      }
      this.#setTimer();
    }, this.#length);
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
