// What is known about time. In workerd every clock, `performance.now()` included, is the wall clock, which may be set
// back or forward. Only the duration of a timer is reliable, and a timer belongs to its request.

/**
 * How many milliseconds ago a moment was, by the wall clock; used for data that outlives a request. If the clock was
 * set, in either direction, the data seems older than it is, so it is refreshed.
 * @param {number} then of `Date.now()`
 */
export const age = (then) => Math.abs(Date.now() - then);

/** @param {number} milliseconds @returns {Promise<undefined>} */
export function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, undefined));
}
