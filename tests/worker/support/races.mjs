/** Races that a test decides: statements made to wait for each other until the test lets go. */
import { setTimeout as sleep } from "node:timers/promises";
import { workerLogin } from "../../../tools/database/worker-login.mjs";

/** @typedef {import("./database.mjs").Database} Database */

const PATIENCE_MS = 10_000;

/** Waits until so many of the database's statements wait for a lock. @param {Database} database @param {number} count @param {number} [patience] */
export async function untilWaiting(database, count, patience = PATIENCE_MS) {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const { n } = await database.row(
      `select count(*)::int as n from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()`,
    );
    if (n >= count) return true;
    await sleep(15);
  }
  return false;
}

/** Databases in which the Worker's statements already wait that long. @type {WeakSet<Database>} */
const unlimited = new WeakSet();

/**
 * Lets the Worker's statements wait for a lock for as long as a test wants. They set a limit of their own, by a function
 * that this one comes before.
 * @param {Database} database
 */
export async function withoutLimit(database) {
  if (unlimited.has(database)) return;
  unlimited.add(database);
  const { name } = await database.row("select current_database() as name");
  await database.query(
    `create schema if not exists unlimited;
     create or replace function unlimited.set_config(text, text, boolean) returns text language sql as 'select $2';
     grant usage on schema unlimited to ${workerLogin};
     alter role ${workerLogin} in database ${name} set search_path = unlimited, pg_catalog`,
  );
  await database.endWorkerConnections();
}

/**
 * Runs statements in a transaction, sends requests while it holds its locks, and ends it when `waiting` of them wait.
 * Gives the requests' answers, and fails when fewer waited, since then nothing was tried.
 * @template T
 * @param {Database} database
 * @param {{ hold: string[], end?: "commit" | "rollback", waiting: number }} transaction
 * @param {() => Promise<T>[]} requests
 * @returns {Promise<T[]>}
 */
export async function during(database, { hold, end = "commit", waiting }, requests) {
  await withoutLimit(database);
  const session = await database.session();
  try {
    await session.query("begin");
    for (const statement of hold) await session.query(statement);
    const answers = Promise.all(requests());
    const waited = await untilWaiting(database, waiting);
    await session.query(end);
    const all = await answers;
    if (!waited) throw new Error(`the race did not happen: fewer than ${waiting} statements waited`);
    return all;
  } finally {
    await session.end();
  }
}

/**
 * Lets one request write and then wait, just before its end, while another arrives; then lets both go on.
 * @template T
 * @param {Database} database
 * @param {string} table the one that the first request writes
 * @param {() => Promise<T>} first @param {() => Promise<T>} second
 * @returns {Promise<[T, T]>}
 */
export async function underWay(database, table, first, second) {
  await withoutLimit(database);
  // The name comes after those of the foreign keys' triggers, so everything else of the statement is done by then.
  await database.query(
    `create or replace function budgeting.wait() returns trigger language plpgsql as
     $$ begin perform pg_advisory_xact_lock_shared(7); return null; end $$;
     create trigger zz_wait after insert or update or delete on budgeting.${table} for each row
     execute function budgeting.wait()`,
  );
  const session = await database.session();
  try {
    await session.query("begin");
    await session.query("select pg_advisory_xact_lock(7)");
    const one = first();
    const started = await untilWaiting(database, 1);
    let settled = false;
    const two = second().finally(() => {
      settled = true;
    });
    while (!settled && !(await untilWaiting(database, 2, 50)));
    await session.query("commit");
    const answers = await Promise.all([one, two]);
    if (!started) throw new Error("the race did not happen: the first request did not write");
    return answers;
  } finally {
    await session.end();
    await database.query("drop function budgeting.wait() cascade");
  }
}
