// Where a request carries its access token.

/**
 * `isAmbient`: the browser sends it automatically, whichever page caused the request.
 * @typedef {{ token: string, isAmbient: boolean }} Credentials
 */

/**
 * The token in `Authorization: Bearer`. A client that sends this header intends to use it: if the token is invalid or
 * empty, a cookie does not replace it. Only the scheme Basic (RFC 7617) is ignored: a site may use it for access
 * control in front of the API, and browsers then send it with every request.
 * @param {Headers} headers
 * @returns {Credentials | null | undefined} undefined if the header is absent or ignored
 */
export function fromAuthorization(headers) {
  const value = headers.get("authorization");
  if (value === null || /^Basic +[\w+/.~-]+=*$/i.test(value)) return undefined;
  const token = /^Bearer +(?<token>\S+)$/i.exec(value)?.groups?.token;
  return token === undefined ? null : { token, isAmbient: false };
}

/**
 * The token that Cloudflare Access adds to requests signed in with its own cookie.
 * @param {Headers} headers
 * @returns {Credentials | null}
 */
export function fromAccess(headers) {
  const token = headers.get("cf-access-jwt-assertion");
  return token === null ? null : { token, isAmbient: true };
}

/**
 * The token in the session cookie of `@supabase/ssr` and `@nuxtjs/supabase`. The cookie is called `name`, or for a long
 * session `name.0`, `name.1` and so on; it contains the session's JSON, either as it is or as `base64-` and its
 * base64url.
 * @param {Headers} headers
 * @param {string} name
 * @returns {Credentials | null} null also for a cookie without a valid session, such as one with a stale chunk
 */
export function fromCookie(headers, name) {
  const cookies = cookiesOf(headers.get("cookie") ?? "");
  let value = cookies.get(name) ?? "";
  if (value === "") {
    // As the library does: an empty chunk is one that was deleted, and it ends the list.
    for (let chunk = 0; cookies.get(`${name}.${chunk}`); chunk += 1) value += cookies.get(`${name}.${chunk}`);
  }
  try {
    const session = JSON.parse(value.startsWith("base64-") ? decodeBase64Url(value.slice(7)) : value);
    // Older sessions are arrays: the access token, then the refresh token.
    const token = Array.isArray(session) ? session[0] : session?.access_token;
    return typeof token === "string" && token !== "" ? { token, isAmbient: true } : null;
  } catch {
    return null;
  }
}

/** @param {string} header */
function cookiesOf(header) {
  /** @type {Map<string, string>} */
  const cookies = new Map();
  for (const pair of header.split(";")) {
    const equals = pair.indexOf("=");
    if (equals === -1) continue;
    const name = pair.slice(0, equals).trim();
    // If a cookie is repeated, the first one has the most specific path (RFC 6265 section 5.4).
    if (!cookies.has(name)) cookies.set(name, decoded(unquoted(pair.slice(equals + 1).trim())));
  }
  return cookies;
}

/** RFC 6265 section 4.1.1 allows a value in double quotes. @param {string} value */
function unquoted(value) {
  return /^"(?<inner>.*)"$/.exec(value)?.groups?.inner ?? value;
}

/** @param {string} value */
function decoded(value) {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** @param {string} text */
function decodeBase64Url(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
