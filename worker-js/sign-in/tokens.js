// Verifying access tokens: JSON Web Tokens (RFC 7519), with everything pinned that a token could choose.

import { decodeProtectedHeader, errors, jwtVerify } from "jose";
import { KeySets } from "./key-sets.js";

/** @typedef {import("./key-sets.js").Context} Context */
/** @typedef {import("./issuers.js").Issuer} Issuer */

const ASYMMETRIC = ["ES256", "RS256", "EdDSA"];
const CLOCK_SKEW_SECONDS = 30;

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
 * @param {string} token
 * @param {Issuer} issuer
 * @param {Context} context
 * @returns {Promise<string>} empty if the token is not valid, for whatever reason
 * @throws {import("./key-sets.js").KeySetUnavailable}
 */
export async function userOf(token, issuer, context) {
  try {
    const algorithm = decodeProtectedHeader(token).alg ?? "";
    if (algorithm === "HS256" && issuer.secret) {
      const secret = new TextEncoder().encode(issuer.secret);
      return subject(await jwtVerify(token, secret, { ...claims(issuer), algorithms: ["HS256"] }));
    }
    if (!ASYMMETRIC.includes(algorithm)) return "";
    return subject(await verifyWithKeySet(token, { ...claims(issuer), algorithms: ASYMMETRIC }, issuer, context));
  } catch (error) {
    // A header that cannot be decoded is a TypeError.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return "";
    throw error;
  }
}

/**
 * @param {string} token
 * @param {import("jose").JWTVerifyOptions} options
 * @param {Issuer} issuer
 * @param {Context} context
 */
async function verifyWithKeySet(token, options, { keySet, keySetUrl }, context) {
  if (keySet) return await jwtVerify(token, keySets.given(keySet), options);
  try {
    return await jwtVerify(token, await keySets.get(keySetUrl, context), options);
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    const renewed = await keySets.renewed(keySetUrl, context);
    if (renewed === null) throw error;
    return await jwtVerify(token, renewed, options);
  }
}

/** @param {Issuer} issuer */
function claims({ issuer, audience }) {
  return { issuer, audience, clockTolerance: CLOCK_SKEW_SECONDS, requiredClaims: ["sub", "exp"] };
}

/** @param {import("jose").JWTVerifyResult} verified */
function subject({ payload }) {
  return typeof payload.sub === "string" ? payload.sub : "";
}
