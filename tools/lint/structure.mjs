// Rules of the architecture that the compiler does not enforce.
import { readFile } from "node:fs/promises";
import { posix } from "node:path";
import { inRoot } from "../common/paths.mjs";
import { projectFiles } from "./names.mjs";

/** The folders that each folder of the core may include, besides itself. @type {Record<string, string[]>} */
const mayInclude = {
  model: [],
  domain: [],
  json: [],
  query: ["model"],
  http: ["json"],
  statements: ["domain", "json"],
  api: ["model", "domain", "json", "query", "http"],
  abi: ["json", "query", "api"],
  native: ["model", "domain", "json", "http", "statements", "api", "abi"],
};

/**
 * The violations, one per line.
 *
 * @returns {Promise<string>}
 */
export async function structureFaults() {
  const files = (await projectFiles()).filter((file) =>
    /^(wasm\/.*\.[ch]pp|worker-js\/.*\.js|tools\/.*\.mjs)$/.test(file),
  );
  const faults = await Promise.all(files.map(async (file) => faultsIn(file, await readFile(inRoot(file), "utf8"))));
  return faults.flat().join("\n");
}

/**
 * @param {string} file relative to the checkout's folder
 * @param {string} text
 */
export function faultsIn(file, text) {
  const check = file.startsWith("wasm/") ? coreFault : file.startsWith("tools/") ? toolFault : workerFault;
  return text.split("\n").flatMap((line, index) => {
    const fault = check(file, line);
    return fault ? [`${file}:${index + 1}: ${fault}`] : [];
  });
}

/**
 * @param {string} file
 * @param {string} line
 */
function coreFault(file, line) {
  const folder = file.split("/")[1] ?? "";
  if (folder !== "abi" && /^\s*#\s*(if|ifdef|ifndef|elif)\b/.test(line))
    return "a conditional belongs in wasm/abi alone";
  const included = /^#include "wasm\/(\w+)\//.exec(line)?.[1];
  if (included && included !== folder && !mayInclude[folder]?.includes(included)) {
    return `wasm/${folder} may not know wasm/${included}`;
  }
  return undefined;
}

/**
 * A declaration at the beginning of a line is at module level: it outlives a request, so it must be constant.
 *
 * @param {string} _file
 * @param {string} line
 */
function workerFault(_file, line) {
  if (/^(export )?(let|var)\b/.test(line)) return "a module-level variable outlives a request";
  const made = /^(?:export )?const \w+ =.*\bnew ([\w.]+)/.exec(line)?.[1];
  if (made && !["Connections", "Core", "KeySets", "Outcomes", "Poolers", "TextEncoder", "TextDecoder"].includes(made)) {
    return `a module-level ${made} outlives a request`;
  }
  return undefined;
}

/**
 * Tests and benchmarks may depend on the tools, never the other way round.
 *
 * @param {string} file
 * @param {string} line
 */
function toolFault(file, line) {
  for (const [, imported = ""] of line.matchAll(/\b(?:from|import) ?\(?"(\.[^"]*)"/g)) {
    const folder = posix.join(posix.dirname(file), imported).split("/")[0] ?? "";
    if (["bench", "tests"].includes(folder)) return `tools may not know ${folder}`;
  }
  return undefined;
}
