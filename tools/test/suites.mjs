// The suites of `npm test` in order, and how each kind is run.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../common/paths.mjs";
import { attempt, inParallel, run, shortened } from "../common/run.mjs";
import { measureCoverage, shown, tooLittle } from "../coverage.mjs";
import { checks } from "../lint.mjs";
import { installClients, installExample } from "../setup/clients.mjs";
import { build, buildFolder } from "../setup/cmake.mjs";
import { fuzzTargets, runFuzzTarget } from "./fuzz-targets.mjs";
import { runNativeTests } from "./native.mjs";

/**
 * @typedef {{ passed: number, failed: number }} Counts
 *
 * @typedef {object} Suite
 * @property {string} name for `npm test -- <name>`
 * @property {string} title
 * @property {boolean} database whether it gets a PostgreSQL, as TEST_DATABASE_URL
 * @property {boolean} [aside] it needs processors but measures no times, so it runs alongside, at a lower priority
 * @property {string[]} [folders] with its tests, if those are files for `node --test`
 * @property {(env: NodeJS.ProcessEnv) => Promise<Counts>} run
 */

/** @type {Suite[]} */
export const suites = [
  { name: "lint", title: "lint and format", database: false, aside: true, run: lint },
  { name: "core", title: "core, native, with sanitizers; lines run", database: false, aside: true, run: core },
  { name: "fuzz", title: "core against made-up input, for a moment", database: false, aside: true, run: fuzz },
  {
    name: "emscripten",
    title: "the module's own tests, with the module built by Emscripten",
    database: false,
    aside: true,
    async run(env) {
      await build("emscripten");
      const module = join(buildFolder("emscripten"), "core.wasm");
      return nodeTests(["tests/module/**/*.test.mjs"], { ...env, CORE_WASM: module });
    },
  },
  suiteOfFiles("module", "WebAssembly module in Node", { folders: ["tests/module"] }),
  suiteOfFiles("schema", "migrations and tools", { folders: ["tests/migrations", "tests/tools"], concurrency: 2 }),
  // Each file has its own workerd and database; running more at once would exhaust the connections.
  suiteOfFiles("worker", "Worker in workerd on PostgreSQL", { folders: ["tests/worker"], concurrency: 2 }),
  // One file at a time: these tests measure times, and on busy processors they would miss short deadlines.
  suiteOfFiles("faults", "Worker while network, PostgreSQL and workerd fail", { folders: ["tests/faults"] }),
  suiteOfFiles("browser", "pages in Chromium", { folders: ["tests/browser"] }),
  suiteOfFiles("clients", "clients: the packed one, and the Nuxt layer in an app", {
    folders: ["tests/clients"],
    prepare: installClients,
  }),
  suiteOfFiles("example", "example frontend in Chromium: a user's day, errors, accessibility", {
    folders: ["tests/example"],
    prepare: async () => {
      await installClients();
      await installExample();
    },
  }),
  suiteOfFiles("bench", "the peers of the benchmarks answer alike; sizes and numbers of statements", {
    folders: ["bench/tests"],
    // Run as a program, because nothing in tools may depend on the benchmarks.
    prepare: async () => void (await run(process.execPath, [inRoot("bench", "setup.mjs")], { show: true })),
  }),
];

/**
 * A single test file as a suite, with the needs of its own suite; undefined if it is in no suite.
 *
 * @param {string} file relative to the checkout
 * @returns {Suite | undefined}
 */
export function suiteOfOneFile(file) {
  const whole = suites.find(({ folders }) => folders?.some((folder) => file.startsWith(`${folder}/`)));
  return whole && { ...whole, run: (env) => whole.run({ ...env, TEST_FILE: file }) };
}

/**
 * @param {string} name
 * @param {string} title
 * @param {{ folders: string[], concurrency?: number, prepare?: () => Promise<void> }} options `prepare` installs what the
 *   tests need besides
 * @returns {Suite}
 */
function suiteOfFiles(name, title, { folders, concurrency = 1, prepare }) {
  return {
    ...{ name, title, folders, database: true },
    async run({ TEST_FILE, ...env }) {
      await prepare?.();
      const files = TEST_FILE ? [TEST_FILE] : folders.map((folder) => `${folder}/**/*.test.mjs`);
      return nodeTests(files, env, concurrency);
    },
  };
}

/** Each check counts as a test. */
async function lint() {
  const counts = { passed: 0, failed: 0 };
  for (const { title, check } of checks) {
    const faults = await check().catch((error) => String(error.message));
    if (faults) console.log(`    FAILED ${title}\n${shortened(faults)}`);
    counts[faults ? "failed" : "passed"] += 1;
  }
  return counts;
}

/** The core's tests, and one more: that they run enough of wasm/. */
async function core() {
  const counts = await runNativeTests();
  const measured = await measureCoverage();
  const fault = tooLittle(measured);
  console.log(`    ${shown(measured)}\n    every line: ${measured.report}`);
  if (fault) console.log(`    FAILED ${fault}`);
  counts[fault ? "failed" : "passed"] += 1;
  return counts;
}

/** Each target counts as a test. Together they get 20 seconds of processor time; in CI, 40. */
async function fuzz() {
  await build("fuzz");
  const counts = { passed: 0, failed: 0 };
  const shares = fuzzTargets.reduce((sum, { share }) => sum + share, 0);
  await inParallel(fuzzTargets, async (target) => {
    const { found } = await runFuzzTarget(target, Math.ceil(((process.env.CI ? 40 : 20) * target.share) / shares));
    if (found) console.log(`    FAILED ${target.name}\n${found}`);
    counts[found ? "failed" : "passed"] += 1;
  });
  return counts;
}

/**
 * @param {string[]} files or patterns of such
 * @param {NodeJS.ProcessEnv} env
 * @param {number} [concurrency] how many files at a time
 * @returns {Promise<Counts>}
 */
async function nodeTests(files, env, concurrency = 1) {
  const folder = await mkdtemp(join(tmpdir(), "budgeting-counts-"));
  const counted = join(folder, "counts.json");
  try {
    const reporter = `--test-reporter=${inRoot("tools", "test", "reporter.mjs")}`;
    const { code } = await attempt(
      process.execPath,
      ["--test", "--test-timeout=300000", `--test-concurrency=${concurrency}`, reporter, ...files],
      { env: { ...env, TEST_COUNTS: counted }, show: true },
    );
    const counts = JSON.parse(await readFile(counted, "utf8").catch(() => '{"passed":0,"failed":0}'));
    // Node itself may fail, or report a failure that belongs to no test.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
