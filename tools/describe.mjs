// `npm run describe`: writes schema/openapi.json, the API's description, from the tables that the core is made of.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "./common/paths.mjs";
import { run } from "./common/run.mjs";
import { step } from "./common/steps.mjs";
import { build, buildFolder } from "./setup/cmake.mjs";
import { runTool, setUp } from "./setup/index.mjs";

export const descriptionFile = inRoot("schema", "openapi.json");

/** The description as it should be now. build/native must be built. */
export async function describeApi() {
  const { version } = JSON.parse(await readFile(inRoot("package.json"), "utf8"));
  const { stdout } = await run(join(buildFolder("native"), "describe_api"), [version]);
  return `${JSON.stringify(JSON.parse(stdout), null, 2)}\n`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runTool(async () => {
    await setUp({ native: true });
    await step("native build", () => build("native"));
    await step("schema/openapi.json", async () => {
      const before = await readFile(descriptionFile, "utf8").catch(() => "");
      const now = await describeApi();
      if (now === before) return "up to date";
      await writeFile(descriptionFile, now);
      return "written";
    });
  });
}
