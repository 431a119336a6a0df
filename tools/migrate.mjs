// `npm run migrate`: brings a database's tables up to date. Safe to run at any time, even twice at once.
import { pathToFileURL } from "node:url";
import { PG_MIGRATE_LOCK_ID, runner } from "node-pg-migrate";
import { connect, databaseUrlFrom } from "./database/connect.mjs";
import { checkUnchanged, migrationsFolder, place, readMigrations } from "./database/migration-files.mjs";

/** The runner's own records, separate from the application's tables. */
const notes = "budgeting_migrations";

/**
 * Applies the migrations that the database lacks, each in its own transaction.
 *
 * @param {object} options
 * @param {string} options.databaseUrl
 * @param {string} [options.folder]
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<{ applied: string[] }>} the names of the files that ran now
 */
export async function migrate({ databaseUrl, folder = migrationsFolder, log = () => {} }) {
  const files = await readMigrations(folder);
  const client = await connect(databaseUrl);
  client.on("notice", ({ severity, message }) => severity === "WARNING" && log(message ?? ""));
  try {
    await waitForTurn(client, log);
    await createNotes(client);
    await checkUnchanged(files, await appliedTo(client));
    return { applied: await applyMissing(client, files, folder) };
  } finally {
    // The lock belongs to the session and is released with it.
    await client.end();
  }
}

/**
 * Lets one runner work at a time: a second one waits, and then finds nothing left to do.
 *
 * @param {import("pg").Client} client
 * @param {(line: string) => void} log
 */
async function waitForTurn(client, log) {
  await client.query("set statement_timeout = 0");
  const { rows } = await client.query("select pg_try_advisory_lock($1::bigint) as free", [PG_MIGRATE_LOCK_ID]);
  if (rows[0].free) return;
  log("Another migration is running on this database; waiting for it.");
  await client.query("select pg_advisory_lock($1::bigint)", [PG_MIGRATE_LOCK_ID]);
}

/** @param {import("pg").Client} client */
async function createNotes(client) {
  await client.query("set client_min_messages = warning");
  await client.query(`create schema if not exists ${notes}`);
  await client.query(`create table if not exists ${notes}.checksums (name text primary key, checksum text not null)`);
}

/** @param {import("pg").Client} client */
async function appliedTo(client) {
  const { rows } = await client.query(`select name, checksum from ${notes}.checksums order by name`);
  return /** @type {Array<{ name: string, checksum: string }>} */ (rows);
}

/**
 * @param {import("pg").Client} client
 * @param {import("./database/migration-files.mjs").MigrationFile[]} files
 * @param {string} folder
 */
async function applyMissing(client, files, folder) {
  let current = files[0];
  try {
    const applied = await runner({
      dbClient: client,
      dir: folder,
      direction: "up",
      migrationsSchema: notes,
      migrationsTable: "applied",
      singleTransaction: false,
      noLock: true,
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      migrationLoaderStrategies: [{ extensions: [".sql"], loader: async () => files.map(unit) }],
    });
    return applied.map(({ name }) => name);
  } catch (error) {
    throw explain(error, current);
  }

  /** @param {import("./database/migration-files.mjs").MigrationFile} file */
  function unit(file) {
    /** @param {import("node-pg-migrate").MigrationBuilder} pgm */
    const up = (pgm) => {
      // Applied files are never edited; where a faulty one has not been applied yet, its corrected successor replaces
      // it.
      current = files.find(({ replaces }) => replaces === file.name) ?? file;
      pgm.sql(current.sql);
      // In the same transaction, so that either both the file's changes and its checksum are stored or neither is.
      pgm.sql(`insert into ${notes}.checksums values ('${file.name}', '${file.checksum}')`);
    };
    return { id: file.path, filePaths: [file.path], actions: { up, down: /** @type {const} */ (false) } };
  }
}

/**
 * @param {unknown} error
 * @param {import("./database/migration-files.mjs").MigrationFile | undefined} file
 */
function explain(error, file) {
  const { code, message, position, detail, where } = /** @type {Record<string, string | undefined>} */ (error);
  // A five-character code is PostgreSQL's: a statement of the file failed. Any other error is the runner's.
  if (!file || code?.length !== 5) return error;
  const more = [detail, where].filter(Boolean).map((line) => `\n  ${line}`);
  return new Error(
    `${place(file, position)}: ${message}${more.join("")}\nNothing of this file was kept. Correct it and run the migrations again.`,
    { cause: error },
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const { applied } = await migrate({
      databaseUrl: databaseUrlFrom(process.argv.slice(2), process.env),
      log: console.log,
    });
    for (const name of applied) console.log(`applied ${name}`);
    console.log(
      applied.length === 0 ? "The database is up to date." : `The database is up to date (${applied.length} applied).`,
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
