// PgBouncer in transaction mode. For the Worker it is what Hyperdrive is: it keeps connections to the database open, and
// uses them for the Worker's connections, of which each serves a single request.
import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, isTaken } from "../common/ports.mjs";
import { onShutdown } from "../common/shutdown.mjs";
import { connect } from "../database/connect.mjs";
import { findPgbouncer } from "../setup/pgbouncer.mjs";

/** @typedef {Awaited<ReturnType<typeof startPooler>>} Pooler */

/**
 * Starts a pooler for every database of a cluster.
 *
 * @param {string} target the address of one of the databases, with the Worker's login, which is the only one that it knows
 * @param {{ servers?: number, clients?: number, names?: number }} [most] connections to each database; from clients; named
 *   prepared statements on each connection to a database, none of which may be named alike by two clients if it is 0
 */
export async function startPooler(target, { servers = 12, clients = 300, names = 200 } = {}) {
  const program = await findPgbouncer();
  if (program === undefined) throw new Error("PgBouncer 1.21 or newer is missing; `npm test` installs it.");
  const folder = await mkdtemp(join(tmpdir(), "budgeting-pooler-"));
  // Under root it runs as another user, who has to read its files.
  await chmod(folder, 0o755);
  const { hostname, port: databasePort, username, password } = new URL(target);
  const port = await freePort(folder);
  await writeFile(join(folder, "users.txt"), `"${username}" "${decodeURIComponent(password)}"\n`);
  await writeFile(
    join(folder, "pgbouncer.ini"),
    `[databases]
* = host=${hostname} port=${databasePort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
# Checking a password for each connection would be most of the work, and is not what is tested or measured here.
auth_type = trust
auth_file = ${join(folder, "users.txt")}
stats_users = ${username}
pool_mode = transaction
max_prepared_statements = ${names}
default_pool_size = ${servers}
max_client_conn = ${clients}
# It must notice soon that a server has restarted, and must not keep clients waiting for one that is gone.
server_login_retry = 1
query_wait_timeout = 3
`,
  );
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let child;
  const kill = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child?.once("exit", done));
    child.kill("SIGKILL");
    await ended;
  };
  const start = async () => {
    const asUser = process.getuid?.() === 0 ? ["-u", "postgres"] : [];
    const started = spawn(program, [...asUser, join(folder, "pgbouncer.ini")], { stdio: "ignore" });
    child = started;
    while (!(await isTaken(port))) {
      if (started.exitCode !== null) throw new Error(`pgbouncer ended with exit code ${started.exitCode}`);
      await sleep(10);
    }
  };
  const forget = onShutdown(async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  });
  await start();
  const url = Object.assign(new URL(target), { port: String(port) }).href;
  return {
    url,
    pid: () => child?.pid ?? 0,
    async restart() {
      await kill();
      await start();
    },
    /** How many connections clients have. */
    async clients() {
      const console = await connect(Object.assign(new URL(url), { pathname: "/pgbouncer" }).href);
      try {
        const { rows } = await console.query("show clients");
        return rows.filter(({ database }) => database !== "pgbouncer").length;
      } finally {
        await console.end();
      }
    },
    async close() {
      forget();
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
