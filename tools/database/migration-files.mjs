// The migration files on disk: names, texts, and checksums that reveal an edit.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { inRoot } from "../common/paths.mjs";

export const migrationsFolder = inRoot("schema", "migrations");

/**
 * @typedef {object} MigrationFile
 * @property {string} name without `.sql`; as stored in the database
 * @property {string} path
 * @property {string} sql
 * @property {string} checksum
 * @property {string} [replaces] the name of a faulty file, which this one replaces if it has not been applied yet
 */

/**
 * Every migration in `folder`, oldest first.
 *
 * @param {string} folder
 * @returns {Promise<MigrationFile[]>}
 */
export async function readMigrations(folder) {
  const entries = (await readdir(folder)).filter((entry) => !entry.startsWith(".")).sort();
  for (const entry of entries) {
    // 14 digits and a name: the form that `supabase db push` also accepts.
    if (!/^\d{14}_[a-z0-9_]+\.sql$/.test(entry)) {
      throw new Error(`${join(folder, entry)}: a migration is named like 20260102030405_add_something.sql.`);
    }
  }
  return Promise.all(entries.map((entry) => readMigration(join(folder, entry))));
}

/** @param {string} path */
async function readMigration(path) {
  // Git may check files out with CRLF line ends; that is not an edit.
  const sql = (await readFile(path, "utf8")).replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  if (/^\s*(begin|commit|rollback|start\s+transaction)(\s+(work|transaction))?\s*;/im.test(sql)) {
    throw new Error(
      `${path} begins or ends a transaction. Remove that line: each file runs in a transaction of its own, ` +
        "so that nothing of a failing file is kept.",
    );
  }
  return {
    name: basename(path, ".sql"),
    path,
    sql,
    checksum: createHash("sha256").update(sql).digest("hex"),
    replaces: /^-- replaces: (\w+)$/m.exec(sql)?.[1],
  };
}

/**
 * Throws if an applied migration is missing on disk or was edited since.
 *
 * @param {MigrationFile[]} files
 * @param {Array<{ name: string, checksum: string }>} applied
 */
export function checkUnchanged(files, applied) {
  for (const { name, checksum } of applied) {
    const file = files.find((candidate) => candidate.name === name);
    if (!file) {
      throw new Error(
        `${name}.sql was applied to this database, but the file is gone. Restore it from version control ` +
          "(git log --diff-filter=D -- schema/migrations); if this checkout is older than the database, update it.",
      );
    }
    if (file.checksum !== checksum) {
      throw new Error(
        `${file.path} was edited after it had been applied to this database, so the edit would never run here. ` +
          "Restore it (git checkout -- schema/migrations) and put the change into a new migration.",
      );
    }
  }
}

/**
 * The place of an error in a file: `path:line:column`.
 *
 * @param {MigrationFile} file
 * @param {string | undefined} position PostgreSQL's, counted in characters from 1
 */
export function place(file, position) {
  if (!position) return file.path;
  const before = [...file.sql].slice(0, Number(position) - 1).join("");
  const lines = before.split("\n");
  return `${file.path}:${lines.length}:${(lines.at(-1) ?? "").length + 1}`;
}
