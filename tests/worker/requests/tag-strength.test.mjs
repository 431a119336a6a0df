/**
 * Changes to which PostgreSQL's hashes are blind if they are put together carelessly. The numbers were found by trying
 * hundreds of millions of pairs; each pair made the tag of a tree stay the same.
 */
import assert from "node:assert/strict";
import { before, it } from "node:test";
import { openDatabase } from "../support/database.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startWorker } from "../support/harness.mjs";

const database = await forAllTests(openDatabase());
const worker = await forAllTests(startWorker({ hyperdrive: database.workerUrl }));

const USER = "00000000-0000-4000-8000-000000000001";
const TIME = 1_700_000_000;

before(() =>
  database.query(`
    insert into budgeting.profiles (auth_user_id, profile_token, created_at, updated_at)
    values ('${USER}', 'token', ${TIME}, ${TIME});
    insert into budgeting.transaction_months (id, profile_token, month_name, year, month, income, created_at, updated_at)
    values (1, 'token', 'March', 2025, 3, 12832, ${TIME}, ${TIME});
    insert into budgeting.yearly_budgets (id, profile_token, year, created_at, updated_at)
    values (1, 'token', 2025, ${TIME}, ${TIME});
    insert into budgeting.yearly_sections (id, yearly_budget_id, type, name, target_percent, created_at, updated_at)
    values (1, 1, 'LIVING', 'Living', 70, ${TIME}, ${TIME});
    insert into budgeting.yearly_categories (id, section_id, name, created_at, updated_at)
    values (1, 1, 'Rent', ${TIME}, ${TIME});
    insert into budgeting.yearly_category_entries (id, category_id, month, amount, is_paid, created_at, updated_at)
    values (1, 1, 1, 1197, false, ${TIME}, ${TIME}), (2, 1, 2, 24501, false, ${TIME}, ${TIME})`),
);

for (const [what, path, change] of /** @type {const} */ ([
  [
    "two entries have exchanged their amounts within a second",
    "/api/yearly/1",
    "update budgeting.yearly_category_entries set amount = 1197 + 24501 - amount",
  ],
  [
    "a row has changed so that its hash agrees in 32 of 64 bits",
    "/api/months/1",
    "update budgeting.transaction_months set income = 335408",
  ],
])) {
  it(`a tree has another tag after ${what}`, async () => {
    const read = (/** @type {Record<string, string>} */ headers = {}) =>
      worker.as(USER).request("GET", path, { headers });
    const first = await read();
    assert.equal(first.status, 200);
    await database.query(change);
    const second = await read({ "if-none-match": String(first.headers.etag) });
    assert.equal(second.status, 200, "not 304");
    assert.notEqual(second.text, first.text);
    assert.notEqual(second.headers.etag, first.headers.etag);
  });
}
