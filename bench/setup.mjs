// What measuring needs besides what the API itself does: the peers' packages, and two programs of Debian's.
import { fileURLToPath, pathToFileURL } from "node:url";
import { run } from "../tools/common/run.mjs";
import { step } from "../tools/common/steps.mjs";
import { buildAssets } from "../tools/serve/assets.mjs";
import { buildModule, runTool, setUp } from "../tools/setup/index.mjs";
import { installPackages } from "../tools/setup/packages.mjs";
import { requirePrograms } from "../tools/setup/toolchain.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));

const programs = [
  { program: "pgbouncer", package: "pgbouncer" },
  { program: "wrk", package: "wrk" },
];

export async function setUpBench() {
  await setUp();
  await buildModule();
  await buildAssets();
  await step("pgbouncer and wrk", () => requirePrograms(programs));
  await installPackages("the peers' packages", folder);
  await step("Prisma's client", generateClient);
}

async function generateClient() {
  const prisma = fileURLToPath(new URL("node_modules/prisma/build/index.js", import.meta.url));
  const schema = fileURLToPath(new URL("peers/prisma/schema.prisma", import.meta.url));
  await run(process.execPath, [prisma, "generate", "--schema", schema], {
    cwd: folder,
    // It asks for an engine that generating does not use; any program that can be run will do.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" },
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await runTool(setUpBench);
