/** A PostgreSQL of a test file's own, which it may stop, crash and starve. What was committed outlives a crash. */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onShutdown } from "../../../tools/common/shutdown.mjs";
import { startPostgres } from "../../../tools/database/postgres.mjs";
import { makeWorkerLogin } from "../../../tools/database/worker-login.mjs";
import { migrate } from "../../../tools/migrate.mjs";
import { connect } from "../../worker/support/database.mjs";

/** @typedef {Awaited<ReturnType<typeof startCluster>>} Cluster */

/** @param {Record<string, string>} [more] settings of PostgreSQL */
export async function startCluster(more = {}) {
  const folder = await mkdtemp(join(tmpdir(), "budgeting-faults-"));
  // Under root, PostgreSQL runs as another user, who has to pass through.
  await chmod(folder, 0o755);
  const remove = () => rm(folder, { recursive: true, force: true });
  const forget = onShutdown(remove);
  const options = {
    dataDir: join(folder, "postgres"),
    // The machine goes on when PostgreSQL crashes, so what it has written is safe without waiting for the disk.
    settings: { fsync: "off", full_page_writes: "off", max_connections: "60", ...more },
  };
  let running = await startPostgres(options);
  const { url, port } = running;
  await migrate({ databaseUrl: url });
  const workerUrl = await makeWorkerLogin({ databaseUrl: url });
  /** Runs statements one after the other on a connection of their own; gives the last one's rows. @param {...string} statements @returns {Promise<any[]>} */
  const query = async (...statements) => {
    const client = await connect(url);
    try {
      let rows = [];
      for (const statement of statements) ({ rows } = await client.query(statement));
      return rows;
    } finally {
      await client.end();
    }
  };
  return {
    /** The owner's. */
    url,
    workerUrl,
    folder,
    query,
    session: () => connect(url),
    stop: () => running.stop(),
    crash: () => running.crash(),
    async start() {
      running = await startPostgres({ ...options, port });
    },
    async close() {
      await running.stop();
      forget();
      await remove();
    },
  };
}
