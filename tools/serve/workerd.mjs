// Runs the bundled Worker in workerd alone, without Wrangler: faster, and in a process of its own that can be watched
// and killed.
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { unstable_readConfig } from "wrangler";
import { inRoot } from "../common/paths.mjs";
import { freePort, isTaken } from "../common/ports.mjs";
import { run } from "../common/run.mjs";
import { onShutdown } from "../common/shutdown.mjs";
import { quietWrangler, wranglerScript } from "./wrangler-dev.mjs";

const ourConfig = inRoot("wrangler.toml");
const workerdProgram = inRoot("node_modules", "workerd", "bin", "workerd");

/**
 * @typedef {object} Bundling
 * @property {string} [main] another Worker than ours
 * @property {Record<string, string>} [alias] modules that replace imported packages
 * @property {string} [config] another wrangler.toml than ours
 * @property {boolean} [minify] false: names stay readable
 *
 * @typedef {object} Serving
 * @property {string} databaseUrl the database of the binding HYPERDRIVE
 * @property {Record<string, string>} vars
 * @property {Record<string, unknown>} [json] further variables that are not texts
 * @property {string[]} [options] of `workerd serve`
 * @property {(line: string) => void} [log] receives each line of the Worker's log; without it they are not read
 *
 * @typedef {object} Workerd
 * @property {URL} url the same after a restart
 * @property {() => number} pid
 * @property {() => Promise<void>} kill at once, as a crash would
 * @property {() => Promise<void>} start once more, after `kill`
 * @property {() => Promise<void>} close
 */

/**
 * Bundles a Worker as `wrangler deploy` would, with our deployment's settings.
 *
 * @param {string} folder
 * @param {Bundling} [bundling]
 */
export async function bundleInto(folder, { main, config = ourConfig, alias = {}, minify = true } = {}) {
  await run(
    process.execPath,
    [
      ...[wranglerScript, "deploy", ...(main === undefined ? [] : [main]), "--dry-run", "--outdir", folder],
      ...Object.entries(alias).flatMap(([name, path]) => ["--alias", `${name}:${path}`]),
      ...["--config", config, ...(minify ? [] : ["--minify=false"])],
    ],
    { env: { ...process.env, ...quietWrangler } },
  );
}

/**
 * Bundles a Worker with our deployment's settings, and starts it.
 *
 * @param {Bundling & Serving} options
 * @returns {Promise<Workerd>}
 */
export async function startWorkerd({ main, config = ourConfig, alias = {}, minify = true, ...serving }) {
  const folder = await mkdtemp(join(tmpdir(), "budgeting-workerd-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const forget = onShutdown(remove);
  await bundleInto(folder, { ...(main && { main }), config, alias, minify });
  const port = await freePort(folder);
  await writeFile(join(folder, "config.capnp"), await configuration(folder, port, config, serving, main));
  const url = new URL(`http://127.0.0.1:${port}`);

  /** @type {import("node:child_process").ChildProcess | undefined} */
  let child;
  /** @type {Promise<unknown>} */
  let ended = Promise.resolve();
  const kill = async () => {
    child?.kill("SIGKILL");
    await ended;
  };
  const start = async () => {
    const started = spawn(workerdProgram, ["serve", ...(serving.options ?? []), join(folder, "config.capnp")], {
      stdio: ["ignore", serving.log === undefined ? "ignore" : "pipe", "pipe"],
    });
    child = started;
    ended = new Promise((done) => started.once("close", done));
    /** @type {string[]} */
    const said = [];
    for (const stream of [started.stdout, started.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        if (said.length < 20) said.push(line);
        serving.log?.(line);
      });
    }
    while (!(await isTaken(port))) {
      if (started.exitCode !== null) throw new Error(`workerd ended at its start:\n${said.join("\n")}`);
      await sleep(10);
    }
  };
  const forgetKill = onShutdown(kill);
  await start();
  return {
    url,
    pid: () => child?.pid ?? 0,
    kill,
    start,
    close: async () => {
      await kill();
      forgetKill();
      forget();
      await remove();
    },
  };
}

/**
 * @param {string} folder
 * @param {number} port
 * @param {string} config
 * @param {Serving} serving
 * @param {string} [main]
 */
async function configuration(folder, port, config, { databaseUrl, vars, json = {} }, main) {
  const {
    main: ours = "",
    compatibility_date,
    compatibility_flags,
  } = unstable_readConfig({ config }, { hideWarnings: true });
  const files = await readdir(folder);
  const script = `${basename(main ?? ours).replace(/\.m?js$/, "")}.js`;
  const modules = [
    `(name = "${script}", esModule = embed "${script}")`,
    ...files
      .filter((name) => /\.wasm(\?module)?$/.test(name))
      .map((name) => `(name = "${name}", wasm = embed "${name}")`),
  ];
  const { hostname, port: databasePort, pathname, username, password } = new URL(databaseUrl);
  const secret = quoted(decodeURIComponent(password));
  const bindings = [
    ...Object.entries(vars).map(([name, value]) => `(name = ${quoted(name)}, text = ${quoted(value)})`),
    ...Object.entries(json).map(([name, value]) => `(name = ${quoted(name)}, json = ${quoted(JSON.stringify(value))})`),
    `(name = "HYPERDRIVE", hyperdrive = (designator = "database", database = ${quoted(pathname.slice(1))},
      user = ${quoted(username)}, password = ${secret}, scheme = "postgres"))`,
  ];
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "api", worker = (
      modules = [${modules.join(", ")}],
      compatibilityDate = "${compatibility_date}",
      compatibilityFlags = [${compatibility_flags.map(quoted).join(", ")}],
      bindings = [${bindings.join(", ")}],
    )),
    (name = "database", external = (address = "${hostname}:${databasePort}", tcp = ())),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "api")],
);
`;
}

/** @param {string} text */
const quoted = (text) => JSON.stringify(text);
