// Checks whether the database can be reached in the way that the Worker reaches it, and what it contains.

import { checkDatabaseUrl, connect } from "../database/connect.mjs";
import { isThisMachine } from "../database/connection-string.mjs";
import { fix, ok, warning } from "./findings.mjs";
import { checkLogin } from "./privileges.mjs";
import { checkMigrations, checkProtection, checkRoom } from "./tables.mjs";

/** @typedef {import("./findings.mjs").Finding} Finding */

/**
 * @param {string | undefined} databaseUrl the address with the Worker's login
 * @param {string | undefined} ownerUrl the address with which migrations are run
 * @returns {Promise<Finding[]>}
 */
export async function checkDatabase(databaseUrl, ownerUrl) {
  if (!databaseUrl && !ownerUrl) {
    return [
      warning(
        "database: not checked, because no address is given",
        "DATABASE_URL=<the address given to Hyperdrive> MIGRATE_DATABASE_URL=<the address for `npm run migrate`> npm run doctor",
      ),
    ];
  }
  const findings = databaseUrl
    ? await withClient("DATABASE_URL", databaseUrl, async (client) => [
        ...(await checkConnection(client, databaseUrl)),
        ...(ownerUrl ? [] : [await checkMigrations(client)]),
        ...(await checkProtection(client)),
        ...(await checkRoom(client)),
        ...(await checkLogin(client)),
      ])
    : [warning("login: not checked", "set DATABASE_URL to the address given to Hyperdrive")];
  if (!ownerUrl) return findings;
  return [
    ...findings,
    ...(await withClient("MIGRATE_DATABASE_URL", ownerUrl, async (client) => [
      await checkMigrations(client),
      ...(databaseUrl ? [] : [...(await checkProtection(client)), ...(await checkRoom(client))]),
    ])),
  ];
}

/**
 * @param {string} name of the variable that holds the address
 * @param {string} url
 * @param {(client: import("pg").Client) => Promise<Finding[]>} check
 */
async function withClient(name, url, check) {
  let client;
  try {
    client = await connect(url);
  } catch (error) {
    return [fix(`${name}: ${/** @type {Error} */ (error).message}`)];
  }
  try {
    return await check(client);
  } finally {
    await client.end();
  }
}

/** @param {import("pg").Client} client @param {string} databaseUrl @returns {Promise<Finding[]>} */
async function checkConnection(client, databaseUrl) {
  const { host: hostname } = checkDatabaseUrl(databaseUrl);
  const { rows } = await client.query(
    `select current_setting('server_version_num')::int / 10000 as version,
       (select ssl from pg_stat_ssl where pid = pg_backend_pid()) as ssl`,
  );
  const [{ version, ssl }] = rows;
  const findings = [];
  if (hostname.endsWith(".pooler.supabase.com")) {
    findings.push(
      warning(
        "DATABASE_URL: uses Supabase's session pooler",
        "give Hyperdrive the direct connection, db.<project>.supabase.co:5432; Hyperdrive is a pooler itself",
      ),
    );
  } else {
    findings.push(ok("DATABASE_URL: a direct connection"));
  }
  if (ssl) findings.push(ok("TLS: this connection has it"));
  else if (isThisMachine(hostname)) findings.push(warning("TLS: not checked, because the database is on this machine"));
  else
    findings.push(
      fix("TLS: turned off by sslmode in DATABASE_URL", "the Worker refuses that: set sslmode=verify-full"),
    );
  if (version < 15 || version > 17) {
    findings.push(warning(`PostgreSQL ${version}: not tested`, "use PostgreSQL 15, 16 or 17"));
  }
  return findings;
}
