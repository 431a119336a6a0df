// `npm run bench -- --report`: what was measured, into docs/performance.md and the charts beside it.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { inRoot } from "../../tools/common/paths.mjs";
import { ENDPOINTS } from "../harness/endpoints.mjs";
import { CANDIDATES, DATABASE_PEERS, PEERS, REFUSERS } from "../harness/peers.mjs";
import { readResults } from "../harness/results.mjs";
import { median } from "../harness/statistics.mjs";
import { BARE, DELAYS } from "../measurements/delay.mjs";
import { bars, lines, medianAt, ranking } from "./charts.mjs";
import { fillMarks } from "./marks.mjs";
import * as tables from "./tables.mjs";

const CLIENTS = 10;

export async function writeReport() {
  const [size, statements, start, load] = await Promise.all([
    readResults("size"),
    readResults("statements"),
    readResults("start"),
    readResults("load"),
  ]);
  const [delay, crowd, growth] = await Promise.all([readResults("delay"), readResults("crowd"), readResults("growth")]);
  const { rows } = load;
  await writeCharts({ load: rows, delay: delay.rows, growth: growth.rows, size: size.rows });
  const file = inRoot("docs", "performance.md");
  const page = fillMarks(await readFile(file, "utf8"), {
    "bench-method": methodOf(load),
    "bench-candidates": tables.candidateTable((await readResults("candidates")).rows, CANDIDATES),
    "bench-refusals": tables.candidateTable((await readResults("refusals")).rows, REFUSERS),
    "bench-cpu": tables.cpuRatios(rows, CLIENTS),
    "bench-workerd": tables.cpuTable(rows, CLIENTS, "workerd"),
    "bench-postgres": tables.cpuTable(rows, CLIENTS, "postgres"),
    "bench-pooler": tables.cpuTable(rows, CLIENTS, "pooler"),
    "bench-rate-ratios": tables.rateRatios(rows),
    "bench-rates": [1, 10, 32]
      .map((many) => `${many} client${many === 1 ? "" : "s"}:\n\n${tables.rateTable(rows, many)}`)
      .join("\n\n"),
    "bench-statements": tables.statementTable(statements.rows),
    "bench-delays": DELAYS.map(
      (ms) => `${ms} ms (${tables.roundTrip(delay.rows, ms)}):\n\n${tables.delayTable(delay.rows, ms)}`,
    ).join("\n\n"),
    "bench-size": tables.sizeTable(size.rows, start.rows),
    "bench-growth": tables.growthTable(growth.rows, "others"),
    "bench-own-growth": tables.growthTable(growth.rows, "size"),
    "bench-crowd": tables.crowdTable(crowd.rows),
  });
  await writeFile(file, page);
  console.log("docs/performance.md and its charts are written.");
}

/** @param {import("../harness/results.mjs").Results} load */
function methodOf({ date, machine, versions, rows }) {
  const loads = rows.map(({ before }) => before);
  const rounds = Math.max(...rows.map(({ round }) => round));
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return (
    `Measured on ${date.slice(0, 10)}, ${rounds} rounds, on ${machine}. The machine's load average was between ` +
    `${Math.min(...loads).toFixed(1)} and ${Math.max(...loads).toFixed(1)} before each measurement (median ` +
    `${median(loads).toFixed(1)}; the measurement itself makes 1 with one client and several with 32; others may have used the machine at times). ${names.join(", ")}.`
  );
}

/** @param {Record<"load" | "delay" | "growth" | "size", any[]>} rows */
async function writeCharts({ load, delay, growth, size }) {
  const reads = ENDPOINTS.filter(({ kind }) => kind !== "refusal").map(({ name }) => name);
  const peers = DATABASE_PEERS.map(({ name }) => name);
  const workerd = medianAt(load, CLIENTS, (row) => row.cpu.workerd);
  /** @type {Record<string, number>} */
  const values = {};
  for (const { name } of DATABASE_PEERS) {
    const found = workerd.rows.filter((row) => row.peer === name && row.endpoint === "month tree");
    values[name] = Math.round(workerd.value(found));
  }
  const sizes = Object.fromEntries(
    PEERS.map(({ name }) => [name, Math.round((size.find(({ peer }) => peer === name)?.gzip ?? 0) / 1024)]),
  );
  /** @type {Record<string, string>} */
  const charts = {
    "month-tree": ranking({
      title: "Worker's processor time for a month with 300 transactions",
      axis: "µs a request",
      values,
    }),
    cpu: bars({
      title: "Worker's processor time",
      axis: "µs a request (logarithmic)",
      endpoints: reads,
      peers,
      ...workerd,
      log: true,
    }),
    rates: bars({
      ...{ title: "Requests a second, 32 clients, all on two processors", axis: "requests/s", endpoints: reads, peers },
      ...medianAt(load, 32, (row) => row.perSecond),
    }),
    delays: bars({
      ...{
        title: "An answer where a round trip to PostgreSQL takes 20 ms",
        axis: "ms (logarithmic)",
        endpoints: reads,
        peers,
      },
      rows: delay.filter((row) => row.delay === 20 && row.peer !== BARE),
      value: ([row]) => row.median,
      log: true,
    }),
    sizes: ranking({ title: "What is uploaded", axis: "KiB gzip", values: sizes }),
    growth: lines({
      ...{ title: "A statement's time as other users' data grows", x: "entries of other users", axis: "ms" },
      ...{ rows: growth.filter(({ others }) => others > 0), by: "others" },
    }),
  };
  await mkdir(inRoot("docs", "charts"), { recursive: true });
  for (const [name, svg] of Object.entries(charts)) await writeFile(inRoot("docs", "charts", `${name}.svg`), svg);
}
