// Work that one request does on behalf of all. A request must not await a promise of another request: it would hang. It
// can, however, poll plain data, using its own timers.

import { age, sleep } from "./clock.js";

/** How long other requests wait for an attempt, and how often they check. */
const WAIT_MILLISECONDS = 2_000;
const LOOK_MILLISECONDS = 20;
/** After this time the runtime is assumed to have ended the request without notice. */
const LOST_MILLISECONDS = 20_000;
const NEVER = Number.NEGATIVE_INFINITY;

/** Work that only one request does at a time. The only state is when it began. */
export class Attempt {
  #began = NEVER;

  get isUnderWay() {
    return age(this.#began) < LOST_MILLISECONDS;
  }

  /**
   * Starts the work. It continues even if this request's client disconnects, because other requests wait for it.
   * @template T
   * @param {() => Promise<T>} work
   * @param {{ waitUntil(promise: Promise<unknown>): void }} context
   * @returns {Promise<T>}
   */
  make(work, context) {
    this.#began = Date.now();
    const made = work().finally(() => {
      this.#began = NEVER;
    });
    context.waitUntil(made.catch(() => {}));
    return made;
  }

  /** Waits until the work is over, or has taken too long to wait for. */
  async over() {
    for (let waited = 0; this.isUnderWay && waited < WAIT_MILLISECONDS; waited += LOOK_MILLISECONDS) {
      await sleep(LOOK_MILLISECONDS);
    }
  }
}
