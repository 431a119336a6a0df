// Runs the Worker under `wrangler dev`, as a child process.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { inRoot, root } from "../common/paths.mjs";
import { onShutdown } from "../common/shutdown.mjs";

/** Turns off Wrangler's telemetry, update checks and banner, so that it needs no network. */
export const quietWrangler = {
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  // Compiling Wrangler's large source takes Node most of the start-up time; a second start uses the compile cache.
  NODE_COMPILE_CACHE: inRoot("node_modules", ".cache", "node-compile"),
};

export const wranglerScript = inRoot("node_modules", "wrangler", "bin", "wrangler.js");

/**
 * @typedef {object} WorkerOptions
 * @property {number} port
 * @property {string} databaseUrl
 * @property {Record<string, string>} vars
 * @property {(line: string) => void} log receives the output of Wrangler and the Worker once it responds
 * @property {string} [folder] of the wrangler.toml
 */

/**
 * Starts the Worker and waits until it responds.
 *
 * @param {WorkerOptions} options
 * @returns {Promise<{ url: string, ended: Promise<number>, stop: () => Promise<void> }>}
 */
export async function startWorker({ port, databaseUrl, vars, log, folder = root }) {
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    [
      wranglerScript,
      "dev",
      ...["--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"],
      "--show-interactive-dev-session=false",
      ...Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}:${value}`]),
    ],
    {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        ...quietWrangler,
        CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE: databaseUrl,
      },
    },
  );
  /** @type {Promise<number>} */
  const ended = new Promise((done) => child.once("close", (code) => done(code ?? 1)));
  /** @type {string[]} */
  const before = [];
  let ready = false;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => (ready ? log(line) : before.push(line)));
  }

  let stopping = false;
  const stop = async () => {
    stopping = true;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    const inTime = await Promise.race([ended.then(() => true), sleep(5000, false, { ref: false })]);
    if (!inTime) child.kill("SIGKILL");
  };
  onShutdown(stop);

  const gone = ended.then(() => "gone");
  while (!(await answers(url))) {
    if ((await Promise.race([gone, sleep(100)])) === "gone") {
      if (stopping) throw new Error("Stopped before the Worker answered.");
      throw new Error(`wrangler dev ended before the Worker answered:\n${before.join("\n")}`);
    }
  }
  ready = true;
  return { url, ended, stop };
}

/**
 * Any response will do, even a 404.
 *
 * @param {string} url
 */
async function answers(url) {
  try {
    const response = await fetch(`${url}/api/months`, { signal: AbortSignal.timeout(10_000) });
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
