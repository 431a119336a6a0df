// Three minutes: fails where a size or a number of statements is over its limit, and prints how the peers compare. Times do
// not decide anything, since another machine, or a busy one, has others.
import { readFile } from "node:fs/promises";
import { note, step } from "../tools/common/steps.mjs";
import { ENDPOINTS } from "./harness/endpoints.mjs";
import { PEERS } from "./harness/peers.mjs";
import { measureLoad } from "./measurements/load.mjs";
import { measureSizes } from "./measurements/size.mjs";
import { countStatements } from "./measurements/statements.mjs";
import { cpuRatios } from "./report/tables.mjs";

/** There is no time for two that are much alike. */
const compared = PEERS.filter(({ name }) => name !== "kysely");
const ours = PEERS.filter(({ name }) => name === "ours");

/** @typedef {{ bundleGzip: number, moduleGzip: number, statements: number, roundTrips: number }} Limits */

/**
 * What is over its limit, a line each.
 *
 * @param {Limits} limits
 * @param {import("./measurements/size.mjs").Size} size
 * @param {import("./measurements/statements.mjs").Count[]} counts
 */
export function regressions(limits, size, counts) {
  /** @type {string[]} */
  const faults = [];
  /** @param {string} what @param {number} value @param {number} most */
  const atMost = (what, value, most) => {
    if (value > most) faults.push(`${what}: ${value}, and ${most} at most is allowed`);
  };
  atMost("bundle, bytes gzip", size.gzip, limits.bundleGzip);
  atMost("module, bytes gzip", size.wasmGzip, limits.moduleGzip);
  for (const { endpoint, statements, roundTrips } of counts) {
    const isRefusal = ENDPOINTS.some(({ name, kind }) => name === endpoint && kind === "refusal");
    atMost(`statements of ${endpoint}`, statements, isRefusal ? 0 : limits.statements);
    atMost(`round trips of ${endpoint}`, roundTrips, isRefusal ? 0 : limits.roundTrips);
  }
  return faults;
}

/** Bundles the Worker, asks it everything once, and gives what is over its limit. */
export async function check() {
  const limits = JSON.parse(await readFile(new URL("limits.json", import.meta.url), "utf8"));
  const [size] = await measureSizes(ours);
  if (size === undefined) throw new Error("The Worker was not bundled.");
  return regressions(limits, size, await countStatements(ours));
}

export async function quickCheck() {
  const faults = await step("sizes and statements", check);
  const rows = await step("load", () =>
    measureLoad({ peers: compared, rounds: 1, seconds: 1, clients: [10], tell: note }),
  );
  console.log(`\n${cpuRatios(rows, 10)}\n`);
  console.log("One round: good for a look, not for a claim.");
  for (const fault of faults) console.log(`REGRESSION ${fault}`);
  console.log(`${faults.length === 0 ? "1 passed, 0" : `0 passed, ${faults.length}`} failed`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
