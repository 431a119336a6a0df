/**
 * Who sends a request: the id of the signed-in user, as `profiles.auth_user_id` has it; empty for nobody.
 *
 * `AUTH_MODE=dev`, which only local tooling sets, takes anyone's word: `Authorization: Bearer dev:<user id>`,
 * and without that header the demo user. In any other mode nobody is signed in yet.
 * @param {Request} request
 * @param {{ AUTH_MODE?: string, DEMO_USER?: string }} env
 * @returns {string | Promise<string>}
 */
export function signIn(request, env) {
  if (env.AUTH_MODE !== "dev") return "";
  const authorization = request.headers.get("authorization");
  if (authorization === null) return env.DEMO_USER ?? "";
  return /^Bearer dev:(?<user>\S+)$/i.exec(authorization)?.groups?.user ?? "";
}
