// `npm run compare-toolchains`: size and speed of the module by each WebAssembly toolchain, into docs/performance.md.
import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Core, outcomeOf } from "../worker-js/core.js";
import { inRoot } from "./common/paths.mjs";
import { buildFolder } from "./setup/cmake.mjs";
import { buildModule, runTool, setUp, toolchains } from "./setup/index.mjs";

const ROUNDS = 15;
const CALLS = 2_000;
const INSTANCES = 200;

const encoder = new TextEncoder();
const requestId = "2f0414fe-a157-4416-8153-740f048276f6";

/** Routes a request and plans it, as the Worker does. @param {Core} core @param {string} method @param {string} url @param {unknown} [body] */
function plan(core, method, url, body) {
  const { answer, route } = core.route({ method, url: `https://api.test${url}`, requestId });
  if (answer !== null) return null;
  return core.plan({
    route,
    ...{ contentType: "application/json", contentEncoding: "" },
    body: body === undefined ? new Uint8Array() : encoder.encode(JSON.stringify(body)),
    ...{ user: "00000000-0000-4000-8000-000000000001", now: 1_800_000_000, requestId },
    ...{ ifMatch: null, ifNoneMatch: null, idempotencyKey: null, rowLimits: "" },
  });
}

const updates = Array.from({ length: 100 }, (_, index) => ({ id: index + 1, amount: index * 100, isPaid: true }));
const pairs = Array.from({ length: 12 }, (_, index) => [index + 1, 123_456 * index]);
const section = { sectionId: 1, sectionType: "LIVING", sectionName: "Living", targetPercent: 70, totals: pairs };
const yearRow = JSON.stringify({
  ...{ budgetId: 1, year: 2026, spendTarget: 500_000, showWarnings: true, gross: pairs, deductions: pairs },
  sections: [section, section, section],
});

/** What is measured: each is called CALLS times in a round. @type {Record<string, (core: Core) => () => unknown>} */
const WORK = {
  "plan: GET /api/months": (core) => () => plan(core, "GET", "/api/months"),
  "plan: POST /api/transactions": (core) => () =>
    plan(core, "POST", "/api/transactions", { categoryId: 7, amount: 12.34, description: "Bread and milk" }),
  "plan: bulk of 100": (core) => () => plan(core, "POST", "/api/yearly/category-entries/bulk", { updates }),
  "plan: a 422": (core) => () => plan(core, "POST", "/api/months", { name: "", year: 1 }),
  "plan: a 404": (core) => () => plan(core, "GET", "/api/nothing"),
  "respond: a tree (row as it is)": (core) => respond(core, "/api/yearly/1", ""),
  "respond: a year's summary": (core) => respond(core, "/api/yearly/1/summary", yearRow),
};

/** @param {Core} core @param {string} url @param {string} body */
function respond(core, url, body) {
  const planned = plan(core, "GET", url);
  if (planned === null || planned.refusal !== null) throw new Error(`${url} is refused`);
  const { continuation } = planned;
  return () =>
    core.resume({
      continuation,
      outcome: outcomeOf({ event: "row", body }),
      ...{ millisecondsLeft: 0, statementMilliseconds: 0, chance: 0 },
    });
}

/** @param {number[]} values */
function spread(values) {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (/** @type {number} */ part) => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** @param {number} times @param {() => unknown} work microseconds per call */
function microseconds(times, work) {
  const start = performance.now();
  for (let count = 0; count < times; count += 1) work();
  return ((performance.now() - start) * 1000) / times;
}

await runTool(async () => {
  await setUp({ emscripten: true });
  /** @type {{ name: string, bytes: Buffer, module: WebAssembly.Module, core: Core }[]} */
  const built = [];
  for (const name of toolchains) {
    await buildModule(name);
    const bytes = await readFile(join(buildFolder(name), "core.wasm"));
    const module = new WebAssembly.Module(/** @type {BufferSource} */ (bytes));
    built.push({ name, bytes, module, core: new Core(module) });
  }
  await buildModule();

  /** @type {Map<string, number[]>} */
  const times = new Map();
  const add = (/** @type {string} */ key, /** @type {number} */ value) =>
    times.set(key, [...(times.get(key) ?? []), value]);
  const work = built.flatMap(({ name, module, core }) => [
    { key: `instantiate|${name}`, times: INSTANCES, call: () => new WebAssembly.Instance(module) },
    ...Object.entries(WORK).map(([what, make]) => ({ key: `${what}|${name}`, times: CALLS, call: make(core) })),
  ]);
  for (const { times: count, call } of work) microseconds(count, call); // warm-up
  // The toolchains take turns within each round, so that a busy moment of the machine hits both.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { key, times: count, call } of work) add(key, microseconds(count, call));
  }

  const names = built.map(({ name }) => name);
  const row = (/** @type {string} */ what, /** @type {string[]} */ cells) => `| ${[what, ...cells].join(" | ")} |`;
  const timed = (/** @type {string} */ what) =>
    row(
      `${what}, µs`,
      names.map((name) => {
        const { median, low, high } = spread(times.get(`${what}|${name}`) ?? []);
        return `${median.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`;
      }),
    );
  const table = [
    row("", names),
    row(
      "---",
      names.map(() => "---"),
    ),
    row(
      "module, bytes",
      built.map(({ bytes }) => String(bytes.length)),
    ),
    row(
      "module, gzip -9, bytes",
      built.map(({ bytes }) => String(gzipSync(bytes, { level: 9 }).length)),
    ),
    timed("instantiate"),
    ...Object.keys(WORK).map(timed),
  ].join("\n");
  const method =
    `Node ${process.versions.node} (V8 ${process.versions.v8}) on ${cpus()[0]?.model ?? "an unknown processor"}; ` +
    `median and quartiles of ${ROUNDS} rounds of ${CALLS} calls (${INSTANCES} instances), taken in turns, ` +
    "through `worker-js/core.js` as the Worker calls it.";
  const file = inRoot("docs", "performance.md");
  const [begin, end] = ["<!-- toolchains: begin -->", "<!-- toolchains: end -->"];
  const before = await readFile(file, "utf8");
  const after = before.replace(new RegExp(`${begin}.*${end}`, "s"), `${begin}\n${table}\n\n${method}\n${end}`);
  if (after === before) throw new Error(`docs/performance.md has no place for the table: ${begin} ... ${end}`);
  await writeFile(file, after);
  console.log(`\n${table}\n\n${method}`);
});
