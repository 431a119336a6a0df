// The public keys that tokens are verified with.

import { createLocalJWKSet } from "jose";

/** As long as Supabase's own edge keeps them, and asks others to. */
const FRESH_MILLISECONDS = 10 * 60_000;
/** How often a token with an unknown key, or a fetch that failed, may make us look again. */
const RETRY_MILLISECONDS = 60_000;
const FETCH_MILLISECONDS = 5_000;
/** When a copy in the cache was fetched, in milliseconds: its age counts for whoever takes it from there. */
const FETCHED_AT = "x-fetched-at";

/**
 * `fetchedAt`, `triedAt`: in milliseconds.
 * @typedef {{ keys: ReturnType<typeof createLocalJWKSet>, isEmpty: boolean, fetchedAt: number, triedAt: number }} KeySet
 */
/** @typedef {{ waitUntil(promise: Promise<unknown>): void }} Context */

/** The key set is not to be had now. */
export class KeySetUnavailable extends Error {}

/**
 * Key sets by address. They are plain data: what waits for the network stays within its request, because a
 * request may not wait for another one's I/O. The Cache API spares a new isolate the fetch.
 */
export class KeySets {
  /** @type {Map<string, KeySet>} */
  #held = new Map();

  /**
   * @param {string} text a JSON Web Key Set (RFC 7517), given as a variable
   * @returns {KeySet}
   * @throws {KeySetUnavailable} if it is none
   */
  given(text) {
    const held = this.#held.get(text);
    if (held !== undefined) return held;
    try {
      return this.#hold(text, text, Number.POSITIVE_INFINITY);
    } catch {
      throw new KeySetUnavailable("the key set that is given as a variable is not one");
    }
  }

  /**
   * @param {string} url
   * @param {Context} context
   * @returns {Promise<KeySet>}
   * @throws {KeySetUnavailable} if it is nowhere to be had; an old one is better than none
   */
  async get(url, context) {
    const held = this.#held.get(url);
    if (held && (age(held.fetchedAt) < FRESH_MILLISECONDS || age(held.triedAt) < RETRY_MILLISECONDS)) return held;
    return (await this.#cached(url)) ?? (await this.#fetch(url, context));
  }

  /**
   * The key set after a token came with a key that it did not have, looked at once a minute at most.
   * @param {string} url
   * @param {Context} context
   * @returns {Promise<KeySet | null>} null if it was looked at just now
   */
  async renewed(url, context) {
    const held = this.#held.get(url);
    if (held && age(held.triedAt) < RETRY_MILLISECONDS) return null;
    return await this.#fetch(url, context);
  }

  /**
   * The copy in the cache. None if there is none that is fresh, or the cache fails: it only spares a fetch.
   * @param {string} url
   */
  async #cached(url) {
    try {
      const cached = await caches.default.match(url);
      const fetchedAt = Number(cached?.headers.get(FETCHED_AT));
      if (cached === undefined || !(age(fetchedAt) < FRESH_MILLISECONDS)) return null;
      return this.#hold(url, await cached.text(), fetchedAt);
    } catch {
      return null;
    }
  }

  /**
   * @param {string} url
   * @param {Context} context
   */
  async #fetch(url, context) {
    const held = this.#held.get(url);
    // Before it is asked: those who come meanwhile use what there is, instead of asking as well.
    if (held !== undefined) held.triedAt = Date.now();
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MILLISECONDS) });
      if (!response.ok) throw new Error(`it answers ${response.status}`);
      const text = await response.text();
      const fetchedAt = Date.now();
      const fetched = this.#hold(url, text, fetchedAt);
      context.waitUntil(keep(url, text, fetchedAt));
      return fetched;
    } catch (error) {
      if (held !== undefined) return held;
      throw new KeySetUnavailable(`the key set at ${url} is not to be had: ${/** @type {Error} */ (error).message}`);
    }
  }

  /**
   * @param {string} name
   * @param {string} text
   * @param {number} fetchedAt
   */
  #hold(name, text, fetchedAt) {
    const set = JSON.parse(text);
    const held = { keys: createLocalJWKSet(set), isEmpty: set.keys.length === 0, fetchedAt, triedAt: fetchedAt };
    this.#held.set(name, held);
    return held;
  }
}

/** @param {number} time */
const age = (time) => Date.now() - time;

/**
 * Puts a copy into the cache, if there is one.
 * @param {string} url
 * @param {string} text
 * @param {number} fetchedAt
 */
async function keep(url, text, fetchedAt) {
  const headers = { "cache-control": `max-age=${FRESH_MILLISECONDS / 1000}`, [FETCHED_AT]: String(fetchedAt) };
  try {
    await caches.default.put(url, new Response(text, { headers }));
  } catch {
    // The next isolate fetches it, then.
  }
}
