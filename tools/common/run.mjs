// Runs other programs quietly: their output is kept, and shown only if they fail.
import { spawn } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { availableParallelism, setPriority } from "node:os";
import { delimiter, join } from "node:path";
import { root } from "./paths.mjs";
import { onShutdown } from "./shutdown.mjs";

const onWindows = process.platform === "win32";

/**
 * @typedef {object} Outcome
 * @property {number} code
 * @property {string} stdout
 * @property {string} output stdout and stderr as they came
 */

/**
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {string} [options.cwd]
 * @param {boolean} [options.show] prints directly to the terminal instead
 * @param {number} [options.priority] 0 is the default, 19 the lowest; child processes inherit it
 * @returns {Promise<Outcome>}
 */
export function attempt(command, args, { env = process.env, cwd = root, show = false, priority = 0 } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      env,
      cwd,
      stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
      // On Windows, npm and similar programs are scripts, which only a shell can start.
      shell: onWindows && !command.endsWith(".exe"),
      // In a process group of its own, so that it can be ended together with what it started (compilers, tests).
      detached: !onWindows,
    });
    if (priority !== 0 && child.pid !== undefined) setPriority(child.pid, priority);
    const forget = onShutdown(() => end(child));
    let stdout = "";
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      output += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.once("error", (error) => {
      forget();
      const missing = /** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT";
      fail(missing ? new Error(`${command} is not installed, or not in the PATH.`) : error);
    });
    child.once("close", (code, signal) => {
      forget();
      done({ code: code ?? 1, stdout, output: signal ? `${output}\n(ended by ${signal})` : output });
    });
  });
}

/** @param {import("node:child_process").ChildProcess} child */
function end(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (onWindows) child.kill();
  else process.kill(-child.pid, "SIGTERM");
}

/**
 * Like `attempt`, but throws on failure, with the program's output.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {Parameters<typeof attempt>[2]} [options]
 */
export async function run(command, args, options) {
  const outcome = await attempt(command, args, options);
  if (outcome.code === 0) return outcome;
  throw new Error(
    `\`${[command, ...args].join(" ")}\` failed (exit code ${outcome.code}):\n${shortened(outcome.output)}`,
  );
}

/**
 * The first and the last lines: some programs report the error first, others last.
 *
 * @param {string} text
 */
export function shortened(text) {
  const lines = text.trimEnd().split("\n");
  if (lines.length <= 60) return lines.join("\n");
  return [...lines.slice(0, 20), `... (${lines.length - 60} lines)`, ...lines.slice(-40)].join("\n");
}

/**
 * The first of `names` that is in the PATH, or undefined.
 *
 * @param {...string} names
 */
export async function findProgram(...names) {
  const endings = onWindows ? [".exe", ".cmd", ""] : [""];
  for (const name of names) {
    for (const folder of (process.env.PATH ?? "").split(delimiter)) {
      for (const ending of endings) {
        const path = join(folder, name + ending);
        const found = await access(path, constants.X_OK).then(
          () => true,
          () => false,
        );
        if (found) return path;
      }
    }
  }
  return undefined;
}

/**
 * Processes as many items in parallel as there are processors, but at least two.
 *
 * @template T, R
 * @param {T[]} items
 * @param {(item: T) => Promise<R>} work
 */
export async function inParallel(items, work) {
  const queue = [...items];
  /** @type {R[]} */
  const results = [];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  return results;
}
