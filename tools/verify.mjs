// `npm run verify -- <url>`: sends a deployed Worker the requests that its users will send, and says whether it works
// reliably.
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import description from "../schema/openapi.json" with { type: "json" };
import { openApi } from "./after-deployment/api.mjs";
import {
  checkAccess,
  checkFreshness,
  checkLoad,
  checkRepetition,
  FRESHNESS_ROUNDS,
} from "./after-deployment/checks.mjs";
import { callEveryEndpoint } from "./after-deployment/endpoints.mjs";
import { Finding } from "./after-deployment/findings.mjs";
import { chooseTemporary, removeTemporary } from "./after-deployment/temporary.mjs";
import { startProgress } from "./common/progress.mjs";
import { isShuttingDown, onShutdown, shutdown } from "./common/shutdown.mjs";
import { runTool } from "./setup/index.mjs";

const usage = `npm run verify -- <url> [options]
  --token TOKEN     a user's access token; or set VERIFY_TOKEN in the environment
  --requests N      how many requests one after the other, and as many at once (200)
  --concurrency N   how many at once (20)
It works in a year in which the user has no data, from 2100 downwards, and deletes what it created.`;

/** How many endpoints require sign-in, according to the description. */
const ENDPOINTS = Object.values(description.paths)
  .flatMap((path) => Object.values(path))
  .filter((operation) => "operationId" in operation && !("security" in operation)).length;

/** @param {string[]} args @param {NodeJS.ProcessEnv} env */
function optionsFrom(args, env) {
  /** @type {{ values: Record<string, string | undefined>, positionals: string[] }} */
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: { token: { type: "string" }, requests: { type: "string" }, concurrency: { type: "string" } },
    });
  } catch {
    // The invalid option is not repeated: it may be a token in the wrong place.
    throw new Error(`There is no such option, or it has no value.\n\n${usage}`);
  }
  const [url = "", ...more] = parsed.positionals;
  const number = (/** @type {string | undefined} */ text, /** @type {number} */ otherwise) => Number(text ?? otherwise);
  const options = {
    url: URL.canParse(url) ? new URL(url) : undefined,
    token: parsed.values.token ?? env.VERIFY_TOKEN,
    requests: number(parsed.values.requests, 200),
    lanes: number(parsed.values.concurrency, 20),
  };
  const isWhole = (/** @type {number} */ value) => Number.isInteger(value) && value > 0;
  if (!options.url || !/^https?:$/.test(options.url.protocol) || more.length > 0) {
    throw new Error(`Which Worker? Give its address, such as https://budgeting-api.example.workers.dev\n\n${usage}`);
  }
  if (!isWhole(options.requests) || !isWhole(options.lanes)) throw new Error(`Not a number.\n\n${usage}`);
  return { ...options, url: options.url };
}

/** @param {number[]} times @param {number} part */
const percentile = (times, part) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;

/** @param {Map<string, number[]>} groups */
function latencies(groups) {
  const rows = [...groups].map(([name, all]) => {
    const times = all.toSorted((a, b) => a - b);
    const cells = [0.5, 0.9, 0.99, 1].map((part) => percentile(times, part).toFixed(0).padStart(7));
    return `  ${name.padEnd(44)}${String(times.length).padStart(6)}${cells.join("")}`;
  });
  const head = ["p50", "p90", "p99", "max"].map((cell) => cell.padStart(7)).join("");
  return [`\n  ${"milliseconds".padEnd(44)}  sent${head}`, ...rows].join("\n");
}

await runTool(async () => {
  const { url, token, requests, lanes } = optionsFrom(process.argv.slice(2), process.env);
  const api = openApi(url, token);
  const progress = startProgress(ENDPOINTS + FRESHNESS_ROUNDS + 2 * requests);
  const advance = () => progress.advance();
  /** @type {Finding[]} */
  const findings = [];

  /** Gives whether all was well. @template T @param {string} title @param {() => Promise<T>} work @returns {Promise<T | undefined>} */
  const check = async (title, work) => {
    api.measure(title);
    progress.say(title);
    try {
      const result = await work();
      progress.note(`  ok     ${title}`);
      return result;
    } catch (error) {
      if (!(error instanceof Finding) || isShuttingDown()) throw error;
      findings.push(error);
      progress.note(`  FAILED ${title}\n         ${error.message}\n         -> ${error.advice}`);
      return undefined;
    }
  };

  console.log(`Verifying ${url.origin}\n`);
  await check("is running, reaches its database, and accepts the user", () =>
    checkAccess(api, url, token !== undefined),
  );
  if (findings.length === 0) {
    const temporary = await chooseTemporary(api);
    const { year, leftovers } = temporary;
    for (const left of leftovers) progress.note(`  note   an earlier run left ${left}: delete it`);
    /** @type {Promise<void> | undefined} */
    let removing;
    const remove = () => {
      // Uses a separate client, because the other one may have been aborted.
      removing ??= removeTemporary(openApi(url, token), temporary, api.made);
      return removing;
    };
    onShutdown(async () => {
      api.abort();
      // Requests in progress may still take effect.
      if (removing === undefined) await sleep(500);
      await remove().catch((error) => console.error(`The year ${year} could not be deleted again: ${error.message}`));
    });
    try {
      await check("reads show what was just written", () => checkFreshness(api, temporary, advance));
      await check("what is sent again happens once, and what has changed is not overwritten", () =>
        checkRepetition(api, temporary),
      );
      const ground = await check(`all ${ENDPOINTS} endpoints`, () => callEveryEndpoint(api, temporary, advance));
      for (const [title, load] of Object.entries({
        [`${requests} requests, one after the other`]: { requests, lanes: 1 },
        [`${requests} requests, ${lanes} at once`]: { requests, lanes },
      })) {
        if (ground) await check(title, () => checkLoad(api, { ...ground, year }, load, advance));
      }
    } finally {
      await check(`removed the year ${year} again`, remove);
    }
  }
  progress.end();
  await shutdown();
  console.log(latencies(api.times));
  console.log(
    findings.length === 0 ? "\nIt works." : `\n${findings.length} of the checks failed: do not rely on it yet.`,
  );
  process.exitCode = findings.length === 0 ? 0 : 1;
});
