// The C++ core behind the module boundary: messages in, messages out. `border.js` lists them.

import { CALLS, VERSION } from "./border.js";
import { decode, encode } from "./codec.js";

/** @typedef {import("./border.js").Calls} Calls */
/** @typedef {import("./border.js").Answer} Answer */
/** @typedef {import("./border.js").Plan} Plan */

/** @typedef {Record<keyof Calls, (size: number) => number>} Functions */
/**
 * @typedef {Functions & {
 *   memory: WebAssembly.Memory, _initialize(): void, version(): number, input(size: number): number, release(): void
 * }} Exports
 */

/** An instance whose memory exceeds this is discarded; most requests need a quarter of it. */
const KEPT_BYTES = 16 * 1024 * 1024;

/**
 * An outcome with defaults for everything that is not given.
 * @param {Partial<import("./border.js").Outcome> & Pick<import("./border.js").Outcome, "event">} given
 * @returns {import("./border.js").Outcome}
 */
export const outcomeOf = (given) => ({
  ...{ sqlstate: "", constraint: "", detail: "", problem: null, body: null, etag: null, more: [] },
  ...given,
});

/** An instance of the core. It keeps nothing of a request: each call starts and ends with empty memory. */
export class Core {
  #module;
  /** @type {Exports | null} */
  #exports = null;

  /** @param {WebAssembly.Module} module */
  constructor(module) {
    this.#module = module;
  }

  /** Finds the endpoint, or the response if none is needed. @param {Calls["route"]["request"]} request */
  route(request) {
    return this.#call("route", request);
  }

  /** The response to a request that is rejected. @param {Calls["refuse"]["request"]} request */
  refuse(request) {
    return this.#call("refuse", request);
  }

  /** Validates a request and chooses its statement. @param {Calls["plan"]["request"]} invocation @returns {Plan} */
  plan(invocation) {
    const plan = this.#call("plan", invocation);
    // Equivalent texts are stored in the same form (NFC), so that PostgreSQL's unique indexes, which compare bytes,
    // treat them as equal. Doing this in the core would need large tables, and PostgreSQL's function works only in
    // UTF-8 databases. User ids are left as they are.
    const { user } = invocation;
    plan.parameters = plan.parameters.map((value) => (value === user ? value : (value?.normalize("NFC") ?? null)));
    return plan;
  }

  /** The parameters of the connection. @param {Calls["connect"]["request"]} request */
  connect(request) {
    return this.#call("connect", request);
  }

  /** Decides what to do after an attempt to run the statement. @param {Calls["resume"]["request"]} request */
  resume(request) {
    return this.#call("resume", request);
  }

  /** The response for a failure of the code itself. @param {string} requestId */
  fail(requestId) {
    return this.#call("fail", { requestId });
  }

  #instance() {
    if (this.#exports === null) {
      const { exports } = new WebAssembly.Instance(this.#module);
      const instance = /** @type {Exports} */ (/** @type {unknown} */ (exports));
      instance._initialize();
      const version = (instance.version?.() ?? 0) >>> 0;
      if (version !== VERSION) {
        throw new Error(
          `the module's border is ${version}, the shim's ${VERSION}: build both from the same sources (npm run build)`,
        );
      }
      this.#exports = instance;
    }
    return this.#exports;
  }

  /**
   * @template {keyof Calls} Name
   * @param {Name} name
   * @param {Calls[Name]["request"]} request
   * @returns {Calls[Name]["result"]}
   */
  #call(name, request) {
    const bytes = encode(CALLS[name].request, /** @type {Record<string, any>} */ (request));
    const core = this.#instance();
    try {
      const place = core.input(bytes.length);
      new Uint8Array(core.memory.buffer, place, bytes.length).set(bytes);
      const result = core[name](bytes.length);
      // Only after the call: one that grows the memory detaches the previous buffer.
      const message = decode(CALLS[name].result, core.memory.buffer, result);
      core.release();
      // WebAssembly memory never shrinks, and an isolate has no room to keep a large one unused.
      if (core.memory.buffer.byteLength > KEPT_BYTES) this.#exports = null;
      return message;
    } catch (error) {
      // A trap does not unwind the stack, so the next call uses a fresh instance.
      this.#exports = null;
      throw error;
    }
  }
}
