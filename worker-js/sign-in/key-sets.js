// The public keys that tokens are verified with.

import { createLocalJWKSet } from "jose";

/** As long as Supabase's own edge keeps them, and asks others to. */
const FRESH_MILLISECONDS = 10 * 60_000;
/** How often a token with an unknown key may make us look again. */
const RETRY_MILLISECONDS = 60_000;
const FETCH_MILLISECONDS = 5_000;

/** @typedef {ReturnType<typeof createLocalJWKSet>} KeySet */
/** @typedef {{ waitUntil(promise: Promise<unknown>): void }} Context */

/** The key set is not to be had now. */
export class KeySetUnavailable extends Error {}

/**
 * Key sets by address. They are plain data: what waits for the network stays within its request, because a
 * request may not wait for another one's I/O. The Cache API spares a new isolate the fetch.
 */
export class KeySets {
  /** @type {Map<string, { keys: KeySet, triedAt: number }>} */
  #held = new Map();

  /**
   * @param {string} text a JSON Web Key Set (RFC 7517), given as a variable
   * @returns {KeySet}
   */
  given(text) {
    let held = this.#held.get(text);
    if (held === undefined) {
      held = { keys: parsed(text), triedAt: Number.POSITIVE_INFINITY };
      this.#held.set(text, held);
    }
    return held.keys;
  }

  /**
   * @param {string} url
   * @param {Context} context
   * @returns {Promise<KeySet>}
   * @throws {KeySetUnavailable} if it is nowhere to be had; an old one is better than none
   */
  async get(url, context) {
    const held = this.#held.get(url);
    if (held !== undefined && Date.now() - held.triedAt < FRESH_MILLISECONDS) return held.keys;
    const cached = await caches.default.match(url);
    if (cached !== undefined) return this.#hold(url, await cached.text());
    return this.#fetch(url, context);
  }

  /**
   * The key set after a token came with a key that it did not have, looked at once a minute at most.
   * @param {string} url
   * @param {Context} context
   * @returns {Promise<KeySet | null>} null if it was looked at just now
   */
  async renewed(url, context) {
    const held = this.#held.get(url);
    if (held !== undefined && Date.now() - held.triedAt < RETRY_MILLISECONDS) return null;
    return await this.#fetch(url, context);
  }

  /**
   * @param {string} url
   * @param {Context} context
   */
  async #fetch(url, context) {
    const held = this.#held.get(url);
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MILLISECONDS) });
      if (!response.ok) throw new Error(`it answers ${response.status}`);
      const text = await response.text();
      const keys = this.#hold(url, text);
      const headers = { "cache-control": `max-age=${FRESH_MILLISECONDS / 1000}` };
      context.waitUntil(caches.default.put(url, new Response(text, { headers })));
      return keys;
    } catch (error) {
      if (held !== undefined) {
        held.triedAt = Date.now();
        return held.keys;
      }
      throw new KeySetUnavailable(`the key set at ${url} is not to be had: ${/** @type {Error} */ (error).message}`);
    }
  }

  /**
   * @param {string} url
   * @param {string} text
   */
  #hold(url, text) {
    const keys = parsed(text);
    this.#held.set(url, { keys, triedAt: Date.now() });
    return keys;
  }
}

/** @param {string} text */
function parsed(text) {
  return createLocalJWKSet(JSON.parse(text));
}
