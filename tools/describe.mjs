// `npm run describe`: generates schema/openapi.json, the API's description, and worker-js/border.js, the shim's side of
// the module boundary, from the tables in the core.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "./common/paths.mjs";
import { run } from "./common/run.mjs";
import { step } from "./common/steps.mjs";
import { build, buildFolder } from "./setup/cmake.mjs";
import { runTool, setUp } from "./setup/index.mjs";

export const descriptionFile = inRoot("schema", "openapi.json");

/** The description as it should be now. build/native must have been built. */
export async function describeApi() {
  const { version } = JSON.parse(await readFile(inRoot("package.json"), "utf8"));
  const { stdout } = await run(join(buildFolder("native"), "describe_api"), [version]);
  return `${JSON.stringify(JSON.parse(stdout), null, 2)}\n`;
}

export const borderFile = inRoot("worker-js", "border.js");

/** The shim's side of the boundary as it should be now. build/native must have been built. */
export async function describeBorder() {
  const { stdout } = await run(join(buildFolder("native"), "describe_border"), []);
  return stdout;
}

/** @param {string} file @param {() => Promise<string>} make */
async function write(file, make) {
  const before = await readFile(file, "utf8").catch(() => "");
  const now = await make();
  if (now === before) return "up to date";
  await writeFile(file, now);
  return "written";
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runTool(async () => {
    await setUp({ native: true });
    await step("native build", () => build("native"));
    await step("schema/openapi.json", () => write(descriptionFile, describeApi));
    await step("worker-js/border.js", () => write(borderFile, describeBorder));
  });
}
