// Checks that users, and nobody else, will be able to sign in.
import { createLocalJWKSet } from "jose";
import { isAllowedOrigin, isHeaderName } from "../../worker-js/headers.js";
import { issuerOf } from "../../worker-js/sign-in/issuers.js";
import { fix, ok, warning } from "./findings.mjs";

/** @typedef {import("./findings.mjs").Finding} Finding */
/** @typedef {Record<string, string | undefined>} Values of the Worker's variables */

/** The Worker waits equally long for a key set. */
const patience = 5_000;
const keysPage = "Project Settings > JWT Keys in Supabase's dashboard";

/**
 * @param {Values} values
 * @returns {Promise<Finding[]>}
 */
export async function checkSignIn(values) {
  const mode = values.AUTH_MODE || "supabase";
  if (mode === "dev") {
    return [
      fix("AUTH_MODE: is dev, which accepts any user id without proof", "remove it; `npm start` sets it for local use"),
    ];
  }
  if (mode !== "supabase" && mode !== "jwks") {
    return [
      fix("AUTH_MODE: is neither supabase nor jwks, so nobody is signed in", "remove it; supabase is the default"),
    ];
  }
  const issuer = issuerOf(mode, values);
  if (typeof issuer === "string") {
    return [fix(`sign-in: ${issuer}`, "docs/deploy.md, step 5; if you deploy with --var, pass the same --var here")];
  }
  const address =
    mode === "supabase" ? checkSupabaseUrl(values.SUPABASE_URL ?? "") : checkAddress("JWKS_URL", issuer.keySetUrl);
  return [
    address,
    ...(address.kind === "fix" && !URL.canParse(issuer.keySetUrl)
      ? []
      : await checkKeySet(issuer, mode === "supabase")),
  ];
}

/**
 * Tokens contain the project's address as their issuer, so it must be spelled in exactly the same way.
 *
 * @param {string} value
 */
function checkSupabaseUrl(value) {
  const url = URL.parse(value);
  if (!url || url.origin === "null") return fix("SUPABASE_URL: is not an address", "https://<project>.supabase.co");
  if (url.origin !== value.replace(/\/+$/, "")) {
    return fix("SUPABASE_URL: must be the project's address and nothing else", `${url.origin}`);
  }
  return checkAddress("SUPABASE_URL", value);
}

/** @param {string} name @param {string} value */
function checkAddress(name, value) {
  const url = URL.parse(value);
  if (!url) return fix(`${name}: is not an address`);
  if (url.username || url.password)
    return fix(`${name}: has a password in it, which would appear in logs`, "remove it");
  if (url.protocol !== "https:") {
    return fix(`${name}: must begin with https://, or anybody on the network path could insert a key of their own`);
  }
  return ok(`${name}: ${value}`);
}

/** @param {import("../../worker-js/sign-in/issuers.js").Issuer} issuer @param {boolean} supabase @returns {Promise<Finding[]>} */
async function checkKeySet({ keySet, keySetUrl, secret }, supabase) {
  const source = keySet ? "SUPABASE_JWKS" : `key set at ${shown(keySetUrl)}`;
  let keys;
  try {
    keys = keysOf(keySet || (await fetched(keySetUrl)));
  } catch (error) {
    const mend = keySet
      ? "set it to the contents of <SUPABASE_URL>/auth/v1/.well-known/jwks.json, as one line"
      : "is the address right, and reachable from here?";
    return [fix(`${source}: ${/** @type {Error} */ (error).message}`, mend)];
  }
  if (keys.length > 0) {
    const found = ok(`${source}: ${keys.length} key${keys.length === 1 ? "" : "s"}`);
    if (!secret) return [found];
    return [
      found,
      warning(
        "SUPABASE_JWT_SECRET: is set, though the project has keys of its own",
        "remove it once no session is signed with it any more",
      ),
    ];
  }
  if (secret) {
    return [
      warning(
        `${source}: is empty; tokens are checked with SUPABASE_JWT_SECRET, which can also sign them`,
        `better use asymmetric signing keys: ${keysPage}`,
      ),
    ];
  }
  if (!supabase) return [fix(`${source}: is empty, so every token is refused`)];
  return [
    fix(
      `${source}: is empty, so the project signs with the legacy secret (HS256), and every token is refused`,
      `change to asymmetric signing keys, ${keysPage}; or: npx wrangler secret put SUPABASE_JWT_SECRET\n` +
        "(if you have done that already, pass the secret to npm run doctor in the environment)",
    ),
  ];
}

