/** docs/statements.md shows the statements that the core emits now. Its costs are of one machine, and not compared. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { inRoot } from "../../../tools/common/paths.mjs";
import { migrationsFolder, readMigrations } from "../../../tools/database/migration-files.mjs";
import { guardText, heading, parameterText } from "../../../tools/statements/list.mjs";
import { STATEMENTS } from "../support/statements.mjs";

const DOCUMENT = readFileSync(inRoot("docs", "statements.md"), "utf8");
const HINT = "docs/statements.md is not current: run `npm run audit`";

/** What the document says, with the breaks of lines taken out. @param {string} document */
function shown(document) {
  const [, ...sections] = document.split(/^## (?=\w+\n\n`)/m);
  return sections.map((section) => ({
    operation: /^\w+/.exec(section)?.[0],
    endpoint: /^`([^`]*)`/m.exec(section)?.[1],
    guard: /^`[^`]*` with a (key|condition)$/m.exec(section)?.[1] ?? "",
    parameters: [...section.matchAll(/^- `\$\d+`: (.*)$/gm)].map(([, text]) => text),
    sql: /^```sql\n([\s\S]*?)\n```$/m.exec(section)?.[1]?.replace(/\s+/g, " "),
  }));
}

const EMITTED = STATEMENTS.map(({ parameters, sql, ...statement }) => ({
  operation: heading(statement),
  endpoint: statement.endpoint,
  guard: statement.guard,
  parameters: parameters.map(parameterText),
  sql,
}));

describe("docs/statements.md", () => {
  it("has each statement, its parameters and its text", () => {
    const sections = shown(DOCUMENT);
    assert.deepEqual(
      sections.map(({ endpoint }) => endpoint),
      EMITTED.map(({ endpoint }) => endpoint),
      HINT,
    );
    for (const [index, statement] of EMITTED.entries()) assert.deepEqual(sections[index], statement, HINT);
  });

  it("has the costs of each, twice, and no sequential scan of a table", () => {
    for (const { operation, endpoint, guard } of EMITTED) {
      const name = `\`${endpoint}\`${guardText({ guard })}`;
      assert.ok(DOCUMENT.includes(`| [${name}](#${operation.toLowerCase()}) | 1 | `), name);
    }
    const cost = /^\| 1 \| [\d,]+ \| [\d,]+ \| [\d.]+ ms \| [\d.]+ ms \|\n\nIndex path: `.*`\.$/gm;
    assert.equal(DOCUMENT.match(cost)?.length, STATEMENTS.length);
    assert.doesNotMatch(DOCUMENT, /\*\*all of/);
  });

  it("names only indexes that the migrations create", async () => {
    const migrations = (await readMigrations(migrationsFolder)).map(({ sql }) => sql).join("\n");
    const named = [...DOCUMENT.matchAll(/`(\w+_(?:pkey|key|idx))`/g)].map(([, name]) => String(name));
    assert.ok(named.length > STATEMENTS.length);
    for (const name of new Set(named)) assert.ok(migrations.includes(` ${name}`), name);
  });

  it("would fail if a statement's text, a parameter or a section differed", () => {
    for (const [from, to] of /** @type {const} */ ([
      ["profiles.auth_user_id = $1 and transaction_months.id", "transaction_months.id"],
      ["`monthId`, of the body", "`categoryId`, of the body"],
      ["## latestMonth\n", "## newestMonth\n"],
      ["'Non-Essentials'", "'Others'"],
    ])) {
      const changed = shown(DOCUMENT.replace(from, to));
      assert.notDeepEqual(changed, shown(DOCUMENT));
      assert.notDeepEqual(changed, EMITTED, from);
    }
  });
});
