// Nothing in the project may depend on paths that exist only on one person's machine.
import { readFile } from "node:fs/promises";
import { inRoot } from "../common/paths.mjs";
import { attempt, run } from "../common/run.mjs";

// Assembled at run time, so that the check does not report this file.
const folders = ["work", "root", "home"].join("|");
const registries = ["registry", "npm-registry", "mirror", "deb", "artifactory", "nexus", "verdaccio"].join("|");

const patterns = [
  // At the beginning of a path, not in the middle of an address such as /api/home/.
  { what: "absolute path", pattern: new RegExp(`(?<![\\w.}$)-])/(?:${folders})/[\\w.-]`) },
  { what: "package registry", pattern: new RegExp(`https?://[^/\\s"']*\\b(?:${registries})\\.[\\w.-]+`) },
  { what: "package registry", pattern: /"resolved":\s*"https?:/ },
];

/** The files that are, or could be, committed to the repository. */
export async function projectFiles() {
  const { stdout } = await run("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
  const removed = await attempt("git", ["ls-files", "--deleted", "-z"]);
  const gone = new Set(removed.stdout.split("\0"));
  return stdout.split("\0").filter((path) => path && !gone.has(path));
}

/**
 * The places with a path of one particular machine, one per line.
 *
 * @param {string[]} files relative to the checkout's folder
 */
export async function foreignNames(files) {
  const found = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(inRoot(file), "utf8");
      return namesIn(text).map(({ line, what }) => `${file}:${line}: ${what}`);
    }),
  );
  return found.flat().join("\n");
}

/** @param {string} text */
export function namesIn(text) {
  return text.split("\n").flatMap((content, index) => {
    const hit = patterns.find(({ pattern }) => pattern.test(content));
    return hit ? [{ line: index + 1, what: hit.what }] : [];
  });
}
