// The public keys that tokens are verified with.

import { createLocalJWKSet } from "jose";
import { Attempt } from "../attempt.js";
import { age } from "../clock.js";

/** As long as Supabase's own edge keeps them, and asks others to. */
const FRESH_MILLISECONDS = 10 * 60_000;
/** How often a token with an unknown key, or a set that is old and cannot be had again, may make us look again. */
const RETRY_MILLISECONDS = 60_000;
/** The same where there is no set at all, so that nobody can be let in. */
const FAILED_MILLISECONDS = 5_000;
const FETCH_MILLISECONDS = 5_000;
/** When a copy in the cache was fetched, in milliseconds: its age counts for whoever takes it from there. */
const FETCHED_AT = "x-fetched-at";
const NEVER = Number.NEGATIVE_INFINITY;

/** `fetchedAt`: of `Date.now()`. @typedef {{ keys: ReturnType<typeof createLocalJWKSet>, isEmpty: boolean, fetchedAt: number }} KeySet */
/**
 * What is known of an address: its last set, and when and why it was last to be had or not.
 * @typedef {{ set: KeySet | null, triedAt: number, failure: string, attempt: Attempt }} Known
 */
/** @typedef {{ waitUntil(promise: Promise<unknown>): void }} Context */

/** The key set is not to be had now. */
export class KeySetUnavailable extends Error {}

/**
 * Key sets by address. They are plain data: one request at a time fetches a set, and a request may not wait for another
 * one's I/O. So others take what is known, an old set or a failure; only where nothing is known yet do they wait a while.
 * The Cache API spares a new isolate the fetch.
 */
export class KeySets {
  /** @type {Map<string, KeySet>} */
  #given = new Map();
  /** @type {Map<string, Known>} */
  #known = new Map();

  /**
   * @param {string} text a JSON Web Key Set (RFC 7517), given as a variable
   * @returns {KeySet}
   * @throws {KeySetUnavailable} if it is none
   */
  given(text) {
    try {
      const set = this.#given.get(text) ?? parsed(text, Date.now());
      this.#given.set(text, set);
      return set;
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
    const known = this.#of(url);
    if (known.set !== null && age(known.set.fetchedAt) < FRESH_MILLISECONDS) return known.set;
    if (known.set === null && known.failure === "" && known.attempt.isUnderWay) await known.attempt.over();
    const pause = known.set === null ? FAILED_MILLISECONDS : RETRY_MILLISECONDS;
    if (!known.attempt.isUnderWay && age(known.triedAt) >= pause) {
      await known.attempt.make(async () => {
        if (!(await takeCached(url, known))) await takeFetched(url, known, context);
      }, context);
    }
    if (known.set !== null) return known.set;
    throw new KeySetUnavailable(`the key set at ${url} is not to be had: ${known.failure || "it is still awaited"}`);
  }

  /**
   * The key set after a token came with a key that it did not have, looked at once a minute at most.
   * @param {string} url
   * @param {Context} context
   * @returns {Promise<KeySet | null>} null if it was looked at just now
   */
  async renewed(url, context) {
    const known = this.#of(url);
    if (known.attempt.isUnderWay || age(known.triedAt) < RETRY_MILLISECONDS) return null;
    await known.attempt.make(() => takeFetched(url, known, context), context);
    return known.set;
  }

  /** @param {string} url */
  #of(url) {
    const known = this.#known.get(url) ?? { set: null, triedAt: NEVER, failure: "", attempt: new Attempt() };
    this.#known.set(url, known);
    return known;
  }
}

/**
 * Takes the copy in the cache, if it is fresh. A cache that fails only costs a fetch.
 * @param {string} url
 * @param {Known} known
 */
async function takeCached(url, known) {
  try {
    const cached = await caches.default.match(url);
    const fetchedAt = Number(cached?.headers.get(FETCHED_AT));
    if (cached === undefined || !(age(fetchedAt) < FRESH_MILLISECONDS)) return false;
    known.set = parsed(await cached.text(), fetchedAt);
    known.triedAt = fetchedAt;
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} url
 * @param {Known} known
 * @param {Context} context
 */
async function takeFetched(url, known, context) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MILLISECONDS) });
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    const text = await response.text();
    known.set = parsed(text, Date.now());
    context.waitUntil(keep(url, text, known.set.fetchedAt));
  } catch (error) {
    known.failure = /** @type {Error} */ (error).message;
  }
  known.triedAt = Date.now();
}

/**
 * @param {string} text
 * @param {number} fetchedAt
 * @returns {KeySet}
 */
function parsed(text, fetchedAt) {
  const set = JSON.parse(text);
  return { keys: createLocalJWKSet(set), isEmpty: set.keys.length === 0, fetchedAt };
}

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
