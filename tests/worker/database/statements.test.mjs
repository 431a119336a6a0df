/** Every statement that the core can emit, looked at on a real PostgreSQL: one per endpoint, sound, and indexed. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { guardText } from "../../../tools/statements/list.mjs";
import { openDatabase } from "../support/database.mjs";
import { asListed, ENDPOINTS, split } from "../support/endpoints.mjs";
import { repository } from "../support/harness.mjs";

/** @typedef {{ source: string, name: string, type: string }} Parameter */
/** @typedef {{ endpoint: string, guard: "" | "key" | "condition", sql: string, parameters: Parameter[] }} Statement */

const USER = "00000000-0000-4000-8000-000000000700";
const LARGE = 1000;

/** @type {Statement[]} */
const STATEMENTS = JSON.parse(
  execFileSync(path.join(repository, "build", "native", "list_statements"), { encoding: "utf8" }),
);

/** It ends with the statement's own transaction, so it is no state of the session. */
const LIMIT_OF_WAITS = "(select set_config('lock_timeout', '100ms', true)) is not null";

describe("the statements", () => {
  it("are one for each endpoint, and one more for a POST with a key and for any other request with a condition", () => {
    const endpoints = ENDPOINTS.map(asListed);
    const isPost = (/** @type {string} */ endpoint) => endpoint.startsWith("POST ");
    for (const [guard, expected] of Object.entries({
      "": endpoints,
      key: endpoints.filter(isPost),
      condition: endpoints.filter((endpoint) => !isPost(endpoint)),
    })) {
      const listed = STATEMENTS.filter((statement) => statement.guard === guard).map(({ endpoint }) => endpoint);
      console.log(`${listed.length} statements for ${expected.length} endpoints, guard "${guard}"`);
      assert.deepEqual(listed.sort(), expected.sort());
    }
  });

  it("use each of their parameters, are for one user, and keep no state in the session", () => {
    for (const { endpoint, sql, parameters } of STATEMENTS) {
      const used = new Set((sql.match(/\$\d+/g) ?? []).map((name) => Number(name.slice(1))));
      assert.deepEqual(
        [...used].sort((a, b) => a - b),
        parameters.map((_, index) => index + 1),
        endpoint,
      );
      assert.ok(
        parameters.some(({ source }) => source === "user"),
        `${endpoint} is for the signed-in user alone`,
      );
      const rest = sql.replaceAll(LIMIT_OF_WAITS, "");
      assert.equal(
        rest !== sql,
        !endpoint.startsWith("GET "),
        `${endpoint}: writes limit how long they wait for a lock`,
      );
      assert.doesNotMatch(rest, /\b(set_config|listen|notify|prepare|pg_\w*advisory\w*|temp)\b/i, endpoint);
      assert.ok(!sql.includes(";"), `${endpoint} is one statement`);
    }
  });
});

/** @type {Awaited<ReturnType<typeof openDatabase>>} */
let database;
/** @type {Awaited<ReturnType<typeof database.session>>} the Worker's login, for whom row level security is in the plans */
let session;
/** @type {Record<string, number>} */
let ids;
/** @type {Set<string>} */
let large;
before(async () => {
  database = await openDatabase();
  session = await database.session(database.workerUrl);
  await database.query(readFileSync(new URL("../support/crowd.sql", import.meta.url), "utf8"));
  ids = await idsOf();
  const tables = await database.query(
    "select relname from pg_class where relnamespace = 'budgeting'::regnamespace and relkind = 'r' and reltuples > $1",
    [LARGE],
  );
  large = new Set(tables.map(({ relname }) => relname));
});
after(async () => {
  await session?.end();
  await database?.close();
});

