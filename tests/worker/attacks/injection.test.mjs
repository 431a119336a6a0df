/**
 * SQL in every field of every body. Where text is taken it is stored to the letter, where it is not it is refused, and the
 * statement that PostgreSQL gets is the same to the byte as for anything else: input is never more than a value.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rightBody } from "../support/bodies.mjs";
import { openDatabase } from "../support/database.mjs";
import { asListed, BODIES, fill, split } from "../support/endpoints.mjs";
import { created, refused } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startWorker } from "../support/harness.mjs";
import { makeOneOfEach } from "../support/make.mjs";
import { STATEMENTS } from "../support/statements.mjs";
import { startWireTap } from "../support/wire-tap.mjs";

const SQL = [
  "'; drop table budgeting.profiles cascade; --",
  "' or '1'='1",
  "x'); delete from budgeting.transaction_months; commit; --",
  "' union select profile_token from budgeting.profiles --",
  "'||(select pg_sleep(20))||'",
  "\\'; select pg_sleep(20); --",
  '"; truncate budgeting.profiles; --',
  "$1 $2::int $$x$$ $q$ %s %I %L :name ? {0}",
  "{1,NULL,\"x\"} [1:2] (1,2) E'\\x27' U&'\\0027' 0x27",
  // Quotes that some encodings turn into a plain one.
  "\u02bc\uff07\u2019\u00b4; delete from budgeting.profiles --",
];
/** Names take no line ends, descriptions do. */
const SQL_WITH_LINES = ["/* x */ -- \n; select 1", ...SQL];
/** Where a number, a truth or a date is wanted. */
const NO_TEXT = [
  "1 or 1=1",
  "1; drop table budgeting.profiles",
  "1/**/",
  "(select 1)",
  "1::int",
  "'1'",
  "true or true",
];

const database = await forAllTests(openDatabase());
const tap = await forAllTests(startWireTap(database.pooledUrl));
const worker = await forAllTests(startWorker({ hyperdrive: tap.url }));
await makeOneOfEach(worker.newUser());
/** What others have. */
const theirs = await database.dump();
const attacker = worker.newUser();
const ids = await makeOneOfEach(attacker);

/** @param {string} endpoint @param {object} [change] */
async function send(endpoint, change) {
  const { method, pattern } = split(endpoint);
  tap.take();
  const answer = await attacker.request(method, fill(pattern, ids), {
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...rightBody(endpoint, ids), ...change }),
  });
  return { answer, statements: tap.take().flatMap(({ statements }) => statements) };
}

/** Nobody else's row is gone or changed. */
async function nothingOfOthersChanged() {
  const now = await database.dump();
  for (const [table, rows] of Object.entries(theirs)) {
    const kept = now[table]?.filter(({ id }) => rows.some((row) => row.id === id));
    assert.deepEqual(kept, rows, table);
  }
}

let serial = 0;
const isText = (/** @type {string} */ kind) => kind === "text" || kind === "description";

describe("SQL in a field", () => {
  for (const [endpoint, fields] of Object.entries(BODIES)) {
    const listed = STATEMENTS.find((statement) => statement.endpoint === asListed(endpoint));
    for (const [field, { kind }] of Object.entries(fields)) {
      if (isText(kind)) {
        it(`is treated as text: ${field} of ${endpoint}`, async () => {
          for (const sql of field === "description" ? SQL_WITH_LINES : SQL) {
            serial += 1;
            const text = `${serial}${sql}`;
            const { answer, statements } = await send(endpoint, { [field]: text });
            assert.ok([200, 201].includes(answer.status), answer.text);
            assert.equal(answer.body[field], text);
            assert.deepEqual(
              statements.map((statement) => statement.sql),
              [listed?.sql],
            );
            assert.ok(statements[0]?.values.includes(text), "it went as a value");
          }
          await nothingOfOthersChanged();
        });
      } else {
        it(`is rejected before any connection: ${field} of ${endpoint}`, async () => {
          for (const sql of NO_TEXT) {
            const { answer, statements } = await send(endpoint, { [field]: sql });
            refused(answer, 422);
            assert.deepEqual(statements, []);
          }
        });
      }
    }
  }

  it("of the bulk update is rejected before any connection", async () => {
    for (const sql of NO_TEXT) {
      for (const field of ["id", "amount", "isPaid"]) {
        const updates = [{ id: ids.categoryEntry, amount: 1, [field]: sql }];
        const { answer, statements } = await send("POST /api/yearly/category-entries/bulk", { updates });
        refused(answer, 422);
        assert.deepEqual(statements, []);
      }
    }
  });

  it("is quoted unchanged in the error for an existing name", async () => {
    for (const sql of SQL) {
      const month = { ...rightBody("POST /api/months", ids), name: sql, year: 2031 };
      created(await attacker.post("/api/months", month));
      const { message } = refused(await attacker.post("/api/months", month), 409);
      assert.equal(message, `A month named "${sql}" already exists for 2031`);
    }
    await nothingOfOthersChanged();
  });
});
