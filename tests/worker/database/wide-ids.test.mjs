/** Ids beyond 32 bits: those that name something, those that name nothing, and a database that has none yet. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { rightBody } from "../support/bodies.mjs";
import { ENDPOINTS, fill, split } from "../support/endpoints.mjs";
import { everyEndpointSucceeds } from "../support/every-endpoint.mjs";
import { answered, invalid, refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeOneOfEach } from "../support/make.mjs";

/** One more than fits 32 bits, and the most that is taken. */
const WIDE = [2_147_483_648, Number.MAX_SAFE_INTEGER];
const TOO_WIDE = "9007199254740992";
const START = 3_000_000_000;

const api = await forAllTests(startApi());
let user = api.newUser();
let ids = await makeOneOfEach(user);

/** Makes the ids' columns and sequences of all tables that have them 64-bit, or 32-bit. @param {"bigint" | "integer"} type */
async function retype(type) {
  const columns = await api.database.query(
    `select c.oid::regclass as table, string_agg(format('alter %I type ${type}', a.attname), ', ') as changes
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'budgeting'::regnamespace and c.relkind = 'r' and a.attname ~ '^(id|.*_id)$'
       and a.atttypid in ('integer'::regtype, 'bigint'::regtype)
     group by c.oid`,
  );
  for (const { table, changes } of columns) await api.database.query(`alter table ${table} ${changes}`);
  for (const sequence of await sequences()) await api.database.query(`alter sequence ${sequence} as ${type}`);
}

/** @returns {Promise<string[]>} */
async function sequences() {
  const rows = await api.database.query(
    "select oid::regclass::text as name from pg_class where relnamespace = 'budgeting'::regnamespace and relkind = 'S'",
  );
  return rows.map(({ name }) => name);
}

