// The suites of `npm test`, in their order, and how each kind is run.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installClients, installExample } from "./clients.mjs";
import { build, buildFolder } from "./cmake.mjs";
import { measureCoverage, shown, tooLittle } from "./coverage.mjs";
import { fuzzTargets, runFuzzTarget } from "./fuzz-targets.mjs";
import { checks } from "./lint.mjs";
import { inRoot } from "./paths.mjs";
import { attempt, inParallel, shortened } from "./run.mjs";
import { buildModule } from "./setup.mjs";

/**
 * @typedef {{ passed: number, failed: number }} Counts
 *
 * @typedef {object} Suite
 * @property {string} name for `npm test -- <name>`
 * @property {string} title
 * @property {boolean} database whether it gets a PostgreSQL, as TEST_DATABASE_URL
 * @property {(env: NodeJS.ProcessEnv) => Promise<Counts>} run
 */

/**
 * The files of tests/worker about what the module has no part in, or none that depends on its compiler: sign-in,
 * connections, locks and rights in PostgreSQL, statements, deadlines, limits of the shim's, static files. Once is enough.
 */
const notOfTheModule = [
  ...["auth", "browsers", "key-sets", "session-cookie", "sign-in", "limits", "secrets", "size"],
  ...["cached-connections", "deadlines", "deadlocks", "failures", "least-privilege", "transaction-mode", "uuid-users"],
  ...["races", "hierarchy-races", "isolation-matrix", "scope", "statements"],
  ...["conformance", "description", "statements-document"],
].join("|");

/** @type {Suite[]} */
export const suites = [
  { name: "lint", title: "lint and format", database: false, run: lint },
  { name: "core", title: "core, native, with sanitizers", database: false, run: nativeTests },
  { name: "coverage", title: "lines of wasm/ that the core's tests run", database: false, run: coverage },
  { name: "module", title: "WebAssembly module in Node", database: true, run: nodeTests("tests/module/**/*.test.mjs") },
  {
    name: "schema",
    title: "migrations and tools",
    database: true,
    run: nodeTests("--test-concurrency=2", "tests/migrations/**/*.test.mjs", "tests/tools/**/*.test.mjs"),
  },
  { name: "fuzz", title: "core against made-up input, for a moment", database: false, run: fuzz },
  {
    name: "worker",
    title: "Worker in workerd on PostgreSQL",
    database: true,
    // Each file has a workerd and a database of its own; more at once than that would run out of connections.
    run: nodeTests("--test-concurrency=2", "tests/worker/**/*.test.mjs"),
  },
  {
    name: "faults",
    title: "Worker while network, PostgreSQL and workerd fail",
    database: true,
    // One file at a time: they measure times, and two busy processors would be late for short deadlines.
    run: nodeTests("--test-concurrency=1", "tests/faults/**/*.test.mjs"),
  },
  {
    name: "browser",
    title: "pages in Chromium",
    database: true,
    run: nodeTests("--test-concurrency=1", "tests/browser/**/*.test.mjs"),
  },
  {
    name: "clients",
    title: "clients: the packed one, and the Nuxt layer in an app",
    database: true,
    run: withClients(nodeTests("--test-concurrency=1", "tests/clients/**/*.test.mjs")),
  },
  {
    name: "example",
    title: "example frontend in Chromium: a user's day, errors, accessibility",
    database: true,
    run: withClients(nodeTests("tests/example/**/*.test.mjs"), installExample),
  },
  {
    name: "bench",
    title: "the peers of the benchmarks answer alike; sizes and numbers of statements",
    database: false,
    async run(env) {
      const { setUpBench } = await import("../bench/setup.mjs");
      await setUpBench();
      return nodeTests("--test-concurrency=1", "bench/tests/**/*.test.mjs")(env);
    },
  },
  {
    name: "emscripten",
    title: "module and what the Worker does with it once more, with the module built by Emscripten",
    database: true,
    run: withEmscripten(
      nodeTests("--test-concurrency=2", "tests/module/**/*.test.mjs", `tests/worker/!(${notOfTheModule}).test.mjs`),
    ),
  },
];

