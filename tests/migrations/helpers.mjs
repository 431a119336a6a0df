import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "../../tools/database/connect.mjs";
import { migrationsFolder } from "../../tools/database/migration-files.mjs";
import { testDatabase } from "../../tools/test/database.mjs";

/**
 * A database without any tables, dropped after the test.
 *
 * @param {import("node:test").TestContext} t
 */
export async function emptyDatabase(t) {
  const database = await testDatabase({ migrated: false });
  const client = await connect(database.url);
  t.after(async () => {
    await client.end();
    await database.drop();
  });
  return { url: database.url, client };
}

/**
 * A copy of the project's migrations, and what the test adds to them.
 *
 * @param {import("node:test").TestContext} t
 * @param {Record<string, string>} [more] file names and their text
 */
export async function copiedMigrations(t, more = {}) {
  const folder = await mkdtemp(join(tmpdir(), "budgeting-migrations-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(migrationsFolder, folder, { recursive: true });
  for (const [name, sql] of Object.entries(more)) await writeFile(join(folder, name), sql);
  return folder;
}

/**
 * The project's first migrations alone.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} last the digits that the last of them begins with
 */
export async function migrationsUpTo(t, last) {
  const folder = await copiedMigrations(t);
  for (const name of await readdir(folder)) if (name.slice(0, last.length) > last) await rm(join(folder, name));
  return folder;
}

/** The migration that makes the tables as users had them. */
export const first = "20250101000000";
