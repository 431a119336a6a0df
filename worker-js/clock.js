// What can be known of time. In workerd every clock is the wall clock, `performance.now()` as well, and that may be set
// back or forward; only a timer's length is sure, and a timer belongs to its request.

/**
 * How many milliseconds ago a moment was. What outlives a request is as old as it looks by the wall clock: a clock that
 * was set, in either direction, makes it older, so that it is looked at again.
 * @param {number} then of `Date.now()`
 */
export const age = (then) => Math.abs(Date.now() - then);

/** @param {number} milliseconds @returns {Promise<undefined>} */
export function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, undefined));
}
