// What one request finds out for all. A request may not wait for what another one awaits: it would hang. It can look at
// plain data again and again, by timers of its own.

import { age, sleep } from "./clock.js";

/** How long others wait for an attempt, and how often they look. */
const WAIT_MILLISECONDS = 2_000;
const LOOK_MILLISECONDS = 20;
/** Whoever has been at it for so long was ended by the runtime, without a word. */
const LOST_MILLISECONDS = 20_000;
const NEVER = Number.NEGATIVE_INFINITY;

/** Something that is done by one request at a time. It holds nothing but when that began. */
export class Attempt {
  #began = NEVER;

  get isUnderWay() {
    return age(this.#began) < LOST_MILLISECONDS;
  }

  /**
   * Makes it. It goes on when the client of this request goes away, because others wait for it.
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

  /** Waits until it is over, or has taken too long to wait for. */
  async over() {
    for (let waited = 0; this.isUnderWay && waited < WAIT_MILLISECONDS; waited += LOOK_MILLISECONDS) {
      await sleep(LOOK_MILLISECONDS);
    }
  }
}
