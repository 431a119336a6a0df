// `npm run scaling`: the tables of docs/scaling.md, from the measured results.
import { readFile, writeFile } from "node:fs/promises";
import { inRoot } from "../../tools/common/paths.mjs";
import { runTool } from "../../tools/setup/index.mjs";
import { readResults } from "../harness/results.mjs";
import { median } from "../harness/statistics.mjs";
import { fillMarks } from "../report/marks.mjs";
import { table } from "../report/tables.mjs";
import { demand, requestsPerDay, SURROUNDINGS, USE, usual } from "./model.mjs";
import { simulateQueue } from "./queue.mjs";

const USERS = [1e4, 1e6, 1e8];
const CLIENTS = 10;
/** Of what the connections could serve at most. */
const LOADS = [0.5, 0.7, 0.8, 0.9, 0.95];

/** @param {number} value */
const many = (value) => value.toLocaleString("en", { maximumSignificantDigits: 2 });
/** @param {number} bytes */
const gigabytes = (bytes) => `${many(bytes / 1e9)} GB`;

await runTool(async () => {
  const load = (await readResults("load")).rows.filter(({ peer, clients }) => peer === "ours" && clients === CLIENTS);
  const growth = (await readResults("growth")).rows;
  /** @param {string} endpoint @param {"workerd" | "pooler" | "postgres"} part */
  const cpu = (endpoint, part) => median(load.filter((row) => row.endpoint === endpoint).map((row) => row.cpu[part]));
  const largest = growth.toSorted((a, b) => b.others - a.others)[0];
  const cost = {
    workerd: usual((name) => cpu(name, "workerd")),
    postgres: usual((name) => cpu(name, "postgres")),
    bytes: largest.bytes / largest.users,
  };

  const mix = table(
    ["", "times a day", "Worker, µs", "PostgreSQL, µs"],
    [
      ...Object.entries(USE.requests).map(([name, times]) => [
        ...[name, String(times), cpu(name, "workerd").toFixed(0), cpu(name, "postgres").toFixed(0)],
      ]),
      ["**a usual request**", requestsPerDay().toFixed(1), cost.workerd.toFixed(0), cost.postgres.toFixed(0)],
    ],
  );
  const steps = USERS.map((users) => demand(users, cost));
  /** @param {string} what @param {(step: ReturnType<typeof demand>) => string} value */
  const row = (what, value) => [what, ...steps.map(value)];
  const demands = table(
    ["users", ...USERS.map((users) => users.toLocaleString("en"))],
    [
      row("requests a month", ({ perMonth }) => many(perMonth)),
      row("requests a second, busiest hour", ({ peak }) => many(peak)),
      row("Worker's processor time a month", ({ workerSeconds }) => `${many(workerSeconds / 3600)} h`),
      row(`PostgreSQL's processors, ${SURROUNDINGS.busy * 100} % busy`, ({ cores }) => many(cores)),
      row("connections in use", ({ connections }) => many(connections)),
      row(`data, ${USE.years} years each`, ({ bytes }) => gigabytes(bytes)),
      row(`servers of ${gigabytes(SURROUNDINGS.server)}`, ({ servers }) => many(servers)),
    ],
  );
  const hold = cost.postgres / 1e6 + SURROUNDINGS.roundTrip / 1000;
  const waits = table(
    ["of 100 connections in use", "requests/s", "that wait", "mean wait, ms", "p99 wait, ms"],
    LOADS.map((share) => {
      const perSecond = (share * SURROUNDINGS.hyperdrive) / hold;
      const { mean, p99, waiting } = simulateQueue({ perSecond, connections: SURROUNDINGS.hyperdrive, hold });
      return [
        ...[`${share * 100} %`, many(perSecond), `${(waiting * 100).toFixed(1)} %`],
        ...[(mean * 1000).toFixed(2), (p99 * 1000).toFixed(2)],
      ];
    }),
  );
  const bytes = `A user's year takes ${many(cost.bytes / 1024)} KiB with indexes (${many(largest.users)} users, ${many(largest.others)} entries).`;
  const file = inRoot("docs", "scaling.md");
  const page = fillMarks(await readFile(file, "utf8"), {
    "scaling-mix": mix,
    "scaling-demand": `${demands}\n\n${bytes}`,
    "scaling-waits": waits,
  });
  await writeFile(file, page);
  console.log(`${mix}\n\n${demands}\n\n${bytes}\n\n${waits}`);
});
