// What a token says of itself. Whether that is true only its signature tells; but what is wrong with it is wrong without a
// look at any key, so that tokens that somebody made up make nobody fetch one.

import { decodeJwt } from "jose";

export const CLOCK_SKEW_SECONDS = 30;

/** RFC 9068 and RFC 7519 section 5.1: an access token. Another type, such as a logout token, is not meant to let anybody in. */
const TYPE = /^(?:application\/)?(?:jwt|at\+jwt)$/i;

/**
 * OpenID Connect Core 1.0, section 2: a subject has at most 255 characters, ASCII ones. Anything else could be two
 * users who look the same to the database, or one whom it cannot store.
 */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;

/**
 * Whom a token is about, if its signature is right.
 * @param {string} token
 * @param {import("jose").ProtectedHeaderParameters} header the token's
 * @param {import("./issuers.js").Issuer} issuer
 * @returns {string} empty if it lets nobody in, whoever signed it
 */
export function subjectOf(token, { typ }, { issuer, audience }) {
  const { iss, aud, sub, exp, nbf, iat } = claimsOf(token);
  const now = Math.floor(Date.now() / 1000);
  const isOurs = iss === issuer && (Array.isArray(aud) ? aud.includes(audience) : aud === audience);
  const isInTime =
    isTime(exp) &&
    exp > now - CLOCK_SKEW_SECONDS &&
    [nbf, iat].every((time) => time === undefined || isPast(time, now));
  const isAccess = typ === undefined || (typeof typ === "string" && TYPE.test(typ));
  return isOurs && isInTime && isAccess && typeof sub === "string" && SUBJECT.test(sub) ? sub : "";
}

/** @param {string} token */
function claimsOf(token) {
  try {
    return decodeJwt(token);
  } catch {
    return {};
  }
}

/** @param {unknown} time @param {number} now */
const isPast = (time, now) => isTime(time) && time <= now + CLOCK_SKEW_SECONDS;

/**
 * RFC 7519 section 2: seconds, and parts of them. JSON can write numbers that JavaScript takes for infinity: 1e400 would
 * be a token for ever.
 * @param {unknown} value
 * @returns {value is number}
 */
const isTime = (value) => typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
