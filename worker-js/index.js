// The Worker: passes a request into the core, runs the one statement that comes out, sends what the core
// answers. Nothing made by a request outlives it; the core keeps no state between calls.

import module from "../build/core.wasm";
import { readBody } from "./body.js";
import { Core } from "./core.js";
import { runStatement } from "./database.js";
import { signIn } from "./sign-in/index.js";

/**
 * @typedef {object} Bindings
 * @property {{ connectionString: string }} [HYPERDRIVE] the connection pool
 * @property {string} [DATABASE_URL] for those without Hyperdrive
 */

/** @typedef {Bindings & import("./sign-in/index.js").SignInEnv} Env */

const core = new Core(module);

export default {
  /**
   * @param {Request} request
   * @param {Env} env
   * @param {{ waitUntil(promise: Promise<unknown>): void }} context
   * @returns {Promise<Response>}
   */
  async fetch(request, env, context) {
    const requestId = crypto.randomUUID();
    try {
      return await answer(request, env, context, requestId);
    } catch (error) {
      log(requestId, "bug", error instanceof Error ? error.stack : error);
      return response(core.fail(requestId), request.method);
    }
  },
};

/**
 * @param {Request} request
 * @param {Env} env
 * @param {{ waitUntil(promise: Promise<unknown>): void }} context
 * @param {string} requestId
 */
async function answer(request, env, context, requestId) {
  const identity = await signIn(request, env, context);
  if (identity.log !== "") log(requestId, "sign-in", identity.log);
  const plan = core.plan({
    method: request.method,
    url: request.url,
    contentType: request.headers.get("content-type") ?? "",
    body: await readBody(request, core.bodyBytes),
    user: identity.user,
    refusal: identity.refusal,
    hyperdrive: env.HYPERDRIVE?.connectionString ?? "",
    databaseUrl: env.DATABASE_URL ?? "",
    now: Math.floor(Date.now() / 1000),
    requestId,
  });
  if (plan.refusal !== null) {
    if (plan.refusal.log !== "") log(requestId, "configuration", plan.refusal.log);
    return response(plan.refusal, request.method);
  }

  const outcome = await runStatement(plan, context);
  if ("message" in outcome) {
    log(requestId, outcome.event, outcome.message, "sqlstate" in outcome ? outcome.sqlstate : undefined);
  }
  if (outcome.event === "row" && outcome.problem === undefined && plan.rowIsAnswer) {
    return response(core.respond(plan.continuation, { event: "row" }), request.method, outcome.body);
  }
  return response(core.respond(plan.continuation, outcome), request.method);
}

/**
 * @param {import('./core.js').Answer} answered
 * @param {string} method
 * @param {string} [row] the body of the database's row
 */
function response({ status, headers, body, bodyIsRow }, method, row) {
  const hasBody = method !== "HEAD" && status !== 204;
  return new Response(hasBody ? (bodyIsRow ? row : body) : null, { status, headers });
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
