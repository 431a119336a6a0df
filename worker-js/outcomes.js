// What a statement gave that is the same for everybody, told to those who ask at the same time or soon after.

import { Attempt } from "./attempt.js";
import { age } from "./clock.js";
import { unreachable } from "./database.js";

/** @typedef {import("./database.js").Ended} Ended */

/** Outcomes by route: plain data, as the core takes it. */
export class Outcomes {
  /** @type {Map<string, { attempt: Attempt, ended: Ended, at: number }>} */
  #known = new Map();

  /**
   * @param {string} route
   * @param {number} milliseconds how old it may be
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
