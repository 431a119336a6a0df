// How long each part of a request may take, in milliseconds.

/**
 * @typedef {object} DeadlinesEnv
 * @property {string} [CONNECT_TIMEOUT_MS]
 * @property {string} [STATEMENT_TIMEOUT_MS]
 * @property {string} [REQUEST_TIMEOUT_MS] for the whole request; no part may take longer than what is left of it
 */

/** The share of the request's time that a body may take; it leaves time for the statement. */
const BODY_SHARE = 2 / 3;
/** The longest duration of the timer, and so the most by which setting the clock can postpone a deadline. */
const TICK_MILLISECONDS = 1_000;
/** How late a timer can fire under heavy load. Setting the clock forward costs a request no more time than this. */
const MOST_LATE_MILLISECONDS = 3_000;
const NONE = Number.POSITIVE_INFINITY;

/**
 * The deadlines of one request, counted from its arrival. One timer serves them all and is set again each time it
 * fires, because setting a timer costs more than checking the time. Time is the sum of the timer's durations, whatever
 * happens to the wall clock meanwhile.
 */
export class Deadlines {
  #end;
  /** How long the request had taken when the timer was set; the wall clock at that moment; and the timer's duration. */
  #passed = 0;
  #setAt = 0;
  #length = 0;
  /** When the current work is late, and what to do then. */
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
   * The time for a part of the request that may take `most`: no more than the request has left.
   * @param {number} most
   */
  within(most) {
    return Math.min(most, this.#end - this.#now());
  }

  /**
   * The result of `work`, unless that takes too long; for one promise at a time.
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

  /**
   * How long the request has taken. The wall clock measures the time since the timer was set, limited to how late a
   * timer can be.
   */
  #now() {
    const sinceSet = Math.max(0, Math.min(Date.now() - this.#setAt, this.#length + MOST_LATE_MILLISECONDS));
    return this.#passed + sinceSet;
  }

  /** The timer ends with the request. Its duration is never longer than the shortest deadline that may be set. */
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
