// A fresh, migrated database for a test file, in about 0.1 s: a copy of a template that is created once per cluster.
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { onShutdown } from "../common/shutdown.mjs";
import { connect } from "../database/connect.mjs";
import { startPostgres } from "../database/postgres.mjs";
import { asWorkerLogin, makeWorkerLogin } from "../database/worker-login.mjs";
import { migrate } from "../migrate.mjs";
import { startPooler } from "./pooler.mjs";

const template = "budgeting_template";
/** Any number will do, as long as every test process uses the same one. */
const templateLock = 4_201_837;

/** As many as the tests of a file send requests at once. */
const poolerConnections = { servers: 30, clients: 1000 };

/** @typedef {{ TEST_DATABASE_URL: string, TEST_POOLER_PORT: string }} Servers as variables of the environment */

/** @type {Promise<Servers> | undefined} */
let ownServers;

/** Those that `npm test` has started for all test files, or else this process's own. */
async function servers() {
  const { TEST_DATABASE_URL, TEST_POOLER_PORT } = process.env;
  if (TEST_DATABASE_URL && TEST_POOLER_PORT) return { TEST_DATABASE_URL, TEST_POOLER_PORT };
  ownServers ??= startTestServers();
  return await ownServers;
}

/**
 * A cluster for tests, and a pooler for its databases.
 *
 * @returns {Promise<Servers>}
 */
export async function startTestServers() {
  // Proving the password is a fifth of a connection's work. Clusters of single tests have PostgreSQL's 4096 rounds.
  const { url } = await startTestCluster({ scram_iterations: "1" });
  const pooler = await startPooler(asWorkerLogin(url), poolerConnections);
  return { TEST_DATABASE_URL: url, TEST_POOLER_PORT: new URL(pooler.url).port };
}

/**
 * A cluster for tests only, in a temporary folder: nothing in it must outlive them, so it never waits for the disk.
 *
 * @param {Record<string, string>} [settings] of PostgreSQL
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} the address of its superuser
 */
export async function startTestCluster(settings = {}) {
  const folder = await mkdtemp(join(tmpdir(), "budgeting-test-"));
  // If run as root, PostgreSQL runs as another user, who needs access to this folder.
  await chmod(folder, 0o755);
  // Registered before the server is started, so that it runs after the server has stopped.
  const remove = () => rm(folder, { recursive: true, force: true });
  const forget = onShutdown(remove);
  const cluster = await startPostgres({
    dataDir: join(folder, "postgres"),
    // Not a word that could occur by chance: tests search for it where it must not appear.
    password: randomBytes(12).toString("hex"),
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200", ...settings },
  });
  return {
    url: cluster.url,
    stop: async () => {
      await cluster.stop();
      forget();
      await remove();
    },
  };
}

/**
 * @param {object} [options]
 * @param {boolean} [options.migrated] false: an empty database
 * @param {string} [options.copyOf] the address of a database that nobody is connected to, to be copied
 * @returns {Promise<{ url: string, workerUrl: string, pooledUrl: string, adminUrl: string, drop: () => Promise<void> }>}
 *   `url` is its owner's; `workerUrl` that of the Worker's login, if the database is migrated, and `pooledUrl` the same
 *   through a pooler; `adminUrl` is another database of the same cluster, for what can't be done from inside
 */
export async function testDatabase({ migrated = true, copyOf } = {}) {
  const { TEST_DATABASE_URL: adminUrl, TEST_POOLER_PORT: poolerPort } = await servers();
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asAdmin(adminUrl, async (client) => {
    if (migrated) await createTemplate(client, adminUrl);
    const source = copyOf ? new URL(copyOf).pathname.slice(1) : migrated ? template : "template0";
    await client.query(`create database ${name} template ${source}`);
    await client.query(`revoke temporary on database ${name} from public`);
  });
  const url = withDatabase(adminUrl, name);
  return {
    url,
    workerUrl: asWorkerLogin(url),
    pooledUrl: Object.assign(new URL(asWorkerLogin(url)), { port: poolerPort }).href,
    adminUrl,
    drop: () =>
      asAdmin(adminUrl, async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  };
}

/**
 * @param {pg.Client} client
 * @param {string} adminUrl
 */
async function createTemplate(client, adminUrl) {
  // Test files run in parallel; the first one creates the template. The lock is released with the session.
  await client.query("select pg_advisory_lock($1)", [templateLock]);
  const { rowCount } = await client.query("select from pg_database where datname = $1 and datistemplate", [template]);
  if (rowCount === 0) {
    await client.query(`drop database if exists ${template}`);
    await client.query(`create database ${template} template template0`);
    const databaseUrl = withDatabase(adminUrl, template);
    await migrate({ databaseUrl });
    await makeWorkerLogin({ databaseUrl });
    await client.query(`alter database ${template} is_template true`);
  }
}

/**
 * @param {string} adminUrl
 * @param {(client: pg.Client) => Promise<void>} work
 */
async function asAdmin(adminUrl, work) {
  const client = await connect(adminUrl);
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/**
 * @param {string} url
 * @param {string} name
 */
export function withDatabase(url, name) {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
