// The Worker: passes a request into the core, runs the one statement that comes out, sends what the core
// answers. Nothing made by a request outlives it; the core keeps no state between calls.

import module from "../build/core.wasm";
import { readBody } from "./body.js";
import { Core } from "./core.js";
import { runStatement } from "./database.js";
import { withProtection } from "./headers.js";
import { areCredentialsTooLong, isOverRate } from "./limits.js";
import { signIn } from "./sign-in/index.js";

/**
 * @typedef {object} Bindings
 * @property {{ connectionString: string }} [HYPERDRIVE] the connection pool
 * @property {string} [DATABASE_URL] for those without Hyperdrive
 */

/**
 * @typedef {Bindings & import("./sign-in/index.js").SignInEnv & import("./headers.js").OriginsEnv
 *   & import("./limits.js").LimitsEnv} Env
 */
/** @typedef {{ waitUntil(promise: Promise<unknown>): void }} Context */

/** How long a request's body may take to arrive. */
const BODY_MILLISECONDS = 10_000;

const core = new Core(module);

export default {
  /**
   * @param {Request} request
   * @param {Env} env
   * @param {Context} context
   * @returns {Promise<Response>}
   */
  async fetch(request, env, context) {
    const requestId = crypto.randomUUID();
    try {
      return response(await answer(request, env, context, requestId), request, env);
    } catch (error) {
      log(requestId, "bug", error instanceof Error ? error.stack : error);
      return response(core.fail(requestId), request, env);
    }
  },
};

/**
 * @param {Request} request
 * @param {Env} env
 * @param {Context} context
 * @param {string} requestId
 * @returns {Promise<import("./core.js").Answer>}
 */
async function answer(request, env, context, requestId) {
  const { user, refusal } = await admit(request, env, context, requestId);
  const body = await readBody(request, core.bodyBytes, BODY_MILLISECONDS);
  const plan = core.plan({
    method: request.method,
    url: request.url,
    contentType: request.headers.get("content-type") ?? "",
    body: body ?? new Uint8Array(),
    user,
    refusal: refusal || (body === null ? "body" : ""),
    hyperdrive: env.HYPERDRIVE?.connectionString ?? "",
    databaseUrl: env.DATABASE_URL ?? "",
    now: Math.floor(Date.now() / 1000),
    requestId,
  });
  if (plan.refusal !== null) {
    if (plan.refusal.log !== "") log(requestId, "configuration", plan.refusal.log);
    return plan.refusal;
  }

  const outcome = await runStatement(plan, context);
  if ("message" in outcome) {
    log(requestId, outcome.event, outcome.message, "sqlstate" in outcome ? outcome.sqlstate : undefined);
  }
  if (outcome.event === "row" && outcome.problem === undefined && plan.rowIsAnswer) {
    const answered = core.respond(plan.continuation, { event: "row" });
    return answered.bodyIsRow ? { ...answered, body: outcome.body ?? "" } : answered;
  }
  return core.respond(plan.continuation, outcome);
}

/**
 * Who sends the request, or why it is not let in.
 * @param {Request} request
 * @param {Env} env
 * @param {Context} context
 * @param {string} requestId
 * @returns {Promise<{ user: string, refusal: import("./core.js").Refusal }>}
 */
async function admit(request, env, context, requestId) {
  if (areCredentialsTooLong(request.headers)) return { user: "", refusal: "credentials" };
  const { user, refusal, log: problem } = await signIn(request, env, context);
  if (problem !== "") log(requestId, "sign-in", problem);
  if (user !== "" && (await isOverRate(user, env))) return { user, refusal: "rate" };
  return { user, refusal };
}

/**
 * @param {import("./core.js").Answer} answered
 * @param {Request} request
 * @param {Env} env
 */
function response({ status, headers, body }, request, env) {
  const hasBody = request.method !== "HEAD" && status !== 204;
  return new Response(hasBody ? body : null, { status, headers: withProtection(headers, request, env) });
}

/**
 * One line of JSON for the operator, never with data of a user or a secret in it.
 * @param {string} requestId as in the answer
 * @param {string} event
 * @param {unknown} message
 * @param {string} [sqlstate]
 */
function log(requestId, event, message, sqlstate) {
  console.error(JSON.stringify({ requestId, event, sqlstate, message }));
}
