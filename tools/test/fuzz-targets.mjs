// The fuzz targets in tests/fuzz, and how one of them is run for a given time.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { inRoot } from "../common/paths.mjs";
import { attempt, shortened } from "../common/run.mjs";
import { buildFolder } from "../setup/cmake.mjs";

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {number} share its part of the time, relative to the others'
 * @property {string} [dictionary] what its inputs are likely to contain; that of requests if it is not named
 */

/**
 * @typedef {object} Findings
 * @property {number} executions
 * @property {number} perSecond
 * @property {number} edges of the control flow that the corpus reaches
 * @property {number} inputs in the corpus
 * @property {string} [found] what went wrong, and how to reproduce it
 */

/** @type {Target[]} */
export const fuzzTargets = [
  { name: "plan", share: 39 },
  { name: "respond", share: 25 },
  { name: "query", share: 6 },
  { name: "json", share: 22 },
  { name: "decimal", share: 8 },
  { name: "file", share: 10, dictionary: "statements.dict" },
  { name: "csv", share: 15, dictionary: "statements.dict" },
  { name: "ofx", share: 6, dictionary: "statements.dict" },
  { name: "qif", share: 4, dictionary: "statements.dict" },
  { name: "camt", share: 6, dictionary: "statements.dict" },
  { name: "mt940", share: 6, dictionary: "statements.dict" },
  { name: "amount", share: 4, dictionary: "statements.dict" },
];

/** Longer inputs are tried only if there is time for them; a list of 1001 items fits. */
const mostBytes = 8192;

/**
 * Runs a target that has been built. Its corpus is kept: the next run starts with the inputs found by this one.
 *
 * @param {Target} target
 * @param {number} seconds
 * @returns {Promise<Findings>}
 */
export async function runFuzzTarget({ name, dictionary = "api.dict" }, seconds) {
  const program = join(buildFolder("fuzz"), `fuzz_${name}`);
  const corpus = join(buildFolder("fuzz"), "corpus", name);
  const finds = join(buildFolder("fuzz"), "finds");
  await Promise.all([corpus, finds].map((folder) => mkdir(folder, { recursive: true })));
  const { code, output } = await attempt(program, [
    `-max_total_time=${seconds}`,
    `-max_len=${mostBytes}`,
    "-timeout=10",
    "-rss_limit_mb=2048",
    "-print_final_stats=1",
    `-dict=${inRoot("tests", "fuzz", dictionary)}`,
    `-artifact_prefix=${join(finds, name)}-`,
    corpus,
    inRoot("tests", "fuzz", "seeds", name),
  ]);
  const last = [...output.matchAll(/^#\d+\s.*cov: (\d+) .*corp: (\d+)\//gm)].at(-1) ?? [];
  const executions = number(/stat::number_of_executed_units:\s*(\d+)/.exec(output)?.[1]);
  const findings = {
    executions,
    perSecond: number(/stat::average_exec_per_sec:\s*(\d+)/.exec(output)?.[1]),
    edges: number(last[1]),
    inputs: number(last[2]),
  };
  if (code === 0 && executions > 0) return findings;
  const input = /Test unit written to (\S+)/.exec(output)?.[1];
  const again = input ? `To see it again:\n  ${program} ${input}` : `It ended with exit code ${code}.`;
  return { ...findings, found: `${shortened(report(output))}\n${again}` };
}

/** @param {string} [digits] */
const number = (digits) => Number(digits ?? 0);

/**
 * The output from the first line that reports an error.
 *
 * @param {string} output
 */
function report(output) {
  const start = output.search(/^(BROKEN|.*runtime error|==\d+==\s*ERROR)/m);
  return start < 0 ? output : output.slice(start);
}
