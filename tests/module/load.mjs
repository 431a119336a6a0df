/** The module as it is shipped, or the one that CORE_WASM names, loaded the way the Worker loads it. */
import { readFileSync } from "node:fs";
import { Core, outcomeOf } from "../../worker-js/core.js";

export const bytes = readFileSync(process.env.CORE_WASM ?? new URL("../../build/core.wasm", import.meta.url));
export const module = new WebAssembly.Module(bytes);

/** A core with an instance of its own. */
export function newCore(source = module) {
  return new Core(source);
}

/**
 * A core together with the memory of its instance, which it keeps to itself otherwise.
 * @returns {{ core: Core, memory: WebAssembly.Memory }}
 */
export function newCoreWithMemory(source = module) {
  const Original = WebAssembly.Instance;
  /** @type {WebAssembly.Memory[]} */
  const memories = [];
  // For the moment in which the core makes its instance.
  WebAssembly.Instance = class extends Original {
    /** @param {WebAssembly.Module} made */
    constructor(made) {
      super(made);
      memories.push(/** @type {WebAssembly.Memory} */ (this.exports.memory));
    }
  };
  try {
    const core = newCore(source);
    core.fail("first call");
    const [memory] = memories;
    if (memory === undefined) throw new Error("the core made no instance");
    return { core, memory };
  } finally {
    WebAssembly.Instance = Original;
  }
}

const encoder = new TextEncoder();

/**
 * @typedef {object} Request
 * @property {string} [method]
 * @property {string} [url]
 * @property {string} [contentType]
 * @property {string | Uint8Array} [body]
 * @property {string} [user]
 * @property {string | null} [ifMatch]
 * @property {string | null} [ifNoneMatch]
 * @property {string | null} [idempotencyKey]
 */

/**
 * Plans a request; what it does not say is right. What its route answers at once is a refusal.
 * @param {Core} core @param {Request} request
 */
export function plan(core, { method = "GET", url = "https://api.test/api/months", body = "", ...rest }) {
  const requestId = "request-1";
  const { answer, route } = core.route({ method, url, requestId });
  if (answer !== null) return { ...NO_PLAN, refusal: answer };
  return core.plan({
    route,
    contentType: "application/json",
    contentEncoding: "",
    body: typeof body === "string" ? encoder.encode(body) : body,
    user: "user-1",
    now: 1_700_000_000,
    requestId,
    ifMatch: null,
    ifNoneMatch: null,
    idempotencyKey: null,
    rowLimits: "",
    ...rest,
  });
}

/** @type {import("../../worker-js/border.js").Plan} */
const NO_PLAN = {
  ...{
    refusal: null,
    log: "",
    sql: "",
    parameters: [],
    name: "",
    continuation: "",
    rowIsAnswer: false,
    joined: null,
    mayBeEmpty: false,
    sharedMilliseconds: 0,
  },
};

/**
 * The answer if the statement's only attempt ends so.
 * @param {Core} core
 * @param {string} continuation
 * @param {Partial<import("../../worker-js/border.js").Outcome>} outcome
 * @returns {import("../../worker-js/border.js").Answer}
 */
export function respond(core, continuation, outcome) {
  const { answer } = core.resume({
    continuation,
    outcome: outcomeOf({ event: "row", body: "", ...outcome }),
    ...{ millisecondsLeft: 0, statementMilliseconds: 0, chance: 0 },
  });
  if (answer === null) throw new Error("the core wants another attempt, without time for it");
  return answer;
}

/** What an answer's body says. @param {{ body: Uint8Array }} answer */
export const jsonOf = ({ body }) => JSON.parse(new TextDecoder().decode(body));

/**
 * The status of the refusal, 0 if a statement is to run.
 * @param {Core} core @param {Request} request
 */
export function refusal(core, request) {
  return plan(core, request).refusal?.status ?? 0;
}

/** @param {Core} core @param {string | Uint8Array} body */
export function posted(core, body) {
  return refusal(core, { method: "POST", body });
}
