// Runs the bundled Worker in workerd alone, without Wrangler: faster, and in a process of its own that can be watched
// and killed.
import { spawn } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
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
 * @property {string | null} databaseUrl the database of the binding HYPERDRIVE; null: there is no such binding
 * @property {Record<string, string>} vars
 * @property {Record<string, unknown>} [json] further variables that are not texts
 * @property {string[]} [options] of `workerd serve`
 * @property {(line: string, level: "log" | "error") => void} [log] receives each line of the Worker's log; without it they
 *   are not read
 *
 * @typedef {object} Workerd
 * @property {URL} url the same after a restart
 * @property {() => number} pid
 * @property {() => Promise<void>} kill at once, as a crash would
 * @property {() => Promise<void>} start once more, after `kill`
 * @property {() => Promise<void>} close
 */

/** What a bundle's folder has besides the modules: how to run them. */
const settingsFile = "settings.json";
/** @typedef {{ script: string, compatibilityDate: string, compatibilityFlags: string[] }} Settings */

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
  // Wrangler takes a second to load, so only what bundles does.
  const { unstable_readConfig } = await import("wrangler");
  const read = unstable_readConfig({ config }, { hideWarnings: true });
  const date = read.compatibility_date ?? "";
  /** @type {Settings} */
  const settings = {
    script: `${basename(main ?? read.main ?? "").replace(/\.m?js$/, "")}.js`,
    compatibilityDate: date,
    // From then on it is the default, and workerd warns about it; Wrangler still needs it to bundle.
    compatibilityFlags: read.compatibility_flags.filter(
      (/** @type {string} */ flag) => flag !== "nodejs_compat" || date < "2026-08-04",
    ),
  };
  await writeFile(join(folder, settingsFile), JSON.stringify(settings));
}

/**
 * Bundles a Worker with our deployment's settings, and starts it.
 *
 * @param {Bundling & Serving} options
 * @returns {Promise<Workerd>}
 */
export async function startWorkerd({ main, config, alias, minify, ...serving }) {
  const folder = await mkdtemp(join(tmpdir(), "budgeting-workerd-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const forget = onShutdown(remove);
  const isOurs = [main, config, alias, minify].every((each) => each === undefined);
  // `npm test` bundles our Worker once for all tests.
  if (isOurs && process.env.TEST_BUNDLE) await cp(process.env.TEST_BUNDLE, folder, { recursive: true });
  else await bundleInto(folder, { main, config, alias, minify });
  const port = await freePort(folder);
  await writeFile(join(folder, "config.capnp"), await configuration(folder, port, serving));
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
    const keep = (
      /** @type {import("node:stream").Readable | null} */ stream,
      /** @type {"log" | "error"} */ level,
    ) => {
      if (stream === null) return;
      createInterface({ input: stream }).on("line", (line) => {
        if (said.length < 20) said.push(line);
        serving.log?.(line, level);
      });
    };
    keep(started.stdout, "log");
    keep(started.stderr, "error");
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
 * @param {Serving} serving
 */
async function configuration(folder, port, { databaseUrl, vars, json = {} }) {
  /** @type {Settings} */
  const { script, compatibilityDate, compatibilityFlags } = JSON.parse(
    await readFile(join(folder, settingsFile), "utf8"),
  );
  const modules = [
    `(name = "${script}", esModule = embed "${script}")`,
    ...(await readdir(folder))
      .filter((name) => /\.wasm(\?module)?$/.test(name))
      .map((name) => `(name = "${name}", wasm = embed "${name}")`),
  ];
  const database = databaseUrl === null ? undefined : hyperdrive(databaseUrl);
  const bindings = [
    ...Object.entries(vars).map(([name, value]) => `(name = ${quoted(name)}, text = ${quoted(value)})`),
    ...Object.entries(json).map(([name, value]) => `(name = ${quoted(name)}, json = ${quoted(JSON.stringify(value))})`),
    ...(database ? [database.binding] : []),
  ];
  // The tests' issuers and databases are on the loopback interface.
  const internet = `network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))`;
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "api", worker = (
      modules = [${modules.join(", ")}],
      compatibilityDate = "${compatibilityDate}",
      compatibilityFlags = [${compatibilityFlags.map(quoted).join(", ")}],
      bindings = [${bindings.join(", ")}],
    )),
    (name = "internet", ${internet}),${database ? `\n    ${database.service},` : ""}
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "api")],
);
`;
}

/**
 * A binding of that kind, and the service that it uses.
 *
 * @param {string} databaseUrl
 */
function hyperdrive(databaseUrl) {
  const { hostname, port, pathname, username, password } = new URL(databaseUrl);
  const [database, user, secret] = [pathname.slice(1), username, password].map(decodeURIComponent).map(quoted);
  return {
    binding: `(name = "HYPERDRIVE", hyperdrive = (designator = "database", database = ${database},
      user = ${user}, password = ${secret}, scheme = "postgres"))`,
    service: `(name = "database", external = (address = "${hostname}:${port || 5432}", tcp = ()))`,
  };
}

/** @param {string} text */
const quoted = (text) => JSON.stringify(text);
