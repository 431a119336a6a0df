// `npm test`: sets everything up and runs all suites, or the suites and test files named on the command line.
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "./common/paths.mjs";
import { attempt } from "./common/run.mjs";
import { onShutdown, shutdown } from "./common/shutdown.mjs";
import { step } from "./common/steps.mjs";
import { buildAssets } from "./serve/assets.mjs";
import { build } from "./setup/cmake.mjs";
import { buildModule, runTool, setUp } from "./setup/index.mjs";
import { requirePgbouncer } from "./setup/pgbouncer.mjs";
import { runLane } from "./test/lane.mjs";
import { suiteOfOneFile, suites } from "./test/suites.mjs";

/** For suites that run alongside, so that those that measure times get a processor when they need one. */
const LOW_PRIORITY = 10;

const usage = `npm test [-- suite-or-file ...]
Sets up what is missing and runs every suite, or the ones named:
${suites.map(({ name, title }) => `  ${name.padEnd(12)}${title}`).join("\n")}
or single files, such as tests/worker/requests/paths.test.mjs.`;

await runTool(async () => {
  const names = process.argv.slice(2);
  if (names.includes("--help") || names.includes("-h")) return console.log(usage);
  const chosen = names.length === 0 ? suites : names.map(suiteNamed);
  const aside = chosen.filter((suite) => suite.aside);
  const others = chosen.filter((suite) => !suite.aside);

  await setUp({ native: true, emscripten: true, browser: true });
  await buildAssets();
  const env = { ...process.env };
  const needsDatabase = chosen.some(({ database }) => database);
  const total = { passed: 0, failed: 0 };
  // The suites that do not need the module are worth running even if it cannot be built.
  try {
    await buildModule();
    await step("module with the endpoints of tests/kinds", () => build("wasi", "kinds_module"));
    // The Worker's tests compare against the statements that these programs list. They are built before the suites,
    // since two builds in one folder would interfere with each other.
    await step("native programs", () => build("native"));
    if (needsDatabase) env.TEST_BUNDLE = await step("bundle of the Worker", bundleOfWorker, () => "done");
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    total.failed += 1;
  }
  if (needsDatabase) {
    await step("PgBouncer", requirePgbouncer);
    const { startTestServers } = await import("./test/database.mjs");
    Object.assign(env, await step("PostgreSQL for the tests", startTestServers, () => "running"));
  }

  const lanes =
    others.length === 0
      ? [runLane(aside, env)]
      : [runLane(others, env), ...(aside.length > 0 ? [runAside(aside, env)] : [])];
  for (const { passed, failed } of await Promise.all(lanes)) {
    total.passed += passed;
    total.failed += failed;
  }

  await shutdown();
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
});

/** Bundles the Worker once for all tests, in a folder that other runs leave alone. @returns {Promise<string>} the folder */
async function bundleOfWorker() {
  // Packages are installed only by now, so what needs them is imported dynamically.
  const { bundleInto } = await import("./serve/workerd.mjs");
  const folder = await mkdtemp(join(tmpdir(), "budgeting-bundle-"));
  onShutdown(() => rm(folder, { recursive: true, force: true }));
  await bundleInto(folder);
  return folder;
}

/** @param {string} name of a suite or a test file */
function suiteNamed(name) {
  const suite = suites.find((each) => each.name === name) ?? (existsSync(inRoot(name)) && suiteOfOneFile(name));
  if (!suite) throw new Error(`There is no suite and no test file "${name}".\n\n${usage}`);
  return suite;
}

/**
 * Runs suites in a separate process; their output is shown at the end.
 *
 * @param {import("./test/suites.mjs").Suite[]} aside
 * @param {NodeJS.ProcessEnv} env
 */
async function runAside(aside, env) {
  const names = aside.map(({ name }) => name);
  console.log(`\nIn the background: ${names.join(", ")}`);
  const folder = await mkdtemp(join(tmpdir(), "budgeting-counts-"));
  const file = join(folder, "counts.json");
  try {
    const { output } = await attempt(process.execPath, [inRoot("tools", "test", "lane.mjs"), ...names], {
      env: { ...env, TEST_COUNTS: file },
      priority: LOW_PRIORITY,
    });
    console.log(`\nIn the background:\n${output.trimEnd()}`);
    return /** @type {import("./test/suites.mjs").Counts} */ (JSON.parse(await readFile(file, "utf8")));
  } catch {
    // The process ended before it could count.
    return { passed: 0, failed: 1 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