for (const type of ["text", "uuid"]) {
  describe(`with auth_user_id as ${type}, and more than ${LARGE} users`, () => {
    before(async () => {
      await database.query(
        `alter table budgeting.profiles alter auth_user_id type ${type} using auth_user_id::${type}`,
      );
      await database.query("analyze budgeting.profiles");
    });

    it("a statement that scans a large table would be found", async () => {
      assert.equal(large.size, 13, "every table is large");
      const plan = await explain("select from budgeting.yearly_deductions where amount = 1");
      assert.deepEqual(sequentialScans(plan), ["yearly_deductions"]);
    });

    for (const statement of STATEMENTS) {
      it(`${statement.endpoint}${guardText(statement)} is sound, and scans no large table`, async () => {
        await session.query("deallocate all");
        const types = statement.parameters.map((parameter) => parameter.type || "unknown").join(", ");
        await session.query(`prepare statement (${types}) as ${statement.sql}`);
        const values = statement.parameters.map((parameter) => literal(parameter, statement.endpoint));
        for (const mode of ["force_generic_plan", "force_custom_plan"]) {
          await session.query(`set plan_cache_mode = ${mode}`);
          const plan = await explain(`execute statement (${values.join(", ")})`);
          const scans = sequentialScans(plan).filter((table) => large.has(table));
          assert.deepEqual(scans, [], `${mode}: ${JSON.stringify(plan, null, 1)}`);
        }
      });
    }
  });
}

/** @param {string} sql */
async function explain(sql) {
  const { rows } = await session.query(`explain (format json) ${sql}`);
  return rows[0]["QUERY PLAN"][0].Plan;
}

/** The tables that a plan reads from end to end. @param {any} node @returns {string[]} */
function sequentialScans(node) {
  const below = (node.Plans ?? []).flatMap(sequentialScans);
  return node["Node Type"].includes("Seq Scan") ? [node["Relation Name"], ...below] : below;
}

/** An id of the user's for each thing. */
function idsOf() {
  const mine = `select profile_token from budgeting.profiles where auth_user_id::text = '${USER}'`;
  return database.row(`
    select m.id as month, c.id as category, f.id as payment, t.id as transaction, y.id as year, 2025 as "calendarYear",
           s.id as source, i.id as "incomeEntry", d.id as deduction, x.id as section, k.id as "yearlyCategory",
           e.id as "categoryEntry"
    from budgeting.transaction_months m
    join budgeting.transaction_categories c on c.month_id = m.id
    join budgeting.transaction_fixed_payments f on f.month_id = m.id
    join budgeting.transaction_entries t on t.category_id = c.id
    join budgeting.yearly_budgets y on y.profile_token = m.profile_token
    join budgeting.yearly_income_sources s on s.yearly_budget_id = y.id
    join budgeting.yearly_income_entries i on i.income_source_id = s.id
    join budgeting.yearly_deductions d on d.income_entry_id = i.id
    join budgeting.yearly_sections x on x.yearly_budget_id = y.id
    join budgeting.yearly_categories k on k.section_id = x.id
    join budgeting.yearly_category_entries e on e.category_id = k.id
    where m.profile_token = (${mine})
    limit 1`);
}

/** A believable value, as SQL. @param {Parameter} parameter @param {string} endpoint */
function literal({ source, name, type }, endpoint) {
  const pattern = ENDPOINTS.find((each) => asListed(each) === endpoint) ?? "";
  /** @type {Record<string, string>} */
  const bySource = {
    user: `'${USER}'`,
    now: "1700000000",
    given: "true",
    count: "1",
    tags: "array['2a']",
    key: "'key 1'",
    fingerprint: "'1'",
    path: String(ids[split(pattern).parameter ?? ""]),
  };
  /** @type {Record<string, number | undefined>} */
  const byName = {
    copyFromMonthId: ids.month,
    monthId: ids.month,
    categoryId: ids.category,
    yearlyBudgetId: ids.year,
    incomeEntryId: ids.incomeEntry,
    sectionId: ids.section,
    parentId: ids.yearlyCategory,
    year: 2025,
    id: ids.categoryEntry,
  };
  if (bySource[source] !== undefined) return bySource[source];
  const one = type.startsWith("boolean") ? "true" : type === "text" ? "'x'" : String(byName[name] ?? 3);
  return type.endsWith("[]") ? `array[${one}]` : one;
}