/** A request with the endpoint's right body, but for what `change` makes of it. @param {string} endpoint @param {Record<string, unknown>} change */
function send(endpoint, change) {
  const { method, pattern } = split(endpoint);
  const body = { ...rightBody(endpoint, ids), ...change };
  return user.request(method, fill(pattern, ids), {
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** The endpoints whose bodies name rows, and the fields that do. */
const NAMED = /** @type {[string, string][]} */ ([
  ["POST /api/months", "copyFromMonthId"],
  ["POST /api/categories", "monthId"],
  ["POST /api/fixed-payments", "monthId"],
  ["POST /api/transactions", "categoryId"],
  ["POST /api/yearly/income-sources", "yearlyBudgetId"],
  ["POST /api/yearly/deductions", "incomeEntryId"],
  ["POST /api/yearly/categories", "sectionId"],
  ["POST /api/yearly/categories", "parentId"],
  ["PATCH /api/yearly/categories/:yearlyCategory", "parentId"],
]);

/** Ids that name nothing are answered as ones that cannot be, each field as by a malformed id. */
async function isAnsweredAsBefore() {
  const before = await api.database.dump();
  for (const endpoint of ENDPOINTS) {
    const { method, pattern, parameter } = split(endpoint);
    if (parameter === undefined || parameter === "calendarYear") continue;
    const body = rightBody(endpoint, ids);
    const init = { headers: { "content-type": "application/json" }, body: body && JSON.stringify(body) };
    const malformed = await user.request(method, fill(pattern, { ...ids, [parameter]: "x" }), init);
    for (const id of WIDE) {
      const answer = await user.request(method, fill(pattern, { ...ids, [parameter]: id }), init);
      assert.equal(answer.status, 400, `${endpoint} ${id}: ${answer.text}`);
      assert.equal(answer.body.message, malformed.body.message);
    }
  }
  for (const [endpoint, field] of NAMED) {
    const malformed = invalid(await send(endpoint, { [field]: 1.5 }), [field]);
    for (const id of WIDE) {
      const answer = await send(endpoint, { [field]: id });
      assert.deepEqual(invalid(answer, [field]), malformed, `${endpoint} ${field} ${id}`);
    }
    invalid(await send(endpoint, { [field]: Number(TOO_WIDE) }), [field]);
  }
  invalid(await send("POST /api/yearly/categories", { sectionId: WIDE[0], parentId: WIDE[1] }), [
    "sectionId",
    "parentId",
  ]);
  const updates = [ids.categoryEntry, WIDE[0], ids.categoryEntry, WIDE[1]].map((id) => ({ id, amount: 7 }));
  invalid(await user.post("/api/yearly/category-entries/bulk", { updates }), ["updates[1].id", "updates[3].id"]);
  const keyed = { headers: { "content-type": "application/json", "idempotency-key": `wide-${ids.month}` } };
  const twice = JSON.stringify({ updates });
  for (let time = 0; time < 2; time += 1) {
    const answer = await user.request("POST", "/api/yearly/category-entries/bulk", { ...keyed, body: twice });
    invalid(answer, ["updates[1].id", "updates[3].id"]);
  }
  const { idempotency_keys: _, ...now } = await api.database.dump();
  assert.deepEqual(now, before, "nothing was changed");
}

describe("ids beyond 32 bits", () => {
  it("that do not exist are answered like invalid ids", isAnsweredAsBefore);

  it("of more than 53 bits are rejected without the database", async () => {
    refused(await user.get(`/api/months/${TOO_WIDE}`), 400, "Invalid month ID");
    const line = api.logs().findLast(({ json }) => json?.route === "/api/months/:id");
    assert.equal(line?.json.ms.query, undefined);
  });

  it("that exist work in every endpoint", async () => {
    for (const sequence of await sequences()) await api.database.query(`select setval('${sequence}', ${START})`);
    const somebody = api.newUser();
    await everyEndpointSucceeds(somebody);
    const wide = await makeOneOfEach(somebody);
    assert.ok(
      Object.entries(wide).every(([name, id]) => name === "calendarYear" || id > START),
      JSON.stringify(wide),
    );
    const updates = [{ id: wide.categoryEntry, amount: 11 }];
    assert.deepEqual(succeeded(await somebody.post("/api/yearly/category-entries/bulk", { updates })), {
      success: true,
      updated: 1,
    });
    // To somebody else they are as if they were not there, and so as those that cannot be.
    refused(await user.get(`/api/months/${wide.month}`), 400, "Invalid month ID");
    invalid(await user.post("/api/yearly/category-entries/bulk", { updates }), ["updates[0].id"]);
  });

  it("up to the largest exact JSON integer are kept exactly", async () => {
    await api.database.query(`select setval('budgeting.transaction_months_id_seq', ${Number.MAX_SAFE_INTEGER}, false)`);
    const answer = await user.post("/api/months", { name: "Last", year: 2031, month: 1, income: 1 });
    assert.match(answer.text, new RegExp(`"id":${Number.MAX_SAFE_INTEGER}\\b`));
    answered(await user.delete(`/api/months/${Number.MAX_SAFE_INTEGER}`), 200, { success: true });
    await api.database.query(`select setval('budgeting.transaction_months_id_seq', ${START + 1000})`);
  });
});

describe("a database whose ids are still 32-bit", () => {
  before(async () => {
    await api.database.query("delete from budgeting.transaction_months; delete from budgeting.yearly_budgets");
    await api.database.query("delete from budgeting.profiles");
    for (const sequence of await sequences()) await api.database.query(`select setval('${sequence}', 1000)`);
    await retype("integer");
    user = api.newUser();
    ids = await makeOneOfEach(user);
  });

  it("serves every endpoint", () => everyEndpointSucceeds(api.newUser()));

  it("answers larger ids like invalid ids", isAnsweredAsBefore);

  it("that has no ids left is unavailable, and the log names the sequence", async () => {
    await api.database.query("select setval('budgeting.transaction_months_id_seq', 2147483647)");
    api.clearLogs();
    const answer = await user.post("/api/months", { name: "More", year: 2032, month: 1, income: 1 });
    refused(answer, 503);
    assert.ok(answer.headers["retry-after"]);
    const [line] = api.logs().filter(({ json }) => json?.sqlstate === "2200H");
    assert.match(line?.json.message, /transaction_months_id_seq/);
    // As after the migration.
    await retype("bigint");
    assert.equal(succeeded(await user.get("/api/months")).length, 1);
    assert.equal((await user.post("/api/months", { name: "More", year: 2032, month: 1, income: 1 })).status, 201);
  });
});
