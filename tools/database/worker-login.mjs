// The login that the Worker connects with: a member of the role that schema/migrations makes for it, and nothing else.
import { connect } from "./connect.mjs";

/** docs/deploy.md uses this name too. */
export const workerLogin = "budgeting_worker";

/**
 * Makes the login, or makes it again what it should be, for every migrated database of a cluster that is ours to set up.
 *
 * @param {{ databaseUrl: string }} options the address of a superuser, whose password it gets
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
 * The same address for the Worker's login.
 *
 * @param {string} databaseUrl
 */
export function asWorkerLogin(databaseUrl) {
  const url = new URL(databaseUrl);
  url.username = workerLogin;
  return url.href;
}
