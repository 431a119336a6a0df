// Finds out who sends a request.

import { fromAccess, fromAuthorization, fromCookie } from "./credentials.js";
import { developer } from "./development.js";
import { issuerOf } from "./issuers.js";
import { KeySetUnavailable } from "./key-sets.js";
import { mayUseAmbient } from "./pages.js";
import { isToken, userOf } from "./tokens.js";

/**
 * @typedef {object} IdentityEnv
 * @property {string} [AUTH_MODE] `supabase` (the default), `jwks`, or `dev`
 * @property {string} [DEMO_USER] with `dev`: the user of requests without credentials
 * @property {string} [AUTH_COOKIE] the session cookie's name, if it is not Supabase's own
 * @property {string} [ALLOWED_ORIGINS] other origins that may write with that cookie, separated by commas
 */

/** @typedef {IdentityEnv & import("./issuers.js").IssuerEnv} SignInEnv */

/**
 * `user`: as stored in `profiles.auth_user_id`; empty for nobody. `refusal`: the reason for rejecting the request, if
 * it is not just that nobody is signed in.
 * @typedef {{ user: string, refusal: "" | "forbidden" | "host" | "unavailable", log: string }} Identity
 */

const NOBODY = Object.freeze({ user: "", refusal: /** @type {const} */ (""), log: "" });

/**
 * @param {Request} request
 * @param {SignInEnv} env
 * @param {{ waitUntil(promise: Promise<unknown>): void }} context
 * @returns {Promise<Identity>}
 */
export async function signIn(request, env, context) {
  const mode = env.AUTH_MODE || "supabase";
  if (mode === "dev") return { ...NOBODY, ...developer(request, env) };
  if (mode !== "supabase" && mode !== "jwks") return { ...NOBODY, log: "AUTH_MODE must be supabase, jwks or dev" };

  const credentials = credentialsOf(request.headers, mode, env);
  if (credentials === null || !isToken(credentials.token)) return NOBODY;
  if (credentials.isAmbient && !mayUseAmbient(request, env)) return { ...NOBODY, refusal: "forbidden" };
  const issuer = issuerOf(mode, env);
  if (typeof issuer === "string") return { ...NOBODY, refusal: "unavailable", log: issuer };
  try {
    return { ...NOBODY, ...(await userOf(credentials.token, issuer, context)) };
  } catch (error) {
    if (error instanceof KeySetUnavailable) return { ...NOBODY, refusal: "unavailable", log: error.message };
    throw error;
  }
}

/**
 * @param {Headers} headers
 * @param {"supabase" | "jwks"} mode
 * @param {SignInEnv} env
 */
function credentialsOf(headers, mode, env) {
  const sent = fromAuthorization(headers);
  if (sent !== undefined) return sent;
  if (mode === "supabase") {
    const project = URL.parse(env.SUPABASE_URL ?? "")?.hostname.split(".")[0];
    return fromCookie(headers, env.AUTH_COOKIE || `sb-${project}-auth-token`);
  }
  return fromAccess(headers);
}
