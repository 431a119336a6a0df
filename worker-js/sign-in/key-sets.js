// The public keys with which tokens are verified.

import { createLocalJWKSet } from "jose";
import { Attempt } from "../attempt.js";
import { age } from "../clock.js";

/** As long as Supabase's own edge caches key sets, and tells others to. */
const FRESH_MILLISECONDS = 10 * 60_000;
/**
 * The least time between fetches caused by a token with an unknown key, or by an old set that could not be refreshed.
 */
const RETRY_MILLISECONDS = 60_000;
/** The same if there is no set at all, so that nobody can sign in. */
const FAILED_MILLISECONDS = 5_000;
const FETCH_MILLISECONDS = 5_000;
/** When a cached copy was fetched, in milliseconds: an isolate that reads the copy must know its age. */
const FETCHED_AT = "x-fetched-at";
const NEVER = Number.NEGATIVE_INFINITY;

/** `fetchedAt`: of `Date.now()`. @typedef {{ keys: ReturnType<typeof createLocalJWKSet>, isEmpty: boolean, fetchedAt: number }} KeySet */
/**
 * What is known about an address: its last set, when it was last tried, and why that failed, if it did.
 * @typedef {{ set: KeySet | null, triedAt: number, failure: string, attempt: Attempt }} Known
 */
/** @typedef {{ waitUntil(promise: Promise<unknown>): void }} Context */

/** The key set is not available now. */
export class KeySetUnavailable extends Error {}

/**
 * Key sets by address, kept as plain data. One request at a time fetches a set, and a request must not await another
 * request's I/O. So other requests use what is known, an old set or a failure; they wait briefly only if nothing is
 * known yet. The Cache API saves a new isolate the fetch.
 */
export class KeySets {
  /** @type {Map<string, KeySet>} */
  #given = new Map();
  /** @type {Map<string, Known>} */
  #known = new Map();

  /**
   * @param {string} text a JSON Web Key Set (RFC 7517), given as a variable
   * @returns {KeySet}
   * @throws {KeySetUnavailable} if the text is not a key set
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
   * @throws {KeySetUnavailable} if it cannot be fetched; an old set is used rather than none
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
   * The key set, fetched again because a token has a key that it lacks; at most once a minute.
   * @param {string} url
   * @param {Context} context
   * @returns {Promise<KeySet | null>} null if it was fetched only just now
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
 * Uses the copy in the cache if it is fresh. If the cache fails, the only cost is a fetch.
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
 * Puts a copy into the cache, if the runtime has one.
 * @param {string} url
 * @param {string} text
 * @param {number} fetchedAt
 */
async function keep(url, text, fetchedAt) {
  const headers = { "cache-control": `max-age=${FRESH_MILLISECONDS / 1000}`, [FETCHED_AT]: String(fetchedAt) };
  try {
    await caches.default.put(url, new Response(text, { headers }));
  } catch {
    // If that fails, the next isolate fetches the set itself.
  }
}
