// What crosses the border of the module, as wasm/abi/messages.hpp says: `npm run describe` writes this file.

/**
 * @typedef {object} RouteRequest
 * @property {string} method
 * @property {string} url
 * @property {string} requestId
 */
/**
 * @typedef {object} Header
 * @property {string} name
 * @property {string} value
 */
/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {(Header)[]} headers
 * @property {Uint8Array} body
 * @property {boolean} bodyIsRow
 */
/**
 * @typedef {object} Routed
 * @property {Answer | null} answer
 * @property {string} pattern
 * @property {boolean} isOpen
 * @property {number} bodyBytes
 * @property {string} route
 */
/** @typedef {"unauthorized" | "forbidden" | "host" | "unavailable" | "credentials" | "rate" | "body"} Refusal */
/**
 * @typedef {object} RefuseRequest
 * @property {Refusal} refusal
 * @property {string} requestId
 */
/**
 * @typedef {object} Invocation
 * @property {string} route
 * @property {string} contentType
 * @property {string} contentEncoding
 * @property {Uint8Array} body
 * @property {string} user
 * @property {number} now
 * @property {string} requestId
 * @property {string | null} ifMatch
 * @property {string | null} ifNoneMatch
 * @property {string | null} idempotencyKey
 * @property {string} rowLimits
 */
/**
 * @typedef {object} Joined
 * @property {string} prefix
 * @property {string} separator
 * @property {string} suffix
 * @property {boolean} isStreamed
 */
/**
 * @typedef {object} Plan
 * @property {Answer | null} refusal
 * @property {string} log
 * @property {string} sql
 * @property {string} name
 * @property {(string | null)[]} parameters
 * @property {string} continuation
 * @property {boolean} rowIsAnswer
 * @property {Joined | null} joined
 * @property {boolean} mayBeEmpty
 * @property {number} sharedMilliseconds
 */
/**
 * @typedef {object} ConnectRequest
 * @property {string} hyperdrive
 * @property {string} databaseUrl
 */
/**
 * @typedef {object} Connection
 * @property {string} host
 * @property {string} port
 * @property {string} user
 * @property {string} password
 * @property {string} database
 * @property {boolean} tls
 * @property {string} problem
 */
/** @typedef {"row" | "no_row" | "error" | "unreachable" | "lost" | "timeout"} Event */
/**
 * @typedef {object} Outcome
 * @property {Event} event
 * @property {string} sqlstate
 * @property {string} constraint
 * @property {string} detail
 * @property {string | null} problem
 * @property {string | null} body
 * @property {string | null} etag
 * @property {(string | null)[]} more
 */
/**
 * @typedef {object} ResumeRequest
 * @property {string} continuation
 * @property {Outcome} outcome
 * @property {number} millisecondsLeft
 * @property {number} statementMilliseconds
 * @property {number} chance
 */
/**
 * @typedef {object} Next
 * @property {Answer | null} answer
 * @property {Event} event
 * @property {number} pauseMilliseconds
 * @property {boolean} isNamed
 * @property {string} continuation
 */
/**
 * @typedef {object} FailRequest
 * @property {string} requestId
 */
/**
 * @typedef {object} Calls
 * @property {{ request: RouteRequest, result: Routed }} route
 * @property {{ request: RefuseRequest, result: Answer }} refuse
 * @property {{ request: Invocation, result: Plan }} plan
 * @property {{ request: ConnectRequest, result: Connection }} connect
 * @property {{ request: ResumeRequest, result: Next }} resume
 * @property {{ request: FailRequest, result: Answer }} fail
 */

/** The module has the same number if it was built from the same lists. */
export const VERSION = 303701057;

/** The names of values, in the order of their numbers. @type {Record<string, string[]>} */
export const ENUMERATIONS = {
  Refusal: ["unauthorized", "forbidden", "host", "unavailable", "credentials", "rate", "body"],
  Event: ["row", "no_row", "error", "unreachable", "lost", "timeout"],
};

/** The members of each message in their order. @type {Record<string, [name: string, type: string][]>} */
export const MESSAGES = {
  RouteRequest: [
    ["method", "text"],
    ["url", "text"],
    ["requestId", "text"],
  ],
  Header: [
    ["name", "text"],
    ["value", "text"],
  ],
  Answer: [
    ["status", "number"],
    ["headers", "list Header"],
    ["body", "bytes"],
    ["bodyIsRow", "boolean"],
  ],
  Routed: [
    ["answer", "optional Answer"],
    ["pattern", "text"],
    ["isOpen", "boolean"],
    ["bodyBytes", "number"],
    ["route", "text"],
  ],
  RefuseRequest: [
    ["refusal", "Refusal"],
    ["requestId", "text"],
  ],
  Invocation: [
    ["route", "text"],
    ["contentType", "text"],
    ["contentEncoding", "text"],
    ["body", "bytes"],
    ["user", "text"],
    ["now", "number"],
    ["requestId", "text"],
    ["ifMatch", "optional text"],
    ["ifNoneMatch", "optional text"],
    ["idempotencyKey", "optional text"],
    ["rowLimits", "text"],
  ],
  Joined: [
    ["prefix", "text"],
    ["separator", "text"],
    ["suffix", "text"],
    ["isStreamed", "boolean"],
  ],
  Plan: [
    ["refusal", "optional Answer"],
    ["log", "text"],
    ["sql", "text"],
    ["name", "text"],
    ["parameters", "list optional text"],
    ["continuation", "text"],
    ["rowIsAnswer", "boolean"],
    ["joined", "optional Joined"],
    ["mayBeEmpty", "boolean"],
    ["sharedMilliseconds", "number"],
  ],
  ConnectRequest: [
    ["hyperdrive", "text"],
    ["databaseUrl", "text"],
  ],
  Connection: [
    ["host", "text"],
    ["port", "text"],
    ["user", "text"],
    ["password", "text"],
    ["database", "text"],
    ["tls", "boolean"],
    ["problem", "text"],
  ],
  Outcome: [
    ["event", "Event"],
    ["sqlstate", "text"],
    ["constraint", "text"],
    ["detail", "text"],
    ["problem", "optional text"],
    ["body", "optional text"],
    ["etag", "optional text"],
    ["more", "list optional text"],
  ],
  ResumeRequest: [
    ["continuation", "text"],
    ["outcome", "Outcome"],
    ["millisecondsLeft", "number"],
    ["statementMilliseconds", "number"],
    ["chance", "number"],
  ],
  Next: [
    ["answer", "optional Answer"],
    ["event", "Event"],
    ["pauseMilliseconds", "number"],
    ["isNamed", "boolean"],
    ["continuation", "text"],
  ],
  FailRequest: [
    ["requestId", "text"],
  ],
};

/** What each exported function takes and gives. @type {Record<keyof Calls, { request: string, result: string }>} */
export const CALLS = {
  route: { request: "RouteRequest", result: "Routed" },
  refuse: { request: "RefuseRequest", result: "Answer" },
  plan: { request: "Invocation", result: "Plan" },
  connect: { request: "ConnectRequest", result: "Connection" },
  resume: { request: "ResumeRequest", result: "Next" },
  fail: { request: "FailRequest", result: "Answer" },
};
