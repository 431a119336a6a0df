// What a token claims. Only its signature proves the claims, but a token with invalid claims can be rejected without
// looking at a key, so that made-up tokens do not make us fetch the key set.

import { decodeJwt } from "jose";

export const CLOCK_SKEW_SECONDS = 30;

/**
 * RFC 9068 and RFC 7519 section 5.1: the type of an access token. Tokens of other types, such as logout tokens, are not
 * for signing in.
 */
const TYPE = /^(?:application\/)?(?:jwt|at\+jwt)$/i;

/**
 * OpenID Connect Core 1.0, section 2: a subject has at most 255 ASCII characters. Otherwise it could be one that the
 * database cannot store, or two users could look the same to it.
 */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;

/**
 * The user that a token is about, provided that its signature is valid.
 * @param {string} token
 * @param {import("jose").ProtectedHeaderParameters} header the token's
 * @param {import("./issuers.js").Issuer} issuer
 * @returns {string} empty if the token is invalid even with a valid signature
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
 * RFC 7519 section 2: seconds, possibly with a fraction. JSON can contain numbers that JavaScript reads as infinity:
 * with 1e400 a token would never expire.
 * @param {unknown} value
 * @returns {value is number}
 */
const isTime = (value) => typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
