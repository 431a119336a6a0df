// The static files served next to the Worker: the API's description and the page that displays it.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { inRoot } from "../common/paths.mjs";
import { step } from "../common/steps.mjs";

/** The name in wrangler.toml. */
export const assetsFolder = inRoot("build", "assets");

const viewer = inRoot("node_modules", "swagger-ui-dist");
/** The source of each file, by its path on the server. */
const files = {
  _headers: inRoot("pages", "_headers"),
  "docs.html": inRoot("pages", "docs.html"),
  "docs/page.js": inRoot("pages", "page.js"),
  "docs/page.css": inRoot("pages", "page.css"),
  "docs/swagger-ui.css": join(viewer, "swagger-ui.css"),
  "docs/swagger-ui-bundle.js": join(viewer, "swagger-ui-bundle.js"),
  "docs/favicon-32x32.png": join(viewer, "favicon-32x32.png"),
  // Anyone who redistributes the viewer must include these files (Apache License 2.0, section 4).
  "docs/swagger-ui-bundle.js.LICENSE.txt": join(viewer, "swagger-ui-bundle.js.LICENSE.txt"),
  "docs/swagger-ui.LICENSE.txt": join(viewer, "LICENSE"),
  "docs/swagger-ui.NOTICE.txt": join(viewer, "NOTICE"),
};

/** Recreates build/assets, which must exist for anything that Wrangler does. */
export function buildAssets() {
  return step("static files", fill);
}

async function fill() {
  await rm(assetsFolder, { recursive: true, force: true });
  for (const [path, source] of Object.entries(files)) {
    const target = join(assetsFolder, path);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(source, target);
  }
  const description = JSON.parse(await readFile(inRoot("schema", "openapi.json"), "utf8"));
  await mkdir(join(assetsFolder, "api"), { recursive: true });
  await writeFile(join(assetsFolder, "api", "openapi.json"), JSON.stringify(description));
}
