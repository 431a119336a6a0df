// The static files that are served beside the Worker: the API's description, and the page that shows it.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { inRoot } from "../common/paths.mjs";
import { step } from "../common/steps.mjs";

/** As wrangler.toml names it. */
export const assetsFolder = inRoot("build", "assets");

const viewer = inRoot("node_modules", "swagger-ui-dist");
/** Where each file goes, by its path on the server, and where it is from. */
const files = {
  _headers: inRoot("pages", "_headers"),
  "docs.html": inRoot("pages", "docs.html"),
  "docs/page.js": inRoot("pages", "page.js"),
  "docs/page.css": inRoot("pages", "page.css"),
  "docs/swagger-ui.css": join(viewer, "swagger-ui.css"),
  "docs/swagger-ui-bundle.js": join(viewer, "swagger-ui-bundle.js"),
  "docs/favicon-32x32.png": join(viewer, "favicon-32x32.png"),
  // Whoever passes the viewer on passes these on too (Apache License 2.0, section 4).
  "docs/swagger-ui-bundle.js.LICENSE.txt": join(viewer, "swagger-ui-bundle.js.LICENSE.txt"),
  "docs/swagger-ui.LICENSE.txt": join(viewer, "LICENSE"),
  "docs/swagger-ui.NOTICE.txt": join(viewer, "NOTICE"),
};

/** Fills build/assets anew; it must be there for anything that Wrangler does. */
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