/**
 * Runs a suite with the other toolchain's module in place of the usual one.
 *
 * @param {Suite["run"]} run
 * @returns {Suite["run"]}
 */
function withEmscripten(run) {
  return async (env) => {
    try {
      await buildModule("emscripten");
      return await run(env);
    } finally {
      await buildModule();
    }
  };
}

/**
 * Runs a suite once the clients' own packages are there, and others as well.
 *
 * @param {Suite["run"]} run
 * @param {() => Promise<void>} [others]
 * @returns {Suite["run"]}
 */
function withClients(run, others) {
  return async (env) => {
    await installClients();
    await others?.();
    return run(env);
  };
}

/** Each check is a test. */
async function lint() {
  const counts = { passed: 0, failed: 0 };
  for (const { title, check } of checks) {
    const faults = await check().catch((error) => String(error.message));
    if (faults) console.log(`    FAILED ${title}\n${shortened(faults)}`);
    counts[faults ? "failed" : "passed"] += 1;
  }
  return counts;
}

/** Builds and runs every program build/native/*_tests. */
async function nativeTests() {
  await build("native");
  const programs = (await readdir(buildFolder("native"))).filter((name) => /_tests(\.exe)?$/.test(name));
  const counts = { passed: 0, failed: 0 };
  for (const program of programs) {
    const { code, output } = await attempt(join(buildFolder("native"), program), ["--no-colors"]);
    const found = /test cases:\s*\d+\s*\|\s*(\d+) passed\s*\|\s*(\d+) failed\s*\|\s*(\d+) skipped/.exec(output);
    const [passed = 0, failed = 0, skipped = 0] = (found ?? []).slice(1).map(Number);
    counts.passed += passed;
    // A sanitizer ends the program before it counts.
    counts.failed += failed + skipped || (code === 0 ? 0 : 1);
    if (code !== 0 || skipped > 0) console.log(`    FAILED ${program} (exit code ${code})\n${output.trimEnd()}`);
  }
  return counts;
}

/** One test: enough of wasm/ is run by the tests of the core. */
async function coverage() {
  const measured = await measureCoverage();
  const fault = tooLittle(measured);
  console.log(`    ${shown(measured)}\n    every line: ${measured.report}`);
  if (fault) console.log(`    FAILED ${fault}`);
  return { passed: fault ? 0 : 1, failed: fault ? 1 : 0 };
}

/** Each target is a test: 20 seconds of a processor for all of them, in CI two minutes. */
async function fuzz() {
  await build("fuzz");
  const counts = { passed: 0, failed: 0 };
  const shares = fuzzTargets.reduce((sum, { share }) => sum + share, 0);
  await inParallel(fuzzTargets, async (target) => {
    const { found } = await runFuzzTarget(target, Math.ceil(((process.env.CI ? 120 : 20) * target.share) / shares));
    if (found) console.log(`    FAILED ${target.name}\n${found}`);
    counts[found ? "failed" : "passed"] += 1;
  });
  return counts;
}

/**
 * @param {...string} args of `node --test`
 * @returns {(env: NodeJS.ProcessEnv) => Promise<Counts>}
 */
function nodeTests(...args) {
  return async (env) => {
    const folder = await mkdtemp(join(tmpdir(), "budgeting-counts-"));
    const file = join(folder, "counts.json");
    try {
      const { code } = await attempt(
        process.execPath,
        ["--test", "--test-timeout=300000", `--test-reporter=${inRoot("tools", "test-reporter.mjs")}`, ...args],
        { env: { ...env, TEST_COUNTS: file }, show: true },
      );
      const counts = JSON.parse(await readFile(file, "utf8").catch(() => '{"passed":0,"failed":0}'));
      // Node itself may fail, or see a failure that is no test's.
      return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}
