// Shares the outcome of a statement that is the same for everybody with requests that arrive at the same time or soon
// after.

import { Attempt } from "./attempt.js";
import { age } from "./clock.js";
import { unreachable } from "./database.js";

/** @typedef {import("./database.js").Ended} Ended */

/** Outcomes by route, as plain data in the form that the core takes. */
export class Outcomes {
  /** @type {Map<string, { attempt: Attempt, ended: Ended, at: number }>} */
  #known = new Map();

  /**
   * @param {string} route
   * @param {number} milliseconds the maximum age of the outcome
   * @param {() => Promise<Ended>} find
   * @param {{ waitUntil(promise: Promise<unknown>): void }} context
   * @returns {Promise<Ended>}
   */
  async of(route, milliseconds, find, context) {
    const late = unreachable("another request is still finding out");
    const known = this.#known.get(route) ?? { attempt: new Attempt(), ended: late, at: Number.NEGATIVE_INFINITY };
    this.#known.set(route, known);
    if (known.attempt.isUnderWay) await known.attempt.over();
    if (age(known.at) < milliseconds) return known.ended;
    if (known.attempt.isUnderWay) return late;
    return known.attempt.make(async () => {
      known.ended = await find();
      known.at = Date.now();
      return known.ended;
    }, context);
  }
}
