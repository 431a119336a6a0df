/** What came of a soak, in words. */

/** @typedef {import("./soak.mjs").Outcome} Outcome */

/** What must not be. @param {Outcome} outcome @returns {string[]} */
export function faultsIn({ untruths, unexplained, unlogged, memory, connectionsLeft, inconsistent }) {
  return [
    ...untruths.map((untruth) => `something was changed, and the answer said otherwise: ${JSON.stringify(untruth)}`),
    ...unexplained.map((failure) => `an unexplained failure: ${JSON.stringify(failure)}`),
    ...unlogged.map((failure) => `a failure that the log does not tell of: ${JSON.stringify(failure)}`),
    ...memory.faults,
    ...(connectionsLeft === 0 ? [] : [`${connectionsLeft} connections are left`]),
    ...inconsistent.map(({ rule, count }) => `check-data: not so of ${count} rows: ${rule}`),
  ];
}

/** @param {number} number */
const grouped = (number) => number.toLocaleString("en-US", { maximumFractionDigits: 0 });

/** @template T @param {T[]} list @param {(item: T) => string} name @returns {string} how many of each */
function counts(list, name) {
  const groups = Object.entries(Object.groupBy(list, name)).map(([each, items = []]) => ({
    each,
    count: items.length,
  }));
  return groups
    .sort((a, b) => b.count - a.count)
    .map(({ each, count }) => `${each} ${grouped(count)}`)
    .join(", ");
}

/** The figures, as Markdown. @param {Outcome} outcome @param {string} machine */
export function page(outcome, machine) {
  const {
    seed,
    pooled,
    requests,
    seconds,
    retried,
    faults,
    failures,
    untruths,
    unexplained,
    memory,
    connectionsLeft,
    rows,
  } = outcome;
  const mib = (/** @type {number} */ value) => `${value.toFixed(0)} MiB`;
  const status = (/** @type {{ status: number }} */ { status }) =>
    status === 0 ? "no answer (workerd killed)" : String(status);
  const lines = [
    [
      "requests",
      `${grouped(requests)} in ${(seconds / 60).toFixed(1)} minutes (${grouped(requests / seconds)} a second)`,
    ],
    ["faults made", `${grouped(faults.length)}: ${counts(faults, (name) => name)}`],
    ["second attempts by the Worker", grouped(retried)],
    ["failed for the client", failures.length === 0 ? "0" : `${grouped(failures.length)}: ${counts(failures, status)}`],
    ["said to have changed nothing, and had", grouped(untruths.length)],
    ["failed without a fault at the time", grouped(unexplained.length)],
    ["rows compared with the clients' models at the end", `${grouped(rows)}, all equal`],
    ["connections left", String(connectionsLeft)],
    [
      "resident memory of workerd, early and late",
      `${mib(memory.rss.before)}, ${mib(memory.rss.after)} (most ${mib(memory.rss.most)})`,
    ],
    ["linear memory of the core, from first to last", mib(memory.core / 2 ** 20)],
    ["open files of workerd, most and last", `${memory.files.most}, ${memory.files.last}`],
  ];
  return [
    "| | |",
    "| --- | --- |",
    ...lines.map(([what, value]) => `| ${what} | ${value} |`),
    "",
    `Seed ${seed}; ${pooled ? "pgbouncer before PostgreSQL" : "straight to PostgreSQL"}; ${machine}.`,
  ].join("\n");
}
