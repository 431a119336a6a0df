// Writes docs/statements.md.
import { guardText, heading, parameterText, wrapped } from "./list.mjs";

/**
 * @typedef {import("./measure.mjs").Access} Access
 * @typedef {import("./measure.mjs").Cost} Cost
 * @typedef {import("./list.mjs").Statement} Statement
 * @typedef {Statement & { cost: Cost }} Audited
 */

/**
 * @param {object} audit
 * @param {Audited[]} audit.statements
 * @param {{ name: string, rows: number, megabytes: number }[]} audit.tables
 * @param {string} audit.version of PostgreSQL
 */
export function statementsDocument({ statements, tables, version }) {
  return `${[introduction(tables, version), overview(statements), ...statements.map(section)].join("\n\n")}\n`;
}

/**
 * @param {{ name: string, rows: number, megabytes: number }[]} tables
 * @param {string} version
 */
function introduction(tables, version) {
  const entries = tables.filter(({ name }) => /^(transaction|yearly_category)_entries$/.test(name));
  const million = entries.reduce((sum, { rows }) => sum + rows, 0) / 1e6;
  const megabytes = tables.reduce((sum, table) => sum + table.megabytes, 0);
  const profiles = tables.find(({ name }) => name === "profiles")?.rows ?? 0;
  return `# Statements

<!-- Written by \`npm run audit\`. Do not edit: a test compares it with the statements that the core emits. -->

Each request runs one SQL statement with a constant text: one for each endpoint, and another for a POST with an
\`Idempotency-Key\` and for any other request with a condition (\`If-Match\`, \`If-None-Match\`). A read with a condition is
measured where its answer is a 304. Here they are, with what each costs and by which indexes it goes. \`npm run audit\` writes this page; \`tests/worker/database/statements-document.test.mjs\` fails when a statement
is not the one shown here. (\`GET /api/ready\` runs one more, for no user, which reads no table: \`wasm/api/service.hpp\`.)

**Scope.** \`tests/worker/isolation/scope.test.mjs\` runs every statement on a real database as somebody else, with data of their own
and without, and puts each of the owner's objects in each place that names an object: nothing of the owner's is returned,
and nothing changes. Then it robs each statement of each of its conditions \`auth_user_id = $n\` and has to notice.

**Measured** on PostgreSQL ${version} with ${number(profiles)} profiles and ${million.toFixed(1)} million entries, ${number(megabytes)} MB with
indexes (\`tools/statements/large-database.sql\`), for a user with 8 months and 2 years, 18 categories in each. Rows of different
users lie mixed, as time leaves them.

- *Rows read*: rows of tables that the plan looked at, for the one row that is the answer; without those that foreign keys
  check or delete.
- *Buffers*: pages of 8 KiB touched, whether they were in memory or not; with those of foreign keys.
- *Execution*, *planning*: medians of 5 runs after a first one, with all pages in memory. They depend on the machine; the
  rest hardly does.
- *Index path*: the indexes by which the plan reads tables, in its order, and those of the checks and cascades of foreign
  keys. The audit fails if a table is read from end to end.
- Writes were rolled back. The bulk update names the 18 entries of a month.

| table | rows | MB |
| --- | ---: | ---: |
${tables.map(({ name, rows, megabytes: size }) => `| \`${name}\` | ${number(rows)} | ${number(size)} |`).join("\n")}`;
}

/** @param {Audited[]} statements */
function overview(statements) {
  const rows = statements.map(
    ({ cost, ...statement }) =>
      `| [\`${statement.endpoint}\`${guardText(statement)}](#${heading(statement).toLowerCase()}) | ${number(cost.rows)} | ${number(cost.read)} | ${number(cost.buffers)} | ${ms(cost.execution)} | ${ms(cost.planning)} |`,
  );
  return `## Costs

| endpoint | rows returned | rows read | buffers | execution | planning |
| --- | ---: | ---: | ---: | ---: | ---: |
${rows.join("\n")}`;
}

/** @param {Audited} audited */
function section({ cost, ...statement }) {
  const { endpoint, parameters, sql } = statement;
  const list = parameters.map((parameter, index) => `- \`$${index + 1}\`: ${parameterText(parameter)}`);
  return `## ${heading(statement)}

\`${endpoint}\`${guardText(statement)}

| rows returned | rows read | buffers | execution | planning |
| ---: | ---: | ---: | ---: | ---: |
| ${number(cost.rows)} | ${number(cost.read)} | ${number(cost.buffers)} | ${ms(cost.execution)} | ${ms(cost.planning)} |

Index path: ${path(cost.path)}.
${cost.references.length > 0 ? `\nForeign keys: ${path(cost.references)}.\n` : ""}
Parameters:

${list.join("\n")}

\`\`\`sql
${wrapped(sql)}
\`\`\``;
}

/** @param {Access[]} accesses */
function path(accesses) {
  // An index is named after its table.
  return accesses.map(({ table, index }) => (index ? `\`${index}\`` : `**all of \`${table}\`**`)).join(", ");
}

/** @param {number} value */
const number = (value) => value.toLocaleString("en");
/** @param {number} value */
const ms = (value) => `${value.toFixed(2)} ms`;
