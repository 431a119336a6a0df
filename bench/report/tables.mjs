// The results as tables.
import { ENDPOINTS } from "../harness/endpoints.mjs";
import { PEERS } from "../harness/peers.mjs";
import { median, spread } from "../harness/statistics.mjs";
import { BARE } from "../measurements/delay.mjs";
import { CPU_TARGETS, DELAY_TARGET, RATE_TARGETS } from "./targets.mjs";

/** @typedef {import("../measurements/load.mjs").Sample} Sample */

/** @param {string[]} head @param {string[][]} rows */
export const table = (head, rows) =>
  [head, head.map((_, index) => (index === 0 ? "---" : "---:")), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");

/** @param {string} name */
export const titleOf = (name) => PEERS.find((peer) => peer.name === name)?.title ?? name;

/** @param {any[]} rows */
const peersIn = (rows) => PEERS.filter(({ name }) => rows.some(({ peer }) => peer === name));

/** @param {Sample[]} samples @param {string} endpoint @param {number} clients @param {string} peer */
const pick = (samples, endpoint, clients, peer) =>
  samples.filter((each) => each.endpoint === endpoint && each.clients === clients && each.peer === peer);

/** @param {Sample[]} samples @param {"workerd" | "pooler" | "postgres"} part */
const cpu = (samples, part) => spread(samples.map((each) => each.cpu[part]));

/** @param {Sample[]} samples @param {"workerd" | "pooler" | "postgres"} part */
function cpuCell(samples, part) {
  const { median: middle, least, most } = cpu(samples, part);
  return `${middle.toFixed(0)} (${least.toFixed(0)} to ${most.toFixed(0)})`;
}

/** Ours as a share of a peer's, by rounds: a round's figures were taken within seconds of each other. */
/** @param {Sample[]} ours @param {Sample[]} theirs @param {(sample: Sample) => number} value */
export function ratio(ours, theirs, value) {
  const shares = ours.flatMap((mine) => {
    const other = theirs.find(({ round }) => round === mine.round);
    return other ? [value(mine) / value(other)] : [];
  });
  return spread(shares);
}

/** @param {number} value @param {number} [target] @param {boolean} [atLeast] */
const judged = (value, target, atLeast = false) => {
  const text = value < 1 ? value.toFixed(2) : value.toFixed(value < 10 ? 2 : 1);
  if (target === undefined) return text;
  const met = atLeast ? value >= target : value <= target;
  return met ? `${text} ✓` : `**${text}** (${target})`;
};

/** @param {Sample[]} samples @param {number} clients */
export function cpuRatios(samples, clients) {
  const others = peersIn(samples).filter(({ name }) => name !== "ours");
  const rows = ENDPOINTS.map(({ name, kind }) => {
    const ours = pick(samples, name, clients, "ours");
    const own = cpu(ours, "workerd");
    return [
      name,
      `${own.median.toFixed(0)} (${own.least.toFixed(0)} to ${own.most.toFixed(0)})`,
      ...others.map((peer) => {
        const theirs = pick(samples, name, clients, peer.name);
        if (theirs.length === 0) return "";
        // A request that has a database is not compared with one that has none.
        if (peer.name === "floor" && kind !== "refusal") return "";
        return judged(ratio(ours, theirs, (each) => each.cpu.workerd).median, CPU_TARGETS[peer.name]?.[kind]);
      }),
    ];
  });
  return table(["", "this API, µs", ...others.map(({ title }) => `÷ ${title}`)], rows);
}

/** Microseconds of every process, all peers. @param {Sample[]} samples @param {number} clients @param {"workerd" | "pooler" | "postgres"} part */
export function cpuTable(samples, clients, part) {
  const peers = peersIn(samples);
  const rows = ENDPOINTS.map(({ name }) => [
    name,
    ...peers.map((peer) => {
      const found = pick(samples, name, clients, peer.name);
      return found.length === 0 ? "" : cpuCell(found, part);
    }),
  ]);
  return table(["", ...peers.map(({ title }) => title)], rows);
}

/** @param {Sample[]} samples @param {import("../harness/peers.mjs").Peer[]} candidates */
export const candidateTable = (samples, candidates) =>
  table(
    ["workerd, µs a request", ...new Set(samples.map(({ endpoint }) => endpoint))],
    candidates.map(({ name, title }) => [
      title,
      ...[...new Set(samples.map(({ endpoint }) => endpoint))].map((endpoint) =>
        cpuCell(
          samples.filter((each) => each.endpoint === endpoint && each.peer === name),
          "workerd",
        ),
      ),
    ]),
  );

/** @param {Sample[]} samples @param {number} clients */
export function rateTable(samples, clients) {
  const peers = peersIn(samples);
  const rows = ENDPOINTS.map(({ name }) => [
    name,
    ...peers.map((peer) => {
      const found = pick(samples, name, clients, peer.name);
      if (found.length === 0) return "";
      const of = (/** @type {"perSecond" | "p50" | "p99"} */ key) => median(found.map((each) => each[key]));
      return `${of("perSecond").toFixed(0)}, ${of("p50").toFixed(1)} / ${of("p99").toFixed(1)}`;
    }),
  ]);
  return table(["", ...peers.map(({ title }) => title)], rows);
}

/** @param {Sample[]} samples */
export function rateRatios(samples) {
  const others = ["drizzle", "kysely", "prisma", "limit"];
  const rows = ENDPOINTS.filter(({ kind }) => kind !== "refusal").map(({ name, kind }) => [
    name,
    ...others.map((peer) => {
      const shares = ratio(pick(samples, name, 32, "ours"), pick(samples, name, 32, peer), (each) => each.perSecond);
      return judged(shares.median, RATE_TARGETS[peer]?.[kind], true);
    }),
  ]);
  return table(["", ...others.map((peer) => `÷ ${titleOf(peer)}`)], rows);
}

/** How long the round trip really was. @param {import("../measurements/delay.mjs").Latency[]} latencies @param {number} delay */
export function roundTrip(latencies, delay) {
  const found = latencies.find((each) => each.peer === BARE && each.delay === delay);
  return `a bare \`select 1\` on an open connection: ${found?.median.toFixed(1)} ms`;
}

/** @param {import("../measurements/delay.mjs").Latency[]} latencies @param {number} delay */
export function delayTable(latencies, delay) {
  const peers = peersIn(latencies);
  const floor = median(latencies.filter(({ peer }) => peer === "floor").map((each) => each.median));
  const rows = ENDPOINTS.map(({ name, kind }) => [
    name,
    ...peers.map((peer) => {
      const found = latencies.find((each) => each.endpoint === name && each.peer === peer.name && each.delay === delay);
      if (found === undefined) return "";
      const most = DELAY_TARGET.share * delay + floor;
      if (peer.name !== "ours" || delay !== DELAY_TARGET.delay || kind === "refusal") return found.median.toFixed(1);
      return found.median <= most
        ? `${found.median.toFixed(1)} ✓`
        : `**${found.median.toFixed(1)}** (${most.toFixed(1)})`;
    }),
  ]);
  return table(["", ...peers.map(({ title }) => title)], rows);
}

/** @param {import("../measurements/statements.mjs").Count[]} counts */
export function statementTable(counts) {
  const peers = peersIn(counts);
  const rows = ENDPOINTS.map(({ name }) => [
    name,
    ...peers.map((peer) => {
      const found = counts.find((each) => each.endpoint === name && each.peer === peer.name);
      return found === undefined ? "" : `${found.statements} / ${found.roundTrips}`;
    }),
  ]);
  return table(["", ...peers.map(({ title }) => title)], rows);
}

/** @param {import("../measurements/size.mjs").Size[]} sizes @param {import("../measurements/start.mjs").Start[]} starts */
export function sizeTable(sizes, starts) {
  const rows = PEERS.map(({ name, title }) => {
    const size = sizes.find(({ peer }) => peer === name);
    const found = starts.filter(({ peer }) => peer === name);
    const shown = (/** @type {"clock" | "cpu"} */ key) => {
      const { median: middle, least, most } = spread(found.map((each) => each[key]));
      return `${middle.toFixed(0)} (${least.toFixed(0)} to ${most.toFixed(0)})`;
    };
    return [title, ...(size ? [kib(size.raw), kib(size.gzip)] : ["", ""]), shown("clock"), shown("cpu")];
  });
  return table(["", "KiB", "KiB gzip", "first answer, ms", "processor time until then, ms"], rows);
}

/** @param {number} bytes */
const kib = (bytes) => (bytes / 1024).toFixed(1);

/** @param {import("../measurements/growth.mjs").Cost[]} costs @param {"others" | "size"} by */
export function growthTable(costs, by) {
  const chosen = costs.filter((cost) => (by === "others" ? cost.others > 0 : cost.others === 0));
  const steps = [...new Set(chosen.map((cost) => cost[by]))].sort((a, b) => a - b);
  const rows = [...new Set(chosen.map(({ endpoint }) => endpoint))].map((endpoint) => [
    endpoint,
    ...steps.map((value) => {
      const found = chosen.find((cost) => cost.endpoint === endpoint && cost[by] === value);
      return found ? `${found.execution.toFixed(2)} / ${found.buffers}` : "";
    }),
  ]);
  const head = steps.map((value) => (by === "others" ? value.toLocaleString("en") : `x ${value}`));
  return table(["", ...head], rows);
}

/** @param {import("../measurements/crowd.mjs").Crowd[]} crowds */
export const crowdTable = (crowds) =>
  table(
    ["", "peer", "requests/s", "p50, ms", "p99, ms", "refused", "lost"],
    crowds.map(({ endpoint, peer, perSecond, p50, p99, refused, lost }) => [
      ...[endpoint, titleOf(peer), String(perSecond), p50.toFixed(0), p99.toFixed(0), String(refused), String(lost)],
    ]),
  );
