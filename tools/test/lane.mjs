// Runs suites of `npm test` one after another. As a program, it runs the suites given by name and writes the counts as
// JSON to the file in TEST_COUNTS.
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { shutdown } from "../common/shutdown.mjs";
import { seconds } from "../common/steps.mjs";
import { suites } from "./suites.mjs";

/** @typedef {import("./suites.mjs").Counts} Counts */

/**
 * @param {import("./suites.mjs").Suite[]} chosen
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts>} their total
 */
export async function runLane(chosen, env) {
  const total = { passed: 0, failed: 0 };
  for (const { name, title, run } of chosen) {
    const started = performance.now();
    console.log(`\n${name}: ${title}`);
    const counts = await run(env).catch((error) => {
      console.log(error instanceof Error ? error.message : error);
      return { passed: 0, failed: 1 };
    });
    if (counts.passed + counts.failed === 0) {
      console.log("    FAILED: the suite has no tests");
      counts.failed = 1;
    }
    console.log(`  ${name}: ${counts.passed} passed, ${counts.failed} failed, ${seconds(started)}`);
    total.passed += counts.passed;
    total.failed += counts.failed;
  }
  return total;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = process.argv.slice(2);
  const total = await runLane(
    suites.filter(({ name }) => names.includes(name)),
    process.env,
  );
  await shutdown();
  if (process.env.TEST_COUNTS) await writeFile(process.env.TEST_COUNTS, JSON.stringify(total));
}
