// What a migration did to tables that were there before it, and may not: an application that used them before still does.

/** @typedef {import("./catalog.mjs").Catalog} Catalog */
/** @typedef {Awaited<ReturnType<typeof import("./catalog.mjs").readRows>>} Rows */

/** An id, a reference to one, or the sequence of one may grow from 32 to 64 bits. @param {string} line */
const widened = (line) => line.replace(/^(\w+: (?:id|\w+_id)|\w+_seq) integer\b/, "$1 bigint");

/** @param {string} line of columns, constraints or indexes */
const tableOf = (line) => /^(?:CREATE .* ON budgeting\.(\w+)|(\w+))/.exec(line)?.slice(1).find(Boolean) ?? "";

/**
 * A line for each thing that was dropped, renamed, retyped or narrowed. Tables, indexes and columns that may be null may be
 * added.
 *
 * @param {Catalog} before @param {Catalog} after
 */
export function damage(before, after) {
  const kinds = /** @type {(keyof Catalog)[]} */ (Object.keys(before));
  const gone = kinds
    .filter((kind) => kind !== "enums")
    .flatMap((kind) =>
      before[kind]
        .filter((line) => !after[kind].includes(line) && !after[kind].includes(widened(line)))
        .map((line) => `${kind}: no longer ${line}`),
    );
  const labels = before.enums
    .filter((line) => !after.enums.some((now) => now === line || now.startsWith(`${line}, `)))
    .map((line) => `enums: no longer ${line}`);
  const added = /** @type {const} */ (["columns", "constraints", "indexes"]).flatMap((kind) =>
    after[kind]
      .filter(
        (line) =>
          before.tables.includes(tableOf(line)) &&
          !before[kind].some((old) => old === line || widened(old) === line) &&
          !(kind === "columns" && / null( =|$)/.test(line)) &&
          !(kind === "indexes" && !line.startsWith("CREATE UNIQUE")),
      )
      .map((line) => `${kind}: more is demanded by ${line}`),
  );
  const elsewhere = after.elsewhere
    .filter((line) => !before.elsewhere.includes(line))
    .map((line) => `elsewhere: ${line}`);
  return [...gone, ...labels, ...added, ...elsewhere];
}

/**
 * The rows as they were before: without tables and columns that were added.
 *
 * @param {Rows} before @param {Rows} after
 */
export function sameColumns(before, after) {
  return Object.fromEntries(
    Object.entries(before).map(([table, rows]) => {
      const names = Object.keys(rows[0] ?? {});
      const now = (after[table] ?? []).map((row) => Object.fromEntries(names.map((name) => [name, row[name]])));
      return [table, now];
    }),
  );
}
