// The Worker: passes a request into the core, runs the one statement that comes out, sends what the core
// answers. Nothing made by a request outlives it; the core keeps no state between calls.

import module from "../build/core.wasm";
import { dropBody, readBody } from "./body.js";
import { Core } from "./core.js";
import { runStatement } from "./database.js";
import { Deadlines } from "./deadlines.js";
import { withProtection } from "./headers.js";
import { areCredentialsTooLong, rateOf } from "./limits.js";
import { lineOf, millisecondsSince, writeLine } from "./log.js";
import { Outcomes } from "./outcomes.js";
import { asProblem } from "./problems.js";
import { signIn } from "./sign-in/index.js";

/**
 * @typedef {object} Bindings
 * @property {{ connectionString: string } & import("./socket.js").Pooler} [HYPERDRIVE] the connection pool
 * @property {string} [DATABASE_URL] for those without Hyperdrive
 * @property {string} [ROW_LIMITS] other limits on rows than the usual ones
 */

/**
 * @typedef {Bindings & import("./sign-in/index.js").SignInEnv & import("./headers.js").OriginsEnv
 *   & import("./limits.js").LimitsEnv & import("./deadlines.js").DeadlinesEnv} Env
 */
/** @typedef {{ waitUntil(promise: Promise<unknown>): void }} Context */
/** @typedef {import("./core.js").Answer} Answer */
/** @typedef {import("./log.js").Line} Line */

const core = new Core(module);
const outcomes = new Outcomes();

export default {
  /**
   * @param {Request} request
   * @param {Env} env
   * @param {Context} context
   * @returns {Promise<Response>}
   */
  async fetch(request, env, context) {
    const started = performance.now();
    const line = lineOf(crypto.randomUUID(), request.method);
    /** @type {Answer} */
    let answered;
    try {
      answered = await answer(request, env, context, line);
    } catch (error) {
      line.event = "bug";
      line.message = error instanceof Error ? error.stack : String(error);
      answered = core.fail(line.requestId);
    }
    line.status = answered.status;
    line.ms.total = millisecondsSince(started);
    writeLine(line);
    return response(answered, request, env, line);
  },
};

/**
 * @param {Request} request
 * @param {Env} env
 * @param {Context} context
 * @param {Line} line
 * @returns {Promise<Answer>}
 */
async function answer(request, env, context, line) {
  const deadlines = new Deadlines(env);
  const { user, refusal } = await admit(request, env, context, line);
  // Whoever is not let in is told so without waiting for the body.
  const isIn = user !== "" && refusal === "";
  const body = isIn ? await readBody(request, core.bodyBytes, deadlines) : await dropBody(request);
  const planning = performance.now();
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
    requestId: line.requestId,
    ifMatch: request.headers.get("if-match"),
    ifNoneMatch: request.headers.get("if-none-match"),
    idempotencyKey: request.headers.get("idempotency-key"),
    contentEncoding: request.headers.get("content-encoding") ?? "",
    rowLimits: env.ROW_LIMITS ?? "",
  });
  line.route = plan.route;
  line.ms.core = millisecondsSince(planning);
  if (plan.refusal !== null) {
    if (plan.refusal.log !== "") fault(line, "configuration", plan.refusal.log);
    return plan.refusal;
  }

  const run = () => runStatement({ ...plan, pooler: env.HYPERDRIVE }, deadlines, context, line);
  const { route, sharedMilliseconds } = plan;
  const outcome = await (sharedMilliseconds > 0 ? outcomes.of(route, sharedMilliseconds, run, context) : run());
  if ("message" in outcome) fault(line, outcome.event, outcome.message, outcome.sqlstate);
  const responding = performance.now();
  try {
    if (outcome.event === "row" && outcome.problem === undefined && plan.rowIsAnswer) {
      const answered = core.respond(plan.continuation, { event: "row", etag: outcome.etag });
      return answered.bodyIsRow ? { ...answered, body: outcome.body ?? "" } : answered;
    }
    return core.respond(plan.continuation, outcome);
  } finally {
    line.ms.core += millisecondsSince(responding);
  }
}

/**
 * Who sends the request, or why it is not let in.
 * @param {Request} request
 * @param {Env} env
 * @param {Context} context
 * @param {Line} line
 * @returns {Promise<{ user: string, refusal: import("./core.js").Refusal }>}
 */
async function admit(request, env, context, line) {
  if (areCredentialsTooLong(request.headers)) return { user: "", refusal: "credentials" };
  const { user, refusal, log } = await signIn(request, env, context);
  if (log !== "") fault(line, "sign-in", log);
  if (user === "") return { user, refusal };
  const rate = await rateOf(user, env);
  if (rate.log !== "") fault(line, "rate-limiter", rate.log);
  return { user, refusal: rate.isOver ? "rate" : refusal };
}

/**
 * @param {Line} line
 * @param {string} event
 * @param {string} message
 * @param {string} [sqlstate]
 */
function fault(line, event, message, sqlstate) {
  Object.assign(line, { event, sqlstate, message });
}

/**
 * @param {Answer} answered
 * @param {Request} request
 * @param {Env} env
 * @param {Line} line
 */
function response({ status, headers, body }, request, env, { ms }) {
  const hasBody = request.method !== "HEAD" && status !== 204 && status !== 304;
  const all = withProtection(headers, request, env);
  if (status >= 400) asProblem(all, request.headers);
  all["server-timing"] = serverTiming(ms);
  return new Response(hasBody ? body : null, { status, headers: all });
}

/**
 * Where the time went, for the browser's developer tools (w3.org/TR/server-timing).
 * @param {Line["ms"]} ms
 */
function serverTiming(ms) {
  return Object.entries(ms)
    .map(([name, duration]) => `${name};dur=${duration}`)
    .join(", ");
}
