// The part of Chart.js that is used; loaded when a chart is drawn.
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";

Chart.register(
  ...[BarController, BarElement, CategoryScale, Legend, LinearScale],
  ...[LineController, LineElement, PointElement, Tooltip],
);

export interface Drawing {
  labels: string[];
  /** Values in cents; colours as CSS writes them. */
  series: { label: string; color: string; values: number[]; line?: boolean; stack?: string }[];
  lying: boolean;
  ink: string;
  grid: string;
  money: (cents: number) => string;
  roundMoney: (cents: number) => string;
}

/** Draws bars and lines on a canvas. */
export function draw(
  canvas: HTMLCanvasElement,
  { labels, series, lying, ink, grid, money, roundMoney }: Drawing,
): Chart {
  const amounts = {
    ticks: { color: ink, callback: (value: string | number) => roundMoney(Number(value)) },
    grid: { color: grid },
  };
  const names = { ticks: { color: ink }, grid: { display: false } };
  const isStacked = series.some(({ stack }) => stack !== undefined);
  return new Chart(canvas, {
    type: "bar",
    data: {
      labels,
      datasets: series.map(({ label, color, values, line, stack }) => ({
        ...{ label, data: values, backgroundColor: color, borderColor: color },
        ...(line ? { type: "line" as const, order: 0, tension: 0.25, pointRadius: 3 } : { order: 1, borderRadius: 3 }),
        ...(stack === undefined ? {} : { stack }),
      })),
    },
    options: {
      indexAxis: lying ? "y" : "x",
      maintainAspectRatio: false,
      animation: false,
      scales: {
        x: { ...(lying ? amounts : names), stacked: isStacked },
        y: { ...(lying ? names : amounts), stacked: isStacked },
      },
      plugins: {
        legend: { labels: { color: ink, usePointStyle: true, boxWidth: 10, boxHeight: 10 } },
        tooltip: { callbacks: { label: ({ dataset, raw }) => ` ${dataset.label}: ${money(Number(raw))}` } },
      },
    },
  });
}
