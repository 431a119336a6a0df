// The Worker: passes a request to the core, runs the one statement that the core chooses, and sends the response that
// the core returns. Nothing created for a request outlives it; the core keeps no state between calls.

import module from "../build/core.wasm";
import { attempts, nextAfter } from "./attempts.js";
import { dropBody, readBody } from "./body.js";
import { Connections } from "./connections.js";
import { Core } from "./core.js";
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
 * @property {string} [DATABASE_URL] for deployments without Hyperdrive
 * @property {string} [ROW_LIMITS] limits on rows that differ from the defaults
 */

/**
 * @typedef {Bindings & import("./sign-in/index.js").SignInEnv & import("./headers.js").OriginsEnv
 *   & import("./limits.js").LimitsEnv & import("./deadlines.js").DeadlinesEnv} Env
 */
/** @typedef {{ waitUntil(promise: Promise<unknown>): void }} Context */
/**
 * An answer whose body may be a stream; `done` says when that has ended.
 * @typedef {Omit<import("./core.js").Answer, "body"> & { body: BodyInit, done?: Promise<void> }} Answer
 */
/** @typedef {import("./log.js").Line} Line */

const core = new Core(module);
const connections = new Connections(core);
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
    const end = () => {
      line.ms.total = millisecondsSince(started);
      writeLine(line);
    };
    if (answered.done) answered.done.then(end);
    else end();
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
  const { requestId } = line;
  const routing = performance.now();
  const routed = core.route({ method: request.method, url: request.url, requestId });
  line.route = routed.pattern;
  line.ms.core = millisecondsSince(routing);
  const admitted = routed.answer ?? (await admit(request, env, context, line, routed.isOpen));
  if (typeof admitted !== "string") {
    await dropBody(request);
    return admitted;
  }

  const body = await (routed.bodyBytes > 0 ? readBody(request, routed.bodyBytes, deadlines) : dropBody(request));
  if (body === null) return core.refuse({ refusal: "body", requestId });
  const planning = performance.now();
  const plan = core.plan({
    route: routed.route,
    contentType: request.headers.get("content-type") ?? "",
    contentEncoding: request.headers.get("content-encoding") ?? "",
    body,
    user: admitted,
    now: Math.floor(Date.now() / 1000),
    requestId,
    ifMatch: request.headers.get("if-match"),
    ifNoneMatch: request.headers.get("if-none-match"),
    idempotencyKey: request.headers.get("idempotency-key"),
    rowLimits: env.ROW_LIMITS ?? "",
  });
  line.ms.core += millisecondsSince(planning);
  if (plan.refusal !== null) {
    if (plan.log !== "") fault(line, "configuration", plan.log);
    return plan.refusal;
  }
  return await run(plan, env, deadlines, context, line);
}

/**
 * @param {import("./border.js").Plan} plan
 * @param {Env} env
 * @param {Deadlines} deadlines
 * @param {Context} context
 * @param {Line} line
 * @returns {Promise<Answer>}
 */
async function run(plan, env, deadlines, context, line) {
  const direct = connections.of({
    hyperdrive: env.HYPERDRIVE?.connectionString ?? "",
    databaseUrl: env.DATABASE_URL ?? "",
  });
  if (direct.problem !== "") {
    fault(line, "configuration", direct.problem);
    return core.refuse({ refusal: "unavailable", requestId: line.requestId });
  }
  const find = () => attempts(core, plan, { direct, pooler: env.HYPERDRIVE }, deadlines, context, line);
  const { ended, next } = await (plan.sharedMilliseconds > 0 ? shared(plan, find, context, line) : find());
  note(line, next.event, ended);
  const answered = /** @type {import("./core.js").Answer} */ (next.answer);
  if (ended.streamed && answered.bodyIsRow) {
    const { body, done } = ended.streamed.send();
    return { ...answered, body, done: done.then((failed) => failed && note(line, failed.outcome.event, failed)) };
  }
  ended.streamed?.drop();
  return answered.bodyIsRow ? { ...answered, body: ended.outcome.body ?? "" } : answered;
}

/**
 * @param {Line} line
 * @param {string} event
 * @param {import("./database.js").Ended} ended
 */
function note(line, event, { message, outcome }) {
  if (message !== undefined) fault(line, event, message, outcome.sqlstate || undefined);
}

/**
 * The outcome of the same statement for another request to the route, if that is recent enough.
 * @param {import("./border.js").Plan} plan
 * @param {() => ReturnType<typeof attempts>} find
 * @param {Context} context
 * @param {Line} line
 * @returns {ReturnType<typeof attempts>}
 */
async function shared(plan, find, context, { route }) {
  const ended = await outcomes.of(route, plan.sharedMilliseconds, async () => (await find()).ended, context);
  return { ended, next: nextAfter(core, plan, ended) };
}

/**
 * The user who sends the request (empty for an open endpoint), or the response if the request is rejected.
 * @param {Request} request
 * @param {Env} env
 * @param {Context} context
 * @param {Line} line
 * @param {boolean} isOpen
 * @returns {Promise<string | Answer>}
 */
async function admit(request, env, context, line, isOpen) {
  if (isOpen) return "";
  const refuse = (/** @type {import("./border.js").Refusal} */ refusal) =>
    core.refuse({ refusal, requestId: line.requestId });
  if (areCredentialsTooLong(request.headers)) return refuse("credentials");
  const { user, refusal, log } = await signIn(request, env, context);
  if (log !== "") fault(line, "sign-in", log);
  if (user === "" || refusal !== "") return refuse(refusal || "unauthorized");
  const rate = await rateOf(user, env);
  if (rate.log !== "") fault(line, "rate-limiter", rate.log);
  return rate.isOver ? refuse("rate") : user;
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
  if (!hasBody && body instanceof ReadableStream) body.cancel();
  return new Response(hasBody ? body : null, { status, headers: all });
}

/**
 * How long each step took, for the browser's developer tools (w3.org/TR/server-timing).
 * @param {Line["ms"]} ms
 */
function serverTiming(ms) {
  return Object.entries(ms)
    .map(([name, duration]) => `${name};dur=${duration}`)
    .join(", ");
}
