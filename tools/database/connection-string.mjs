// Parses a connection string with the grammar of wasm/api/connection.cpp, for tools that run before anything is built.
// tests/module/connection-strings.test.mjs parses the same strings with both.

/**
 * @typedef {object} Parts each decoded
 * @property {string} host lower case, an IPv6 address without its brackets
 * @property {number} port
 * @property {string} user
 * @property {string} password
 * @property {string} database
 * @property {boolean} tls with a verified certificate
 * @property {string} [sslrootcert] the file of the authority that signed it
 */

const TO_ENCODE = ": in user, password and database, @ / ? # and % are written %40 %2F %3F %23 and %25";
const TLS_MODES = ["require", "verify-ca", "verify-full"];

/** @type {Record<string, string>} what a parameter that is known elsewhere is told with */
const UNSUPPORTED = {
  connect_timeout: "; a tool waits 15 seconds",
  uselibpqcompat: ", which turns verification off",
};

/** Why a connection string is rejected; never contains a secret. */
export class ConnectionStringError extends Error {}

/**
 * Unlike the Worker, tools may read a certificate authority from a file (`sslrootcert`), and may connect to another
 * host without TLS if `sslmode=disable` says so.
 *
 * @param {string} text
 * @param {string} [name] what error messages call it
 * @returns {Parts}
 */
export function partsOf(text, name = "The database address") {
  /** @param {string} problem @returns {never} */
  const refuse = (problem) => {
    throw new ConnectionStringError(`${name}${problem}`);
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that are looked for
  if (/[\x00-\x20\x7f]/.test(text)) refuse(" holds a space or a control character, at its end perhaps");
  const scheme = /^postgres(ql)?:\/\//.exec(text)?.[0] ?? refuse(" must begin with postgres:// or postgresql://");
  const rest = text.slice(scheme.length);
  if (rest.includes("#")) refuse(` holds a #${TO_ENCODE}`);
  const at = rest.indexOf("@");
  const slash = rest.search(/[/?]/);
  if (at < 0) refuse(" names no user");
  if (at !== rest.lastIndexOf("@") || (slash >= 0 && slash < at)) refuse(` cannot be taken apart${TO_ENCODE}`);
  if (slash < 0 || rest[slash] !== "/") refuse(" names no database");

  const [, writtenUser = "", writtenPassword = ""] = /^([^:]*):?(.*)$/.exec(rest.slice(0, at)) ?? [];
  const [, path = "", query] = /^([^?]*)(?:\?(.*))?$/.exec(rest.slice(slash + 1)) ?? [];
  const [user, password, database] = [writtenUser, writtenPassword, path].map(
    (part) => decoded(part) ?? refuse(` holds a % that is no encoded character${TO_ENCODE}`),
  );
  if (!user) refuse(" names no user");
  if (!database) refuse(" names no database");
  if (path.includes("/")) refuse(`'s database holds a /${TO_ENCODE}`);
  const { host, port } = place(rest.slice(at + 1, slash).toLowerCase(), refuse);
  if (port === 6543 && /\.supabase\.com?$/.test(host)) {
    refuse(" uses Supabase's transaction pooler on port 6543; use the direct connection on 5432");
  }
  const parts = { host, port, user: user ?? "", password: password ?? "", database: database ?? "" };
  const { sslmode, sslrootcert } = parameters(query, refuse);
  const tls = sslmode === undefined ? !isThisMachine(host) || sslrootcert !== undefined : sslmode !== "disable";
  return { ...parts, tls, ...(sslrootcert === undefined ? {} : { sslrootcert }) };
}

/** Whether a host, as returned by `partsOf`, is a name or an address of this machine. @param {string} host */
export const isThisMachine = (host) => host === "localhost" || host === "::1" || /^127\.[\d.]+$/.test(host);

/** @param {string} text @param {(problem: string) => never} refuse */
function place(text, refuse) {
  const found = /^(?:\[([^\]]*)\]|([^:[]*))(?::(.*))?$/.exec(text);
  if (!found) {
    return refuse(
      /^\[[^\]]*\]/.test(text)
        ? "'s port must be a number from 1 to 65535"
        : "'s host must be one name, an IPv4 address or an IPv6 address in brackets",
    );
  }
  const [, ipv6, name = "", port = "5432"] = found;
  const host = ipv6 ?? name;
  if (host === "") refuse(" names no host");
  const isHost = ipv6 === undefined ? isHostName(host) : /^[\da-f:.]+$/.test(ipv6) && /:.*:/.test(ipv6);
  if (!isHost) refuse("'s host must be one name, an IPv4 address or an IPv6 address in brackets");
  if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65535) refuse("'s port must be a number from 1 to 65535");
  return { host, port: Number(port) };
}

/**
 * A host that ends in a number is rejected unless it is an IPv4 address: some parsers would read it as one.
 * @param {string} host
 */
function isHostName(host) {
  const labels = host.split(".");
  if (!labels.every((label) => /^[a-z\d_]([a-z\d_-]*[a-z\d_])?$/.test(label))) return false;
  if (!/^\d/.test(labels.at(-1) ?? "")) return true;
  return labels.length === 4 && labels.every((label) => /^(0|[1-9]\d{0,2})$/.test(label) && Number(label) <= 255);
}

/**
 * @param {string | undefined} query
 * @param {(problem: string) => never} refuse
 */
function parameters(query, refuse) {
  /** @type {{ sslmode?: string, sslrootcert?: string, channel_binding?: string }} */
  const given = {};
  for (const pair of query?.split("&") ?? []) {
    const [, name = "", value = ""] =
      /^([a-z_]{1,40})=(.*)$/.exec(pair) ??
      refuse(" has a parameter that is not written as name=value with a plain name");
    // `channel_binding` is ignored: verifying the certificate already gives the protection that it is for.
    if (name !== "sslmode" && name !== "channel_binding" && name !== "sslrootcert") {
      return refuse(` has the parameter ${name}${UNSUPPORTED[name] ?? ", which is not known here"}: take it out`);
    }
    if (given[name] !== undefined) refuse(` has the parameter ${name} twice`);
    const known = name === "sslrootcert" ? decoded(value) : /^[a-z-]+$/.exec(value)?.[0];
    given[name] = known || refuse(`'s parameter ${name} has no value that is known`);
  }
  const { sslmode } = given;
  if (sslmode !== undefined && sslmode !== "disable" && !TLS_MODES.includes(sslmode)) {
    refuse(" must not turn verification off: set sslmode=verify-full");
  }
  return given;
}

/** @param {string} text @returns {string | undefined} undefined if PostgreSQL could not accept it */
function decoded(text) {
  try {
    const plain = decodeURIComponent(text);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that are looked for
    return /[\x00-\x1f\x7f]/.test(plain) ? undefined : plain;
  } catch {
    return undefined;
  }
}
