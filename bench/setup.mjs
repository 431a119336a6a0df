// What measuring needs besides what the API itself does: the peers' packages, PgBouncer and wrk.
import { fileURLToPath, pathToFileURL } from "node:url";
import { run } from "../tools/common/run.mjs";
import { step } from "../tools/common/steps.mjs";
import { buildAssets } from "../tools/serve/assets.mjs";
import { requireProgram } from "../tools/setup/apt.mjs";
import { buildModule, runTool, setUp } from "../tools/setup/index.mjs";
import { installPackages } from "../tools/setup/packages.mjs";
import { requirePgbouncer } from "../tools/setup/pgbouncer.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));

export async function setUpBench() {
  await setUp();
  await buildModule();
  await buildAssets();
  await step("PgBouncer", requirePgbouncer);
  await step("wrk", () => requireProgram("wrk"));
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
