// The C++ core behind its ABI: texts in, texts out. `wasm/abi/exports.cpp` says which texts.

/**
 * What to send to the client. `bodyIsRow`: the body is the database row's, as it stands.
 * @typedef {{ status: number, headers: [string, string][], body: string, bodyIsRow: boolean, log: string }} Answer
 */

/**
 * What to do with a request: answer at once, or run one statement and hand its outcome to `respond`.
 * `route`: the path's pattern, empty if there is none. `rowIsAnswer`: `respond` need not see the body of a row
 * that has no problem. `isRepeatable`: it may run more than once. `sharedMilliseconds`: for how long its outcome is that
 * of others with the same route as well, 0 for nobody else's. Without `direct` the binding is connected with.
 * @typedef {{ route: string, refusal: Answer } | { route: string, refusal: null, direct: Direct | null, sql: string,
 *   parameters: (string | null)[], continuation: string, rowIsAnswer: boolean, isRepeatable: boolean,
 *   sharedMilliseconds: number }} Plan
 */

/**
 * DATABASE_URL in its parts. `tls`: the server has to show a certificate for its host.
 * @typedef {{ host: string, port: number, user: string, password: string, database: string, tls: boolean }} Direct
 */

/** Why a request is not let in; `wasm/api/plan.hpp` says what each means. Empty: it is.
 * @typedef {"" | "forbidden" | "host" | "unavailable" | "credentials" | "rate" | "body"} Refusal */

/** @typedef {'plan' | 'respond' | 'fail'} Call */

/**
 * @typedef {object} Exports
 * @property {WebAssembly.Memory} memory
 * @property {() => void} _initialize
 * @property {() => number} body_bytes
 * @property {(size: number) => number} input
 * @property {() => void} release
 * @property {(size: number) => number} plan
 * @property {(size: number) => number} respond
 * @property {(size: number) => number} fail
 */

/** The length that stands for "no text". */
const ABSENT = 0xffffffff;

/** An instance whose memory has grown past this is dropped; most requests need a quarter of it. */
const KEPT_BYTES = 16 * 1024 * 1024;

const encoder = new TextEncoder();
// Texts from PostgreSQL may begin with U+FEFF; it belongs to them.
const decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });

/** An instance of the core. It keeps nothing of a request: each call begins and ends with empty memory. */
export class Core {
  #module;
  /** @type {Exports | null} */
  #exports = null;

  /** @param {WebAssembly.Module} module */
  constructor(module) {
    this.#module = module;
  }

  /** The most bytes of a body that need to be read. */
  get bodyBytes() {
    return this.#instance().body_bytes();
  }

