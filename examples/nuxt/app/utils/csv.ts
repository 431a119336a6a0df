import type { Schemas } from "budgeting-api-client";

/** A year as a spreadsheet takes it: a line for each income source, deduction and category, with amounts in currency units. */
export function csvOf(year: Schemas["YearTree"]): string {
  const line = (kind: string, name: string, amountIn: (month: number) => number) => [
    kind,
    name,
    ...MONTHS.map((month) => (amountIn(month) / 100).toFixed(2)),
  ];
  const entryIn = <Entry extends { month: number }>(entries: Entry[], month: number) =>
    entries.find((entry) => entry.month === month);
  const lines = [
    ["Kind", "Name", ...MONTHS.map((month) => `${year.year}-${String(month).padStart(2, "0")}`)],
    ...year.incomeSources.flatMap(({ name, entries }) => [
      line("Income", name, (month) => entryIn(entries, month)?.grossAmount ?? 0),
      line("Deductions", name, (month) =>
        (entryIn(entries, month)?.deductions ?? []).reduce((sum, { amount }) => sum + amount, 0),
      ),
    ]),
    ...year.sections.flatMap((section) =>
      section.categories.flatMap((category) => [
        line(section.name, category.name, (month) => entryIn(category.entries, month)?.amount ?? 0),
        ...category.children.map((child) =>
          line(section.name, `${category.name}: ${child.name}`, (month) => entryIn(child.entries, month)?.amount ?? 0),
        ),
      ]),
    ),
  ];
  return lines.map((cells) => cells.map(cell).join(",")).join("\r\n");
}

/** Quoted, and no formula to a spreadsheet, whatever the name begins with. */
const cell = (text: string) => `"${text.replace(/^(?=[=+@\t\r-])(?!-?[\d.]+$)/, "'").replaceAll('"', '""')}"`;

export function download(name: string, content: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "text/csv" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