/** @param {string} url */
async function fetched(url) {
  let response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(patience) });
  } catch (error) {
    const { cause, message } = /** @type {Error & { cause?: { code?: string } }} */ (error);
    throw new Error(`can't be reached (${cause?.code ?? message})`);
  }
  if (!response.ok) throw new Error(`answers ${response.status}`);
  return response.text();
}

/** @param {string} text */
function keysOf(text) {
  let set;
  try {
    set = JSON.parse(text);
    createLocalJWKSet(set);
  } catch {
    throw new Error("is not a key set (a JSON object with a list `keys`)");
  }
  return /** @type {unknown[]} */ (set.keys);
}

/** @param {string} address without what may be secret in it */
function shown(address) {
  const { origin, pathname } = new URL(address);
  return origin + pathname;
}

/**
 * Checks that each entry is spelled as browsers spell origins; otherwise it never matches.
 *
 * @param {string | undefined} origins
 * @returns {Finding[]}
 */
export function checkOrigins(origins) {
  if (!origins) return [ok("ALLOWED_ORIGINS: none, so only pages of the Worker's own origin may use its cookies")];
  const findings = origins.split(",").map((entry) => {
    const written = entry.trim();
    const url = URL.parse(written);
    if (!url || !/^https?:$/.test(url.protocol)) {
      return fix(
        `ALLOWED_ORIGINS: "${written}" is not an origin${/[*]/.test(written) ? "; there are no wildcards" : ""}`,
        "use an origin such as https://app.example.com",
      );
    }
    if (!isAllowedOrigin(url.origin, { ALLOWED_ORIGINS: written })) {
      return fix(`ALLOWED_ORIGINS: "${written}" matches nothing, because it is not an exact origin`, url.origin);
    }
    if (url.hostname.includes("*"))
      return fix(`ALLOWED_ORIGINS: "${written}": there are no wildcards`, "name each origin");
    if (url.protocol === "http:") {
      return warning(
        `ALLOWED_ORIGINS: ${written} is not encrypted, so anybody on the network path can act as its pages`,
        "use https, or remove it",
      );
    }
    return undefined;
  });
  const faults = findings.filter((finding) => finding !== undefined);
  return faults.length > 0 ? faults : [ok(`ALLOWED_ORIGINS: ${origins}`)];
}

/**
 * Checks that each entry is a valid header name; the Worker ignores others.
 *
 * @param {{ ALLOWED_HEADERS?: string | undefined, ALLOWED_ORIGINS?: string | undefined }} values
 * @returns {Finding[]}
 */
export function checkHeaders({ ALLOWED_HEADERS: headers, ALLOWED_ORIGINS: origins }) {
  if (!headers) return [];
  const wrong = headers.split(",").filter((name) => !isHeaderName(name.trim()));
  if (wrong.length > 0) {
    return wrong.map((name) =>
      fix(
        `ALLOWED_HEADERS: "${name.trim()}" is not a header name${name.trim() === "*" ? "; there are no wildcards" : ""}`,
        "names separated by commas, such as x-trace-id",
      ),
    );
  }
  if (!origins) {
    return [warning("ALLOWED_HEADERS: is for pages of other origins, and ALLOWED_ORIGINS names none", "take it out")];
  }
  return [ok(`ALLOWED_HEADERS: ${headers}`)];
}
