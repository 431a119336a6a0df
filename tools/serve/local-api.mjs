// Runs the API on this machine: database, tables, demo data and Worker, each as a step.
import { join } from "node:path";
import { inRoot } from "../common/paths.mjs";
import { note, step } from "../common/steps.mjs";
import { checkDatabaseUrl } from "../database/connect.mjs";
import { isThisMachine } from "../database/connection-string.mjs";
import { demoUser, loadDemo } from "../database/demo.mjs";
import { startPostgres } from "../database/postgres.mjs";
import { makeWorkerLogin } from "../database/worker-login.mjs";
import { migrate } from "../migrate.mjs";
import { buildModule } from "../setup/index.mjs";
import { buildAssets } from "./assets.mjs";
import { mayLoadDemo } from "./start-options.mjs";
import { startWorker } from "./wrangler-dev.mjs";

/**
 * Builds and starts what is needed, with the database in DATABASE_URL or an embedded one.
 *
 * @param {object} options
 * @param {number} options.port the Worker's
 * @param {import("./start-options.mjs").Options} options.options
 * @param {string[]} [options.origins] whose pages may write as the demo user, in addition to ALLOWED_ORIGINS
 * @param {(line: string) => void} options.log receives the Worker's output once it responds
 */
export async function startLocalApi({ port, options, origins = [], log }) {
  const { DATABASE_URL, BUDGETING_DATA, ALLOWED_ORIGINS = "" } = process.env;
  const given = DATABASE_URL ? checkDatabaseUrl(DATABASE_URL) : undefined;
  const hasDemo = mayLoadDemo(options, given && { host: given.host, isThisMachine: isThisMachine(given.host) });
  await buildModule();
  await buildAssets();

  const databaseUrl =
    DATABASE_URL ||
    (
      await step(
        "PostgreSQL",
        () => startPostgres({ dataDir: join(BUDGETING_DATA ?? inRoot(".data"), "postgres"), log: note }),
        (running) => `on port ${running.port}`,
      )
    ).url;
  await step(
    "migrations",
    () => migrate({ databaseUrl, log: note }),
    ({ applied }) => (applied.length === 0 ? "up to date" : `${applied.length} applied`),
  );
  if (hasDemo) {
    await step(
      "demo data",
      () => loadDemo({ databaseUrl, onlyIfEmpty: given !== undefined }),
      (loaded) => (loaded ? "loaded" : "present"),
    );
  }
  // Connects as the Worker's login, so that missing privileges show up here. A given database comes with its own login.
  const workerUrl = given ? withVerifiedTls(databaseUrl, given) : await makeWorkerLogin({ databaseUrl });
  const allowed = [...origins, ALLOWED_ORIGINS].join(",");
  const vars = { AUTH_MODE: "dev", DEMO_USER: demoUser, ALLOWED_ORIGINS: allowed };
  const worker = await step(
    "Worker",
    () => startWorker({ port, databaseUrl: workerUrl, vars, log }),
    () => "answers",
  );
  return { worker, databaseUrl, hasDemo };
}

/**
 * The address for `wrangler dev`, which replaces Hyperdrive and does not use TLS unless told to.
 *
 * @param {string} databaseUrl
 * @param {import("../database/connection-string.mjs").Parts} parts
 */
function withVerifiedTls(databaseUrl, { tls }) {
  const url = new URL(databaseUrl);
  if (tls) url.searchParams.set("sslmode", "verify-full");
  return url.href;
}
