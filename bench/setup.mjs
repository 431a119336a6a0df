// What measuring needs besides what the API itself does: the peers' packages, and two programs of Debian's.
import { fileURLToPath } from "node:url";
import { buildAssets } from "../tools/assets.mjs";
import { installPackages } from "../tools/packages.mjs";
import { run } from "../tools/run.mjs";
import { buildModule, setUp } from "../tools/setup.mjs";
import { step } from "../tools/steps.mjs";
import { requirePrograms } from "../tools/toolchain.mjs";

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
