// Headers that every response has in addition to its own, to protect the browser that receives it.

/**
 * @typedef {object} OriginsEnv
 * @property {string} [ALLOWED_ORIGINS] the origins of other sites whose pages may use the API, separated by commas
 * @property {string} [ALLOWED_HEADERS] further headers that those pages may send, separated by commas
 */

/** Responses are data, not pages: browsers must not sniff, run, frame or store them. */
export const PROTECTION = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000",
};

/**
 * What a page of an allowed origin may send and read (fetch.spec.whatwg.org, "HTTP extensions"). Tracing libraries add
 * headers to a page's requests (Sentry's, and w3.org/TR/trace-context): a single header that is not allowed blocks the
 * request.
 */
const REQUEST_HEADERS = [
  ...["authorization", "content-type", "idempotency-key", "if-match", "if-none-match"],
  ...["sentry-trace", "baggage", "traceparent", "tracestate"],
];
const RESPONSE_HEADERS = "accept-encoding, allow, etag, retry-after, www-authenticate";
/** Browsers cache the response to a preflight for two hours at most. */
const PREFLIGHT_SECONDS = "7200";

/**
 * Whether pages of an origin may use the API with the user's cookies. Origins must match exactly: no wildcard, no
 * `null`.
 * @param {string} origin
 * @param {OriginsEnv} env
 */
export function isAllowedOrigin(origin, { ALLOWED_ORIGINS = "" }) {
  return !["", "null", "*"].includes(origin) && ALLOWED_ORIGINS.split(",").some((allowed) => allowed.trim() === origin);
}

/**
 * Whether the text can be a header's name (RFC 9110 section 5.1). `*` is excluded: to a browser it means any header,
 * and only for requests without cookies.
 * @param {string} name
 */
export const isHeaderName = (name) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && name !== "*";

/** @param {OriginsEnv} env */
function requestHeaders({ ALLOWED_HEADERS = "" }) {
  const more = ALLOWED_HEADERS.split(",").map((name) => name.trim().toLowerCase());
  return [...REQUEST_HEADERS, ...more.filter(isHeaderName)].join(", ");
}

/**
 * A response's headers, plus those that protect it and, for a page of an allowed origin, those that let it read the
 * response.
 * @param {import("./border.js").Header[]} own
 * @param {Request} request
 * @param {OriginsEnv} env
 * @returns {Record<string, string>} by lower-case name; the runtime's own Headers take twice the time
 */
export function withProtection(own, { method, headers: asked }, env) {
  /** @type {Record<string, string>} */
  const headers = {};
  for (const { name, value } of own) headers[name] = value;
  Object.assign(headers, PROTECTION);
  if (!env.ALLOWED_ORIGINS) return headers;
  addVary(headers, "Origin");
  const origin = asked.get("origin");
  if (origin === null || !isAllowedOrigin(origin, env)) return headers;
  headers["access-control-allow-origin"] = origin;
  headers["access-control-allow-credentials"] = "true";
  if (method === "OPTIONS" && asked.has("access-control-request-method")) {
    headers["access-control-allow-methods"] = headers.allow ?? "";
    headers["access-control-allow-headers"] = requestHeaders(env);
    headers["access-control-max-age"] = PREFLIGHT_SECONDS;
  } else {
    headers["access-control-expose-headers"] = RESPONSE_HEADERS;
  }
  return headers;
}

/**
 * Declares that the response depends on a request header.
 * @param {Record<string, string>} headers
 * @param {string} name
 */
export function addVary(headers, name) {
  headers.vary = headers.vary === undefined ? name : `${headers.vary}, ${name}`;
}
