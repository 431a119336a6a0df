// Verifies access tokens: JSON Web Tokens (RFC 7519). Nothing that matters is left for the token to choose.

import { decodeProtectedHeader, errors, jwtVerify } from "jose";
import { CLOCK_SKEW_SECONDS, subjectOf } from "./claims.js";
import { KeySets } from "./key-sets.js";

/** @typedef {import("./key-sets.js").Context} Context */
/** @typedef {import("./issuers.js").Issuer} Issuer */

/** `user` is empty if the token is not valid, for whatever reason. @typedef {{ user: string, log: string }} Verified */

const ASYMMETRIC = ["ES256", "RS256", "EdDSA"];
const LEGACY = "HS256";

const EMPTY_KEY_SET =
  "the key set is empty, so no token is valid; a Supabase project has such a one while it signs with its legacy" +
  " secret (HS256): give it signing keys (JWT Keys in its settings), or set SUPABASE_JWT_SECRET";

const NOBODY = Object.freeze({ user: "", log: "" });

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
  const header = decodeProtectedHeader(token);
  const { alg = "" } = header;
  const subject = subjectOf(token, header, issuer);
  if (subject === "") return NOBODY;
  if (alg === LEGACY && issuer.secret) {
    const secret = new TextEncoder().encode(issuer.secret);
    return { user: (await isSigned(jwtVerify(token, secret, options(issuer, [LEGACY])))) ? subject : "", log: "" };
  }
  // No key in a set verifies a legacy token; but if the set is empty, that should be logged.
  if (![...ASYMMETRIC, LEGACY].includes(alg)) return NOBODY;
  const { isRight, isEmpty } = await verifiedByKeySet(token, issuer, context);
  return { user: isRight ? subject : "", log: !isRight && isEmpty ? EMPTY_KEY_SET : "" };
}

/**
 * @param {string} token
 * @param {Issuer} issuer
 * @param {Context} context
 */
async function verifiedByKeySet(token, issuer, context) {
  const { keySet: given, keySetUrl } = issuer;
  let keySet = given ? keySets.given(given) : await keySets.get(keySetUrl, context);
  const verify = () => isSigned(jwtVerify(token, keySet.keys, options(issuer, ASYMMETRIC)));
  let isRight = await verify();
  if (isRight === null && !given) {
    const renewed = await keySets.renewed(keySetUrl, context);
    if (renewed !== null) {
      keySet = renewed;
      isRight = await verify();
    }
  }
  return { isRight: isRight ?? false, isEmpty: keySet.isEmpty };
}

/**
 * @param {Issuer} issuer
 * @param {string[]} algorithms
 * @returns {import("jose").JWTVerifyOptions}
 */
function options({ issuer, audience }, algorithms) {
  return { issuer, audience, algorithms, clockTolerance: CLOCK_SKEW_SECONDS };
}

/**
 * Whether a token is signed with one of its issuer's keys.
 * @param {Promise<unknown>} verification
 * @returns {Promise<boolean | null>} null if the key set lacks its key
 */
async function isSigned(verification) {
  try {
    await verification;
    return true;
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return null;
    // jose throws a TypeError for a key that is too short to be safe.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return false;
    throw error;
  }
}
