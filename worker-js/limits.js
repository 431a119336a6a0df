// Limits on what one client may ask of the Worker. The limits on URLs and bodies are in the core.

/**
 * @typedef {object} LimitsEnv
 * @property {{ limit(options: { key: string }): Promise<{ success: boolean }> }} [RATE_LIMITER] Workers' rate limiting
 *   binding; without it nobody is limited
 */

/** Enough for a session in many chunks plus other cookies; Cloudflare itself allows 128 KB. */
const MOST_COOKIE_CHARACTERS = 32_768;
const MOST_TOKEN_CHARACTERS = 16_384;

/**
 * Whether the credentials are longer than any real ones can be.
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
 * Whether a user has sent too many requests lately. If the limiter fails, nobody is limited.
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
