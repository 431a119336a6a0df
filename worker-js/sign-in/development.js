// `AUTH_MODE=dev`, which only local tooling sets, accepts any user id without proof: `Authorization: Bearer dev:<user
// id>`. A request without credentials is the demo user's.

import { mayUseAmbient } from "./pages.js";

/**
 * Host names that always mean this machine. Any other name may belong to a stranger who made it resolve to this
 * machine.
 */
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * @param {Request} request
 * @param {import("./index.js").SignInEnv} env
 * @returns {Partial<import("./index.js").Identity>}
 */
export function developer(request, env) {
  if (!LOOPBACK.test(URL.parse(request.url)?.hostname ?? "")) return { refusal: "host" };
  const authorization = request.headers.get("authorization");
  if (authorization !== null) {
    return { user: /^Bearer dev:(?<user>[\x21-\x7e]{1,255})$/i.exec(authorization)?.groups?.user ?? "" };
  }
  // A page of any site can make the browser send a request without credentials; curl's look the same.
  if (mayUseAmbient(request, env, false)) return { user: env.DEMO_USER ?? "" };
  return { refusal: "forbidden", log: "a page of another origin sent a write: is it to be in ALLOWED_ORIGINS?" };
}
