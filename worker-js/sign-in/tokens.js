// Verifying access tokens: JSON Web Tokens (RFC 7519), with everything pinned that a token could choose.

import { decodeProtectedHeader, errors, jwtVerify } from "jose";
import { KeySets } from "./key-sets.js";

/** @typedef {import("./key-sets.js").Context} Context */
/** @typedef {import("./issuers.js").Issuer} Issuer */

/** `user` is empty if the token is not valid, for whatever reason. @typedef {{ user: string, log: string }} Verified */

const ASYMMETRIC = ["ES256", "RS256", "EdDSA"];
const LEGACY = "HS256";
const CLOCK_SKEW_SECONDS = 30;

/**
 * OpenID Connect Core 1.0, section 2: a subject has at most 255 characters, ASCII ones. Anything else could be two
 * users who look the same to the database, or one whom it cannot store.
 */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;

const EMPTY_KEY_SET =
  "the key set is empty, so no token is valid; a Supabase project has such a one while it signs with its legacy" +
  " secret (HS256): give it signing keys (JWT Keys in its settings), or set SUPABASE_JWT_SECRET";

const keySets = new KeySets();

/**
 * Whether a text is a token at all, valid or not.
 * @param {string} text
 */
export function isToken(text) {
  try {
    return typeof decodeProtectedHeader(text).alg === "string";
  } catch {
    return false;
  }
}

/**
 * The user of a token.
 * @param {string} token one that `isToken`
 * @param {Issuer} issuer
 * @param {Context} context
 * @returns {Promise<Verified>}
 * @throws {import("./key-sets.js").KeySetUnavailable}
 */
export async function userOf(token, issuer, context) {
  const algorithm = decodeProtectedHeader(token).alg ?? "";
  if (algorithm === LEGACY && issuer.secret) {
    const secret = new TextEncoder().encode(issuer.secret);
    return { user: (await subject(jwtVerify(token, secret, options(issuer, [LEGACY])))) ?? "", log: "" };
  }
  // No key of a set verifies a legacy token; but where the set is empty, that is worth knowing.
  if (![...ASYMMETRIC, LEGACY].includes(algorithm)) return { user: "", log: "" };
  return await userByKeySet(token, issuer, context);
}

/**
 * @param {string} token
 * @param {Issuer} issuer
 * @param {Context} context
 * @returns {Promise<Verified>}
 */
async function userByKeySet(token, issuer, context) {
  const { keySet: given, keySetUrl } = issuer;
  let keySet = given ? keySets.given(given) : await keySets.get(keySetUrl, context);
  const verify = () => subject(jwtVerify(token, keySet.keys, options(issuer, ASYMMETRIC)));
  let user = await verify();
  if (user === null && !given) {
    const renewed = await keySets.renewed(keySetUrl, context);
    if (renewed !== null) {
      keySet = renewed;
      user = await verify();
    }
  }
  return { user: user ?? "", log: !user && keySet.isEmpty ? EMPTY_KEY_SET : "" };
}

/**
 * @param {Issuer} issuer
 * @param {string[]} algorithms
 * @returns {import("jose").JWTVerifyOptions}
 */
function options({ issuer, audience }, algorithms) {
  return { issuer, audience, algorithms, clockTolerance: CLOCK_SKEW_SECONDS, requiredClaims: ["sub", "exp"] };
}

/**
 * Whom a token is about.
 * @param {Promise<import("jose").JWTVerifyResult>} verification
 * @returns {Promise<string | null>} empty if it is not valid; null if nobody has its key
 */
async function subject(verification) {
  try {
    const { sub } = (await verification).payload;
    return typeof sub === "string" && SUBJECT.test(sub) ? sub : "";
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return null;
    // A key that is too short to be safe is a TypeError.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return "";
    throw error;
  }
}
