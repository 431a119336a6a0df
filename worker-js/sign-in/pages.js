// Whose page made a browser send a request.

import { isAllowedOrigin } from "../headers.js";

/** @param {string} method whether it changes nothing */
const isSafe = (method) => method === "GET" || method === "HEAD" || method === "OPTIONS";

/**
 * A browser attaches what it has of a user, cookies for one, to whatever a page makes it send. So a write that is signed in
 * by that must come from a page of ours.
 * @param {Request} request
 * @param {import("../headers.js").OriginsEnv} env
 * @param {boolean} [isTold] whether a browser has to say so: all of today's do, and other clients don't
 */
export function mayUseAmbient({ method, headers, url }, env, isTold = true) {
  if (isSafe(method)) return true;
  const origin = headers.get("origin");
  // Two headers `Host` make an address that is none, and no page has that.
  if (origin !== null) return origin === URL.parse(url)?.origin || isAllowedOrigin(origin, env);
  const site = headers.get("sec-fetch-site");
  return site === null ? !isTold : site === "same-origin";
}
