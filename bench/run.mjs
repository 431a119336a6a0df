// `npm run bench`: this API beside what would be used in its place. See docs/performance.md.
import { parseArgs } from "node:util";
import { note, seconds as since, step } from "../tools/common/steps.mjs";
import { runTool } from "../tools/setup/index.mjs";
import { setUpBench } from "./setup.mjs";

const usage = `npm run bench [-- options] [parts]
  parts       size statements start candidates refusals load delay crowd growth; all unless named. Each keeps its results in bench/results,
              so a run that was interrupted goes on with the parts that are missing
  --quick     three minutes: sizes and statement counts against bench/limits.json, and one round of load; keeps nothing
  --report    measures nothing; writes the tables and charts from the results
  --rounds N  of the load (4)
  --profile E keeps nothing; prints where this API's processor time goes at the endpoint E, such as "list months"`;

const PARTS = ["load", "size", "statements", "start", "candidates", "refusals", "crowd", "delay", "growth"];
const CLIENTS = [1, 10, 32];
const STARTS = 15;

/** @param {string[]} args */
function optionsFrom(args) {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        quick: { type: "boolean" },
        report: { type: "boolean" },
        rounds: { type: "string" },
        profile: { type: "string" },
      },
    });
  } catch {
    throw new Error(`There is no such option, or it has no value.\n\n${usage}`);
  }
  const { values, positionals } = parsed;
  const rounds = Number(values.rounds ?? 4);
  const unknown = positionals.find((part) => !PARTS.includes(part));
  if (unknown) throw new Error(`There is no part "${unknown}".\n\n${usage}`);
  if (!(rounds >= 1)) throw new Error(`--rounds takes a number from 1.\n\n${usage}`);
  return { ...values, parts: positionals.length > 0 ? positionals : PARTS, rounds };
}

await runTool(async () => {
  const { parts, rounds, quick, report, profile } = optionsFrom(process.argv.slice(2));
  await setUpBench();
  const { writeReport } = await import("./report/index.mjs");
  if (report) return writeReport();
  if (quick) {
    const { quickCheck } = await import("./quick.mjs");
    return quickCheck();
  }
  if (profile) {
    const { showProfile } = await import("./measurements/profile.mjs");
    return showProfile(profile);
  }
  const { writeResults } = await import("./harness/results.mjs");
  /** What each part does; it gives the rows of its results. @type {Record<string, (keep: (rows: any[]) => Promise<void>) => Promise<any[]>>} */
  const measure = {
    size: async () => (await import("./measurements/size.mjs")).measureSizes(),
    statements: async () => (await import("./measurements/statements.mjs")).countStatements(),
    start: async () => (await import("./measurements/start.mjs")).measureStarts(STARTS),
    candidates: async () => {
      const { CANDIDATES } = await import("./harness/peers.mjs");
      const { measureLoad } = await import("./measurements/load.mjs");
      const endpoints = ["list months", "month tree"];
      return measureLoad({ peers: CANDIDATES, endpoints, rounds, seconds: 1, clients: [10] });
    },
    refusals: async () => {
      const { REFUSERS } = await import("./harness/peers.mjs");
      const { measureLoad } = await import("./measurements/load.mjs");
      const endpoints = ["a 422", "a 404 route"];
      return measureLoad({ peers: REFUSERS, endpoints, rounds: rounds * 2, seconds: 1, clients: [10] });
    },
    load: async (keep) =>
      (await import("./measurements/load.mjs")).measureLoad({
        rounds,
        seconds: 1,
        clients: CLIENTS,
        kept: keep,
        tell: note,
      }),
    delay: async () => (await import("./measurements/delay.mjs")).measureDelays(),
    crowd: async () => (await import("./measurements/crowd.mjs")).measureCrowd(),
    growth: async () => (await import("./measurements/growth.mjs")).measureGrowth(note),
  };
  const started = performance.now();
  for (const part of parts) {
    await step(part, async () => {
      const from = performance.now();
      const keep = (/** @type {any[]} */ rows) => writeResults(part, rows, from);
      const rows = await measure[part]?.(keep);
      if (rows) await keep(rows);
      return `${rows?.length} results`;
    });
  }
  console.log(`Measured in ${since(started)}.`);
  await writeReport();
});
