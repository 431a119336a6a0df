/** Numbers that look random and are the same in every run with the same seed. */

/** @param {number} seed */
export function randomly(seed) {
  let state = seed >>> 0;
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  /** A whole number from `least` to `most`. @param {number} least @param {number} most */
  const between = (least, most) => least + Math.floor(next() * (most - least + 1));
  /** One of them. @template T @param {readonly T[]} list @returns {T} */
  const one = (list) => /** @type {T} */ (list[between(0, list.length - 1)]);
  return { between, one, chance: (/** @type {number} */ probability) => next() < probability };
}
