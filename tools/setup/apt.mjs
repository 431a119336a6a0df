// Packages of Debian and Ubuntu.
import { readFile } from "node:fs/promises";
import { attempt, findProgram, run } from "../common/run.mjs";
import { note } from "../common/steps.mjs";

export async function isDebian() {
  const system = await readFile("/etc/os-release", "utf8").catch(() => "");
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(system) && (await findProgram("apt-get")) !== undefined;
}

/**
 * Installs packages, or throws an error with the command to run.
 *
 * @param {string[]} packages Debian's names
 * @param {string} [otherwise] what to do if they cannot be had
 */
export async function install(packages, otherwise = "") {
  const args = ["apt-get", "install", "-y", "--no-install-recommends", ...packages];
  const prefix = await privilege();
  if (!prefix) {
    throw new Error(
      `These packages are missing, and installing them needs root. Run this, then try again:\n  sudo apt-get update && sudo ${args.join(" ")}`,
    );
  }
  note(`installing ${packages.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const [first = "", ...rest] = [...prefix, ...args];
  // If the package lists are up to date, as they usually are, this is enough.
  if ((await attempt(first, rest, { env })).code === 0) return;
  const [updater = "", ...updateArgs] = [...prefix, "apt-get", "update"];
  await run(updater, updateArgs, { env });
  const again = await attempt(first, rest, { env });
  if (again.code === 0) return;
  throw new Error(
    `\`${[first, ...rest].join(" ")}\` failed:\n${again.output.trimEnd().split("\n").slice(-15).join("\n")}\n` +
      otherwise,
  );
}

/** How to get root privileges without a prompt: an empty prefix, `sudo -n`, or undefined if there is no way. */
async function privilege() {
  if (process.getuid?.() === 0) return [];
  if (!(await findProgram("sudo"))) return undefined;
  return (await attempt("sudo", ["-n", "true"])).code === 0 ? ["sudo", "-n"] : undefined;
}

/**
 * Installs a program that is in a package of the same name, if it is missing.
 *
 * @param {string} name
 * @returns {Promise<string>} what was done
 */
export async function requireProgram(name) {
  if ((await findProgram(name)) !== undefined) return "present";
  if (!(await isDebian())) throw new Error(`${name} is missing. Install it (macOS: brew install ${name}).`);
  await install([name]);
  return "installed";
}
