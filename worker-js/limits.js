// What one client may ask of the Worker. The core has the limits on URLs and bodies.

/**
 * @typedef {object} LimitsEnv
 * @property {{ limit(options: { key: string }): Promise<{ success: boolean }> }} [RATE_LIMITER] Workers' rate limiting
 *   binding; without it nobody is limited
 */

/** As much as a session in many chunks and other cookies need; Cloudflare itself lets 128 KB through. */
const MOST_COOKIE_CHARACTERS = 32_768;
const MOST_TOKEN_CHARACTERS = 16_384;

/**
 * Whether the credentials are longer than any real ones.
 * @param {Headers} headers
 */
export function areCredentialsTooLong(headers) {
  const isLonger = (/** @type {string} */ name, /** @type {number} */ most) => (headers.get(name)?.length ?? 0) > most;
  return (
    isLonger("cookie", MOST_COOKIE_CHARACTERS) ||
    isLonger("authorization", MOST_TOKEN_CHARACTERS) ||
    isLonger("cf-access-jwt-assertion", MOST_TOKEN_CHARACTERS)
  );
}

/**
 * Whether a user has sent too much of late. A limiter that fails stops nobody.
 * @param {string} user
 * @param {LimitsEnv} env
 * @returns {Promise<{ isOver: boolean, log: string }>}
 */
export async function rateOf(user, { RATE_LIMITER }) {
  if (RATE_LIMITER === undefined) return { isOver: false, log: "" };
  try {
    const { success } = await RATE_LIMITER.limit({ key: user });
    return { isOver: !success, log: "" };
  } catch (error) {
    return { isOver: false, log: `nobody is limited: ${error instanceof Error ? error.message : error}` };
  }
}
