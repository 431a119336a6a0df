// Processor time by the operating system's own accounting, in microseconds.
import { readdir, readFile } from "node:fs/promises";

/**
 * Of a process, its threads together. Linux counts in nanoseconds (`/proc/<pid>/task/<tid>/schedstat`); what a thread
 * that has ended took is not in it.
 *
 * @param {number} pid
 */
export async function cpuOf(pid) {
  const threads = await readdir(`/proc/${pid}/task`);
  const times = await Promise.all(
    threads.map(async (thread) => {
      const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8").catch(() => "0");
      return Number(text.split(" ")[0]);
    }),
  );
  return sum(times) / 1000;
}

/**
 * Of a PostgreSQL server: its first process and those that it has made.
 *
 * @param {number} pid of the first one
 */
export async function cpuOfPostgres(pid) {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  const pids = [pid, ...children.split(" ").filter(Boolean).map(Number)];
  return sum(await Promise.all(pids.map((each) => cpuOf(each).catch(() => 0))));
}

/**
 * The first process of the server that a connection leads to, which is on this machine.
 *
 * @param {import("pg").Client} client
 */
export async function postmasterOf(client) {
  const { rows } = await client.query("select pg_backend_pid() as pid");
  const stat = await readFile(`/proc/${rows[0].pid}/stat`, "utf8");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

/** @param {number[]} values */
const sum = (values) => values.reduce((total, value) => total + value, 0);
