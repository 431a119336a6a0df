// `npm test`: sets everything up and runs every suite; `npm test -- worker` runs the one, or ones, named.
import { buildAssets } from "./assets.mjs";
import { buildModule, runTool, setUp } from "./setup.mjs";
import { shutdown } from "./shutdown.mjs";
import { seconds, step } from "./steps.mjs";

await runTool(async () => {
  await setUp({ native: true, emscripten: true, browser: true });
  await buildAssets();
  // Only from here on are there packages to import.
  const { suites } = await import("./suites.mjs");
  const { startTestCluster } = await import("./test-database.mjs");

  const names = process.argv.slice(2);
  const unknown = names.find((name) => !suites.some((suite) => suite.name === name));
  if (unknown) {
    throw new Error(`There is no suite "${unknown}". There are: ${suites.map(({ name }) => name).join(", ")}.`);
  }
  const chosen = suites.filter(({ name }) => names.length === 0 || names.includes(name));
  const total = { passed: 0, failed: 0 };

  // The suites that don't need the module are worth running even if it can't be built.
  try {
    await buildModule();
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    total.failed += 1;
  }
  const env = { ...process.env };
  if (chosen.some(({ database }) => database) && !env.TEST_DATABASE_URL) {
    env.TEST_DATABASE_URL = (await step("PostgreSQL for the tests", startTestCluster, () => "running")).url;
  }

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
    console.log(`  ${counts.passed} passed, ${counts.failed} failed, ${seconds(started)}`);
    total.passed += counts.passed;
    total.failed += counts.failed;
  }

  await shutdown();
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
});
