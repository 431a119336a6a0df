// `npm run soak`: a million random requests while everything around the Worker fails at random moments, and whether
// what is in the database then is what the answers said. It writes what it measured into docs/reliability.md.
import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { inRoot } from "../../tools/common/paths.mjs";
import { startProgress } from "../../tools/common/progress.mjs";
import { buildModule, runTool, setUp } from "../../tools/setup/index.mjs";

const usage = `npm run soak [-- options]
  --requests N   it ends after so many (1000000),
  --minutes N    or after this time (60)
  --pooler       PostgreSQL stands behind pgbouncer, as behind Hyperdrive; several times faster
  --seed N       of the random choices; another one each time unless told`;

/** @param {string[]} args */
function optionsFrom(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        requests: { type: "string" },
        minutes: { type: "string" },
        seed: { type: "string" },
        pooler: { type: "boolean" },
      },
    }));
  } catch {
    throw new Error(`There is no such option, or it has no value.\n\n${usage}`);
  }
  const { requests = "1000000", minutes = "60", seed = String(Math.floor(Math.random() * 1e9)) } = values;
  const numbers = { requests: Number(requests), seconds: Number(minutes) * 60, seed: Number(seed) };
  if (Object.values(numbers).every((number) => number >= 0)) return { ...numbers, pooled: values.pooler ?? false };
  throw new Error(`Not a number.\n\n${usage}`);
}

await runTool(async () => {
  const options = optionsFrom(process.argv.slice(2));
  await setUp();
  await buildModule();
  const { soak } = await import("./soak.mjs");
  const { faultsIn, page } = await import("./report.mjs");

  console.log(`\nSeed ${options.seed}: to repeat the choices, npm run soak -- --seed ${options.seed}\n`);
  const progress = startProgress(options.requests);
  const outcome = await soak({
    ...options,
    progress: (done, now) => progress.set(done, now),
  }).finally(progress.end);

  const machine = `Node ${process.versions.node} on ${cpus().length} x ${cpus()[0]?.model ?? "an unknown processor"}`;
  const figures = page(outcome, machine);
  const file = inRoot("docs", "reliability.md");
  const [begin, end] = ["<!-- soak: begin -->", "<!-- soak: end -->"];
  const before = await readFile(file, "utf8");
  if (!before.includes(begin) || !before.includes(end)) {
    throw new Error(`docs/reliability.md has no place for the figures: ${begin} ... ${end}`);
  }
  await writeFile(
    file,
    before.replace(new RegExp(`${begin}.*${end}`, "s"), () => `${begin}\n${figures}\n${end}`),
  );
  console.log(figures);
  const faults = faultsIn(outcome);
  for (const fault of faults) console.log(`FAULT ${fault}`);
  console.log(faults.length === 0 ? "\nNothing was lost." : `\n${faults.length} faults.`);
  process.exitCode = faults.length === 0 ? 0 : 1;
});
