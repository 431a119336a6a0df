// The login with which the Worker connects: a member of the role that schema/migrations creates for it, and nothing
// else.
import { connect } from "./connect.mjs";

/** docs/deploy.md uses this name too. */
export const workerLogin = "budgeting_worker";

/**
 * Creates or resets the login, for every migrated database in a cluster that is ours to set up.
 *
 * @param {{ databaseUrl: string }} options the address of a superuser; the login gets the same password
 * @returns {Promise<string>} the login's own address
 */
export async function makeWorkerLogin({ databaseUrl }) {
  const password = decodeURIComponent(new URL(databaseUrl).password);
  const client = await connect(databaseUrl);
  try {
    const { rowCount } = await client.query("select from pg_roles where rolname = $1", [workerLogin]);
    if (rowCount === 0) await client.query(`create role ${workerLogin}`);
    await client.query(`alter role ${workerLogin} login inherit password ${client.escapeLiteral(password)}`);
    await client.query(`grant budgeting_api to ${workerLogin}`);
    await client.query(`alter role ${workerLogin} set search_path = ''`);
    await client.query(`alter role ${workerLogin} set statement_timeout = '10s'`);
  } finally {
    await client.end();
  }
  return asWorkerLogin(databaseUrl);
}

/**
 * The same address with the Worker's login.
 *
 * @param {string} databaseUrl
 */
export function asWorkerLogin(databaseUrl) {
  const url = new URL(databaseUrl);
  url.username = workerLogin;
  return url.href;
}