  /**
   * @param {{ method: string, url: string, contentType: string, body: Uint8Array, user: string,
   *   refusal: string, hyperdrive: string, databaseUrl: string, now: number, requestId: string, ifMatch: string | null,
   *   ifNoneMatch: string | null, idempotencyKey: string | null, contentEncoding: string, rowLimits: string }} invocation
   *   `now` in Unix seconds; `refusal` is a `Refusal`; what is not there is `null` or empty.
   * @returns {Plan}
   */
  plan(invocation) {
    const [kind, pattern, ...rest] = this.#call("plan", [
      invocation.method,
      invocation.url,
      invocation.contentType,
      invocation.body,
      invocation.user,
      invocation.hyperdrive,
      invocation.databaseUrl,
      String(invocation.now),
      invocation.requestId,
      invocation.refusal,
      invocation.ifMatch,
      invocation.ifNoneMatch,
      invocation.idempotencyKey,
      invocation.contentEncoding,
      invocation.rowLimits,
    ]);
    const route = text(pattern);
    if (kind === "refuse") return { route, refusal: answerOf(rest) };
    const [host, port, user, password, database, tls, ...others] = rest;
    const [sql, continuation, row, repeatable, shared, ...parameters] = others;
    // Texts that look alike are stored alike, so that PostgreSQL's unique indexes, which compare bytes, find them. The core
    // would need large tables for that, and PostgreSQL has the function for databases in UTF-8 alone. Users are who they are.
    return {
      route,
      refusal: null,
      direct: host
        ? {
            host,
            port: Number(port),
            user: text(user),
            password: text(password),
            database: text(database),
            tls: tls === "tls",
          }
        : null,
      sql: text(sql),
      continuation: text(continuation),
      rowIsAnswer: row === "row",
      isRepeatable: repeatable === "repeatable",
      sharedMilliseconds: Number(shared),
      parameters: parameters.map((value) => (value === invocation.user ? value : (value?.normalize("NFC") ?? null))),
    };
  }

  /**
   * @param {string} continuation the plan's
   * @param {{ event: string, sqlstate?: string, constraint?: string, detail?: string, problem?: string,
   *   body?: string, etag?: string }} outcome
   * @returns {Answer}
   */
  respond(continuation, outcome) {
    const { event, sqlstate = "", constraint = "", detail = "", problem = "", body = "", etag = "" } = outcome;
    const texts = [continuation, event, sqlstate, constraint, detail, problem, body, etag];
    return answerOf(this.#call("respond", texts));
  }

  /**
   * The answer for when the code failed.
   * @param {string} requestId
   * @returns {Answer}
   */
  fail(requestId) {
    return answerOf(this.#call("fail", [requestId]));
  }

  #instance() {
    if (this.#exports === null) {
      const { exports } = new WebAssembly.Instance(this.#module);
      this.#exports = /** @type {Exports} */ (/** @type {unknown} */ (exports));
      this.#exports._initialize();
    }
    return this.#exports;
  }

  /**
   * @param {Call} name
   * @param {(string | Uint8Array | null)[]} texts
   */
  #call(name, texts) {
    const core = this.#instance();
    try {
      const bytes = encode(texts);
      const place = core.input(bytes.length);
      new Uint8Array(core.memory.buffer, place, bytes.length).set(bytes);
      const answer = core[name](bytes.length);
      // Only now: a call that grows the memory detaches the buffer it had before.
      const result = decode(core.memory.buffer, answer);
      core.release();
      // Its memory never shrinks, and an isolate has no room for a large one that lies about.
      if (core.memory.buffer.byteLength > KEPT_BYTES) this.#exports = null;
      return result;
    } catch (error) {
      // A trap leaves the stack as it was; the next call gets a fresh instance.
      this.#exports = null;
      throw error;
    }
  }
}

/** Up to here a loop is quicker than a call into the runtime. */
const SHORT_TEXT = 256;

/** @param {(string | Uint8Array | null)[]} texts */
function encode(texts) {
  // A UTF-16 unit takes at most three bytes.
  const most = texts.reduce((sum, part) => sum + 4 + (part?.length ?? 0) * (typeof part === "string" ? 3 : 1), 4);
  const bytes = new Uint8Array(most);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, texts.length, true);
  let at = 4;
  for (const part of texts) {
    const size = part === null ? 0 : put(part, bytes, at + 4);
    view.setUint32(at, part === null ? ABSENT : size, true);
    at += 4 + size;
  }
  return bytes.subarray(0, at);
}

/**
 * @param {string | Uint8Array} part
 * @param {Uint8Array} bytes
 * @param {number} at
 * @returns {number} how many bytes it takes
 */
function put(part, bytes, at) {
  if (typeof part !== "string") {
    bytes.set(part, at);
    return part.length;
  }
  if (part.length > SHORT_TEXT) return encoder.encodeInto(part, bytes.subarray(at)).written;
  for (let index = 0; index < part.length; index += 1) {
    const unit = part.charCodeAt(index);
    if (unit > 0x7f) return encoder.encodeInto(part, bytes.subarray(at)).written;
    bytes[at + index] = unit;
  }
  return part.length;
}

/**
 * @param {ArrayBuffer} buffer
 * @param {number} place
 */
function decode(buffer, place) {
  const view = new DataView(buffer, place);
  const count = view.getUint32(0, true);
  /** @type {(string | null)[]} */
  const texts = [];
  let at = 4;
  for (let index = 0; index < count; ++index) {
    const size = view.getUint32(at, true);
    at += 4;
    if (size === ABSENT) {
      texts.push(null);
    } else {
      texts.push(decoder.decode(new Uint8Array(buffer, place + at, size)));
      at += size;
    }
  }
  return texts;
}

/** @param {string | null | undefined} field */
function text(field) {
  return field ?? "";
}

/**
 * @param {(string | null)[]} texts
 * @returns {Answer}
 */
function answerOf([status, body, row, log, ...names]) {
  /** @type {[string, string][]} */
  const headers = [];
  for (let at = 0; at < names.length; at += 2) headers.push([text(names[at]), text(names[at + 1])]);
  return {
    status: Number(status),
    headers,
    body: text(body),
    bodyIsRow: row === "row",
    log: text(log),
  };
}
