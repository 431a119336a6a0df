// Reading, checking and opening a database address, with errors that say what to do.
import pg from "pg";

// Ids and counts are `bigint`, which pg gives as texts; all of ours are below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const directConnection =
  "Use the direct connection on port 5432 (Supabase: Connect > Direct connection; it looks like " +
  "postgres://postgres:PASSWORD@db.PROJECT.supabase.co:5432/postgres).";

/**
 * The address from `--database-url`, else from DATABASE_URL.
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
 * Throws if `databaseUrl` is not an address that a migration can run on.
 *
 * @param {string} databaseUrl
 */
export function checkDatabaseUrl(databaseUrl) {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new Error(
      "The database address must look like postgres://USER:PASSWORD@HOST:5432/DATABASE " +
        "(characters such as @ : / # in the password are written %40 %3A %2F %23).",
    );
  }
  if (url.port === "6543") {
    throw new Error(
      "Port 6543 is Supabase's transaction pooler. It hands each statement to another session, so nothing " +
        `that a tool sets or locks for its session holds through it.\n${directConnection}`,
    );
  }
}

/**
 * A connected client, for whoever calls this to end.
 *
 * @param {string} databaseUrl
 */
export async function connect(databaseUrl) {
  checkDatabaseUrl(databaseUrl);
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 15_000,
    application_name: "budgeting tools",
  });
  // A connection that breaks while idle must not end the process; the next statement reports it.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    throw new Error(explain(databaseUrl, error), { cause: error });
  }
  return client;
}

/**
 * @param {string} databaseUrl
 * @param {unknown} error
 */
function explain(databaseUrl, error) {
  const url = new URL(databaseUrl);
  const place = `${url.hostname}:${url.port || 5432}`;
  const { code, message } = /** @type {{ code?: string, message?: string }} */ (error);
  if (code === "28P01" || code === "28000") {
    return `The database at ${place} refuses user "${url.username}": ${message}. Check the user and password in the address.`;
  }
  if (code === "3D000") return `The database at ${place} runs, but ${message}. Create it, or correct the address.`;
  if (code && /CERT|ISSUER|SIGNATURE/.test(code)) {
    return (
      `The database at ${place} shows a certificate that this machine does not trust (${code}). ` +
      "Add sslrootcert=FILE to the address, with the certificate of its authority " +
      "(Supabase: Database Settings > SSL Configuration)."
    );
  }
  const reason = code ?? message ?? String(error);
  return (
    `The database at ${place} can't be reached (${reason}). Is it running, and is the address right? ` +
    "A hosted database may also want ?sslmode=require at the end of its address."
  );
}
