// Who sends a request.

import { isAllowedOrigin } from "../headers.js";
import { fromAccess, fromAuthorization, fromCookie } from "./credentials.js";
import { issuerOf } from "./issuers.js";
import { KeySetUnavailable } from "./key-sets.js";
import { isToken, userOf } from "./tokens.js";

/**
 * @typedef {object} IdentityEnv
 * @property {string} [AUTH_MODE] `supabase` (the default), `jwks`, or `dev`
 * @property {string} [DEMO_USER] with `dev`: who sends no credentials
 * @property {string} [AUTH_COOKIE] the session cookie's name, if it is not Supabase's own
 * @property {string} [ALLOWED_ORIGINS] other origins that may write with that cookie, separated by commas
 */

/** @typedef {IdentityEnv & import("./issuers.js").IssuerEnv} SignInEnv */

/**
 * `user`: as `profiles.auth_user_id` has it, empty for nobody. `refusal`: why it is not that nobody is signed in.
 * @typedef {{ user: string, refusal: "" | "forbidden" | "unavailable", log: string }} Identity
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
  if (mode === "dev") return { ...NOBODY, user: developer(request.headers, env) };
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
 * `AUTH_MODE=dev`, which only local tooling sets, takes anyone's word: `Authorization: Bearer dev:<user id>`.
 * @param {Headers} headers
 * @param {SignInEnv} env
 */
function developer(headers, env) {
  const authorization = headers.get("authorization");
  if (authorization === null) return env.DEMO_USER ?? "";
  return /^Bearer dev:(?<user>[\x21-\x7e]{1,255})$/i.exec(authorization)?.groups?.user ?? "";
}

/**
 * @param {Headers} headers
 * @param {"supabase" | "jwks"} mode
 * @param {SignInEnv} env
 */
function credentialsOf(headers, mode, env) {
  // Whoever sends this header means it: what it holds is not made up for by a cookie.
  if (headers.has("authorization")) return fromAuthorization(headers);
  if (mode === "supabase") {
    const project = URL.parse(env.SUPABASE_URL ?? "")?.hostname.split(".")[0];
    return fromCookie(headers, env.AUTH_COOKIE || `sb-${project}-auth-token`);
  }
  return fromAccess(headers);
}

/**
 * A browser attaches cookies to whatever a page makes it send, so a write that is signed in by one, ours or that of
 * Cloudflare Access, must come from a page of ours.
 * @param {Request} request
 * @param {SignInEnv} env
 */
function mayUseAmbient({ method, headers, url }, env) {
  if (method === "GET" || method === "HEAD" || method === "OPTIONS") return true;
  const origin = headers.get("origin");
  if (origin === null) return headers.get("sec-fetch-site") === "same-origin";
  return origin === new URL(url).origin || isAllowedOrigin(origin, env);
}
