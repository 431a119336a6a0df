// The results as charts, SVG by ECharts.
import * as echarts from "echarts";
import { ENDPOINTS } from "../harness/endpoints.mjs";
import { PEERS } from "../harness/peers.mjs";
import { median } from "../harness/statistics.mjs";

const COLOURS = {
  ours: "#0f766e",
  limit: "#64748b",
  drizzle: "#84a83a",
  kysely: "#d9931e",
  "postgres-js": "#b45309",
  prisma: "#7c5cbf",
  floor: "#cbd5e1",
  obliged: "#94a3b8",
};

/** Room for a viewer's font that is wider than the one that was measured. */
const LEGEND = { bottom: 0, itemGap: 24, textStyle: { fontSize: 11 } };
/** @param {{ min: number }} values */
const powerBelow = ({ min }) => 10 ** Math.floor(Math.log10(min));

/** @param {object} option @param {{ width?: number, height?: number }} [size] */
function draw(option, { width = 860, height = 420 } = {}) {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({ animation: false, backgroundColor: "#ffffff", ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}

/**
 * Bars in groups: an endpoint each.
 *
 * @param {{ title: string, axis: string, rows: any[], endpoints: string[], peers?: string[], value: (rows: any[]) => number, log?: boolean }} what
 */
export function bars({ title, axis, rows, endpoints, peers = PEERS.map(({ name }) => name), value, log = false }) {
  return draw({
    title: { text: title, left: "center", textStyle: { fontSize: 15 } },
    legend: LEGEND,
    grid: { left: 70, right: 20, top: 45, bottom: 75 },
    xAxis: { type: "category", data: endpoints, axisLabel: { interval: 0, fontSize: 10 } },
    // A bar has no foot on such an axis; the power of ten below the least will do.
    yAxis: { type: log ? "log" : "value", min: log ? powerBelow : 0, name: axis, nameLocation: "middle", nameGap: 50 },
    series: PEERS.filter(({ name }) => peers.includes(name)).map((peer) => ({
      name: peer.title,
      type: "bar",
      itemStyle: { color: COLOURS[peer.name] },
      data: endpoints.map((endpoint) => {
        const found = rows.filter((row) => row.endpoint === endpoint && row.peer === peer.name);
        return found.length === 0 ? null : Number(value(found).toFixed(2));
      }),
    })),
  });
}

/** One bar for each peer. @param {{ title: string, axis: string, values: Record<string, number> }} what */
export function ranking({ title, axis, values }) {
  const peers = PEERS.filter(({ name }) => values[name] !== undefined).toSorted(
    (a, b) => (values[b.name] ?? 0) - (values[a.name] ?? 0),
  );
  return draw(
    {
      title: { text: title, left: "center", textStyle: { fontSize: 15 } },
      grid: { left: 140, right: 70, top: 45, bottom: 45 },
      xAxis: { type: "value", name: axis, nameLocation: "middle", nameGap: 28 },
      yAxis: { type: "category", data: peers.map((peer) => peer.title) },
      series: [
        {
          type: "bar",
          label: { show: true, position: "right" },
          data: peers.map((peer) => ({ value: values[peer.name], itemStyle: { color: COLOURS[peer.name] } })),
        },
      ],
    },
    { width: 720, height: 280 },
  );
}

/** @param {{ title: string, x: string, axis: string, rows: any[], by: "others" | "size" }} what */
export function lines({ title, x, axis, rows, by }) {
  const names = ENDPOINTS.map(({ name }) => name).filter((name) => rows.some(({ endpoint }) => endpoint === name));
  return draw({
    title: { text: title, left: "center", textStyle: { fontSize: 15 } },
    legend: LEGEND,
    grid: { left: 70, right: 30, top: 45, bottom: 95 },
    xAxis: {
      type: by === "others" ? "log" : "value",
      min: Math.min(...rows.map((row) => row[by])),
      name: x,
      nameLocation: "middle",
      nameGap: 28,
    },
    yAxis: { type: "value", name: axis, nameLocation: "middle", nameGap: 45 },
    series: names.map((name) => ({
      ...{ name, type: "line" },
      data: rows.filter(({ endpoint }) => endpoint === name).map((row) => [row[by], row.execution]),
    })),
  });
}

/** @param {any[]} rows @param {number} clients @param {(row: any) => number} value */
export const medianAt = (rows, clients, value) => ({
  rows: rows.filter((row) => row.clients === clients),
  value: (/** @type {any[]} */ found) => median(found.map(value)),
});
