// Requests that come by chance and wait for one of so many connections: how long they wait, by trying it out.

/** A repeatable source of chance (Mulberry32). @param {number} seed */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * First come, first served. Times in seconds.
 *
 * @param {{ perSecond: number, connections: number, hold: number, requests?: number, seed?: number }} options `hold`: how
 *   long a request has its connection, on average; it varies exponentially
 * @returns {{ mean: number, p99: number, waiting: number }} times that requests waited, and the share of those that did
 */
export function simulateQueue({ perSecond, connections, hold, requests = 200_000, seed = 1 }) {
  const random = chance(seed);
  const after = (/** @type {number} */ mean) => -Math.log(1 - random()) * mean;
  /** When each connection is free again. */
  const free = new Float64Array(connections);
  const waits = new Float64Array(requests);
  let now = 0;
  for (let index = 0; index < requests; index += 1) {
    now += after(1 / perSecond);
    let first = 0;
    for (let at = 1; at < connections; at += 1) if ((free[at] ?? 0) < (free[first] ?? 0)) first = at;
    const start = Math.max(now, free[first] ?? 0);
    waits[index] = start - now;
    free[first] = start + after(hold);
  }
  // The beginning finds everything free.
  const settled = waits.subarray(requests / 10).toSorted();
  const sum = settled.reduce((total, wait) => total + wait, 0);
  return {
    mean: sum / settled.length,
    p99: settled[Math.floor(settled.length * 0.99)] ?? Number.NaN,
    waiting: settled.filter((wait) => wait > 0).length / settled.length,
  };
}
