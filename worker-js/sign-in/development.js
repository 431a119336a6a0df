// `AUTH_MODE=dev`, which only local tooling sets, takes anyone's word: `Authorization: Bearer dev:<user id>`. Whoever sends
// no credentials is the demo user.

import { mayUseAmbient } from "./pages.js";

/** A name that leads to this machine whoever is asked; any other may be a stranger's who had it lead here. */
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
  // Any site's page can have a browser send a request without credentials, and curl sends one just like that.
  if (mayUseAmbient(request, env, false)) return { user: env.DEMO_USER ?? "" };
  return { refusal: "forbidden", log: "a page of another origin sent a write: is it to be in ALLOWED_ORIGINS?" };
}
