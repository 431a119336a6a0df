// What a statement gave that is the same for everybody, told to those who ask at the same time or soon after.

import { Attempt } from "./attempt.js";
import { age } from "./clock.js";

/** @typedef {import("./database.js").Outcome} Outcome */

/** Outcomes by route: plain data, as the core takes it. */
export class Outcomes {
  /** @type {Map<string, { attempt: Attempt, outcome: Outcome, at: number }>} */
  #known = new Map();

  /**
   * @param {string} route
   * @param {number} milliseconds how old it may be
   * @param {() => Promise<Outcome>} find
   * @param {{ waitUntil(promise: Promise<unknown>): void }} context
   * @returns {Promise<Outcome>}
   */
  async of(route, milliseconds, find, context) {
    const late = { event: /** @type {const} */ ("unreachable"), message: "another request is still finding out" };
    const known = this.#known.get(route) ?? { attempt: new Attempt(), outcome: late, at: Number.NEGATIVE_INFINITY };
    this.#known.set(route, known);
    if (known.attempt.isUnderWay) await known.attempt.over();
    if (age(known.at) < milliseconds) return known.outcome;
    if (known.attempt.isUnderWay) return late;
    return known.attempt.make(async () => {
      known.outcome = await find();
      known.at = Date.now();
      return known.outcome;
    }, context);
  }
}
