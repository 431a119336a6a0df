/** How much memory workerd and the core in it have, over time. */
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** MiB resident, bytes of the core's memory, instances of the core and open files. @typedef {{ pid: number, rss: number, core: number, instances: number, files: number }} Sample */

const EVERY_MS = 500;
/** What a process that was just started needs is no growth: V8's heap takes some 20,000 requests to settle. */
const WARM_UP = 0.25;
/** Growth is judged where that took at least so long. */
const SETTLED_MS = 120_000;
/** By which share the resident memory's mean may differ between the first and the last third of the rest. */
const MOST_GROWTH = 0.15;
/** However short the time was. */
const MOST_MEBIBYTES = 400;

/** @param {import("../../tools/serve/workerd.mjs").Workerd} worker @returns {Promise<Sample>} */
async function look({ url, pid: find }) {
  const pid = find();
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const sizes = /** @type {number[]} */ (await (await fetch(new URL("/memory", url))).json());
  if (sizes.length === 0) throw new Error("it has just started, and makes its first instance for its first request");
  return {
    pid,
    rss: Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1]) / 1024,
    core: sizes.at(-1) ?? 0,
    instances: sizes.length,
    files: (await readdir(`/proc/${pid}/fd`)).length,
  };
}

/** @param {import("../../tools/serve/workerd.mjs").Workerd} worker */
export function watchMemory(worker) {
  /** @type {Sample[]} */
  const samples = [];
  let over = false;
  const running = (async () => {
    for (; !over; await sleep(EVERY_MS)) {
      // While it is killed or starts, there is nothing to see.
      await look(worker).then(
        (sample) => samples.push(sample),
        () => {},
      );
    }
  })();
  return {
    async stop() {
      over = true;
      await running;
      return samples;
    },
  };
}

/** @param {number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What the samples of the process that ran last say. @param {Sample[]} samples */
export function judgeMemory(samples) {
  const last = samples.filter(({ pid }) => pid === samples.at(-1)?.pid);
  const warm = last.slice(Math.floor(last.length * WARM_UP));
  const third = Math.max(1, Math.floor(warm.length / 3));
  const rss = warm.map((sample) => sample.rss);
  const [before, after] = [mean(rss.slice(0, third)), mean(rss.slice(-third))];
  const core = warm.map((sample) => sample.core);
  const instances = Math.max(...last.map((sample) => sample.instances));
  /** @type {string[]} */
  const faults = [];
  if (warm.length < 6) faults.push(`only ${warm.length} samples of workerd's memory`);
  if (Math.max(...rss) > MOST_MEBIBYTES) faults.push(`workerd needed ${Math.max(...rss).toFixed()} MiB`);
  const isSettled = last.length * EVERY_MS * WARM_UP >= SETTLED_MS;
  if (isSettled && after > before * (1 + MOST_GROWTH)) {
    faults.push(`workerd's memory grew from ${before.toFixed()} to ${after.toFixed()} MiB`);
  }
  if (new Set(core).size > 1) faults.push(`the core's memory grew from ${core[0]} to ${core.at(-1)} bytes`);
  if (instances !== 1) faults.push(`${instances} instances of the core: it trapped`);
  return {
    faults,
    rss: { before, after, most: Math.max(...rss) },
    core: core.at(-1) ?? 0,
    files: { most: Math.max(...last.map(({ files }) => files)), last: last.at(-1)?.files ?? 0 },
    samples: last.length,
  };
}
