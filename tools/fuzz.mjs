// `npm run fuzz -- --minutes 10 --target plan`: searches for inputs that break the core (docs/fuzzing.md).
import { parseArgs } from "node:util";
import { step } from "./common/steps.mjs";
import { build } from "./setup/cmake.mjs";
import { runTool, setUp } from "./setup/index.mjs";
import { fuzzTargets, runFuzzTarget } from "./test/fuzz-targets.mjs";

await runTool(async () => {
  const { values } = parseArgs({
    options: { minutes: { type: "string", default: "2" }, target: { type: "string" } },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error(`--minutes takes a number above 0, not "${values.minutes}".`);
  const chosen = fuzzTargets.filter(({ name }) => values.target === undefined || name === values.target);
  if (chosen.length === 0) {
    throw new Error(
      `There is no target "${values.target}". There are: ${fuzzTargets.map(({ name }) => name).join(", ")}.`,
    );
  }
  await setUp({ native: true });
  await step("fuzz targets", () => build("fuzz"));

  const shares = chosen.reduce((sum, { share }) => sum + share, 0);
  const finds = [];
  console.log(`\n${"target".padEnd(10)}${"executions".padStart(12)}${"per second".padStart(12)}${"edges".padStart(8)}`);
  for (const target of chosen) {
    const outcome = await runFuzzTarget(target, Math.ceil((minutes * 60 * target.share) / shares));
    console.log(
      target.name.padEnd(10) +
        String(outcome.executions).padStart(12) +
        String(outcome.perSecond).padStart(12) +
        String(outcome.edges).padStart(8) +
        (outcome.found ? "  FOUND SOMETHING" : ""),
    );
    if (outcome.found) finds.push(`\n${target.name}: ${outcome.found}`);
  }
  for (const find of finds) console.log(find);
  console.log(finds.length === 0 ? "\nnothing found" : `\n${finds.length} found`);
  process.exitCode = finds.length === 0 ? 0 : 1;
});
