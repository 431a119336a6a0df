// Which site's page made the browser send a request.

import { isAllowedOrigin } from "../headers.js";

/** Whether the method changes nothing. @param {string} method */
const isSafe = (method) => method === "GET" || method === "HEAD" || method === "OPTIONS";

/**
 * A browser attaches what it has of a user, such as cookies, to whatever a page makes it send. So a write that is
 * signed in that way must come from a page that is allowed to.
 * @param {Request} request
 * @param {import("../headers.js").OriginsEnv} env
 * @param {boolean} [isTold] whether the request must name its site: current browsers do, other clients don't
 */
export function mayUseAmbient({ method, headers, url }, env, isTold = true) {
  if (isSafe(method)) return true;
  const origin = headers.get("origin");
  // Two `Host` headers form an invalid address, which is not the origin of any page.
  if (origin !== null) return origin === URL.parse(url)?.origin || isAllowedOrigin(origin, env);
  const site = headers.get("sec-fetch-site");
  return site === null ? !isTold : site === "same-origin";
}
