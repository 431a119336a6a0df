// Parses, checks and opens a database address, with error messages that say what to do.
import { readFile } from "node:fs/promises";
import pg from "pg";
import { partsOf } from "./connection-string.mjs";

// Ids and counts are `bigint`, which pg returns as text; all of ours are below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const directConnection =
  "Use the direct connection on port 5432 (Supabase: Connect > Direct connection; it looks like " +
  "postgres://postgres:PASSWORD@db.PROJECT.supabase.co:5432/postgres).";
const transactionPooler =
  "Port 6543 is Supabase's transaction pooler. It hands each statement to another session, so nothing " +
  `that a tool sets or locks for its session holds through it.\n${directConnection}`;

/**
 * The address from `--database-url`, or else from DATABASE_URL.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [command] the npm script, for the message
 */
export function databaseUrlFrom(args, env, command = "migrate") {
  const inline = args.find((arg) => arg.startsWith("--database-url="));
  const index = args.indexOf("--database-url");
  const given = inline ? inline.slice("--database-url=".length) : index >= 0 ? args[index + 1] : env.DATABASE_URL;
  if (given) return given;
  throw new Error(
    "No database given. Set DATABASE_URL, or pass it:\n" +
      `  npm run ${command} -- --database-url postgres://USER:PASSWORD@HOST:5432/DATABASE`,
  );
}

/**
 * The parts of an address that a tool can use; throws an error that describes the problem otherwise.
 *
 * @param {string} databaseUrl
 */
export function checkDatabaseUrl(databaseUrl) {
  const looks =
    "The database address must look like postgres://USER:PASSWORD@HOST:5432/DATABASE " +
    "(characters such as @ : / # in the password are written %40 %3A %2F %23).";
  /** @type {import("./connection-string.mjs").Parts} */
  let parts;
  try {
    parts = partsOf(databaseUrl);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    // For this port, the tools have a more detailed message.
    throw new Error(/6543/.test(message) ? transactionPooler : `${message}.\n${looks}`);
  }
  if (parts.port === 6543) throw new Error(transactionPooler);
  return parts;
}

/**
 * A connected client, which the caller must end.
 *
 * @param {string} databaseUrl
 */
export async function connect(databaseUrl) {
  const parts = checkDatabaseUrl(databaseUrl);
  const { tls, sslrootcert, ...place } = parts;
  const ca = tls && sslrootcert !== undefined ? await authority(sslrootcert) : undefined;
  const client = new pg.Client({
    ...place,
    ssl: tls ? { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) } : false,
    connectionTimeoutMillis: 15_000,
    application_name: "budgeting tools",
  });
  // A connection that breaks while idle must not end the process; the next statement reports it.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    throw new Error(explain(parts, error), { cause: error });
  }
  return client;
}

/** @param {string} file */
async function authority(file) {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = /** @type {{ code?: string }} */ (error);
    throw new Error(
      `The file ${file}, which sslrootcert in the database address names, can't be read (${code}). It is to hold the ` +
        "certificate of the authority that signed the server's (Supabase: Database Settings > SSL Configuration); " +
        "correct its path, which starts in the current folder.",
    );
  }
}

/**
 * @param {import("./connection-string.mjs").Parts} parts
 * @param {unknown} error
 */
function explain(parts, error) {
  const place = `${parts.host}:${parts.port}`;
  const { code, message = "" } = /** @type {{ code?: string, message?: string }} */ (error);
  if (code === "28000" && /pg_hba\.conf/.test(message)) {
    return /no encryption/.test(message)
      ? `The database at ${place} takes no connection without TLS (${message}). ` +
          "Set sslmode=verify-full in the address in place of what turns TLS off there, or add it."
      : `The database at ${place} takes no such connection (${message}). Its pg_hba.conf has to allow it.`;
  }
  if (code === "28P01" || code === "28000") {
    return `The database at ${place} refuses user "${parts.user}": ${message}. Check the user and password in the address.`;
  }
  if (code === "3D000") return `The database at ${place} runs, but ${message}. Create it, or correct the address.`;
  if (/does not support SSL/.test(message)) {
    return (
      `The database at ${place} has TLS turned off (${message}), and without it nothing is sent to another machine. ` +
      "Turn it on there, or, on a network that nobody else is on, add sslmode=disable to the address."
    );
  }
  if (code && /CERT|ISSUER|SIGNATURE/.test(code)) {
    return (
      `The database at ${place} shows a certificate that this machine does not trust (${code}). ` +
      "Add sslrootcert=FILE to the address, with the certificate of its authority " +
      "(Supabase: Database Settings > SSL Configuration)."
    );
  }
  return `The database at ${place} can't be reached (${code ?? message}). Is it running, and is the address right?`;
}
