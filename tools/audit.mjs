// `npm run audit`: runs every statement on a large database and writes docs/statements.md.
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "./common/paths.mjs";
import { onShutdown, shutdown } from "./common/shutdown.mjs";
import { note, step } from "./common/steps.mjs";
import { runTool, setUp } from "./setup/index.mjs";

await runTool(async () => {
  await setUp({ native: true });
  // Packages are installed only from here on, so they are imported dynamically.
  const { statementsDocument } = await import("./statements/document.mjs");
  const { loadLargeDatabase, tableSizes } = await import("./statements/large-database.mjs");
  const { measure, usualValues } = await import("./statements/measure.mjs");
  const { listStatements } = await import("./statements/list.mjs");
  const { connect } = await import("./database/connect.mjs");
  const { migrate } = await import("./migrate.mjs");
  const { startPostgres } = await import("./database/postgres.mjs");

  const statements = await step("statements", listStatements, ({ length }) => `${length}`);
  const folder = await mkdtemp(join(tmpdir(), "budgeting-audit-"));
  // If run as root, PostgreSQL runs as another user, who needs access to this folder.
  await chmod(folder, 0o755);
  // Registered before the server is started, so that it runs after the server has stopped.
  onShutdown(() => rm(folder, { recursive: true, force: true }));
  const { url } = await step(
    "PostgreSQL for the audit",
    () =>
      startPostgres({
        dataDir: join(folder, "postgres"),
        settings: {
          fsync: "off",
          full_page_writes: "off",
          max_wal_size: "8GB",
          // The buffers hold the whole database, so times reflect the plans and not the disk.
          shared_buffers: "1GB",
          shared_preload_libraries: "pg_stat_statements,auto_explain",
          "auto_explain.log_nested_statements": "on",
          "auto_explain.log_format": "json",
          "auto_explain.log_level": "notice",
        },
      }),
    () => "running",
  );
  await migrate({ databaseUrl: url });
  const client = await connect(url);
  await client.query("create extension pg_stat_statements");
  await step("10,000 profiles and 5 million entries", () => loadLargeDatabase(client));

  const values = await usualValues(client);
  const audited = await step(
    "measuring",
    async () => {
      const done = [];
      for (const statement of statements) {
        done.push({ ...statement, cost: await measure(client, statement, values(statement)) });
      }
      return done;
    },
    ({ length }) => `${length} statements`,
  );
  const tables = await tableSizes(client);
  const { rows } = await client.query("show server_version");
  await client.end();

  const document = statementsDocument({ statements: audited, tables, version: String(rows[0].server_version) });
  await writeFile(inRoot("docs", "statements.md"), document);
  console.log("\nWrote docs/statements.md.");
  for (const { endpoint, cost } of audited) {
    const scanned = [...cost.path, ...cost.references].filter(({ index }) => index === "").map(({ table }) => table);
    if (scanned.length === 0) continue;
    note(`${endpoint} reads all of ${scanned.join(", ")}`);
    process.exitCode = 1;
  }
  await shutdown();
});
