/** A login whose transactions are serializable: PostgreSQL undoes what would not be as if one after the other; nobody notices. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import { workerLogin } from "../../../tools/database/worker-login.mjs";
import { everyEndpointSucceeds } from "../support/every-endpoint.mjs";
import { created, succeeded, tally } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeCategory, makeFilledYear, makeMonth, makeYearlyCategory } from "../support/make.mjs";
import { randomly } from "../support/random.mjs";

const api = await forAllTests(startApi());
const { name } = await api.database.row("select current_database() as name");
await api.database.query(
  `alter role ${workerLogin} in database ${name} set default_transaction_isolation = 'serializable'`,
);

/** @template T @param {number} count @param {(index: number) => Promise<T>} request */
const parallel = (count, request) => Promise.all(Array.from({ length: count }, (_, index) => request(index)));

describe("a serializable login", () => {
  it("serves every endpoint", () => everyEndpointSucceeds(api.newUser()));

  it("lets all concurrent additions succeed", async () => {
    const user = api.newUser();
    const { id: monthId } = await makeMonth(user);
    const { id: categoryId } = await makeCategory(user, { monthId, allocatedAmount: 0 });
    const answers = await parallel(12, () => user.post("/api/transactions", { categoryId, amount: 1 }));
    for (const answer of answers) created(answer);
    assert.equal(succeeded(await user.get(`/api/months/${monthId}/summary`)).totalSpent, 1200);
  });

  it("lets only one creation of the same thing succeed", async () => {
    const user = api.newUser();
    const month = { name: "March", year: 2025, month: 3, income: 1 };
    assert.deepEqual(tally(await parallel(8, () => user.post("/api/months", month))), { 201: 1, 409: 7 });
    assert.deepEqual(tally(await parallel(8, () => user.post("/api/yearly", { year: 2025 }))), { 201: 1, 409: 7 });
  });

  it("has one effect and one answer for one key", async () => {
    const user = api.newUser();
    const { id: monthId } = await makeMonth(user);
    const key = randomUUID();
    const answers = await parallel(8, () =>
      user.request("POST", "/api/fixed-payments", {
        headers: { "content-type": "application/json", "idempotency-key": key },
        body: JSON.stringify({ monthId, name: "Rent", amount: 1 }),
      }),
    );
    assert.equal(new Set(answers.map(({ text }) => text)).size, 1, JSON.stringify(tally(answers)));
    created(answers[0] ?? assert.fail());
    assert.equal(await api.database.count("transaction_fixed_payments", `month_id = ${monthId}`), 1);
  });

  it("copies, clears, changes and deletes of one year, by many at once, all succeed", async () => {
    const user = api.newUser();
    const { year, category, source } = await makeFilledYear(user);
    const doomed = [];
    for (let index = 0; index < 4; index += 1) {
      doomed.push(await makeYearlyCategory(user, { sectionId: year.sections[1].id, name: `${index}` }));
    }
    const { between, one } = randomly(12);
    const bulk = { updates: category.entries.map((/** @type {any} */ { id }) => ({ id, amount: 3 })) };
    const requests = [
      () => user.post(`/api/yearly/${year.id}/copy-month`, { sourceMonth: between(1, 6), targetMonth: between(7, 12) }),
      () => user.post(`/api/yearly/${year.id}/clear-month`, { month: between(1, 12) }),
      () => user.post("/api/yearly/category-entries/bulk", bulk),
      () =>
        user.patch(`/api/yearly/category-entries/${one(/** @type {any[]} */ (category.entries)).id}`, { amount: 5 }),
      () =>
        user.patch(`/api/yearly/income-entries/${one(/** @type {any[]} */ (source.entries)).id}`, { grossAmount: 2 }),
      () => user.patch(`/api/yearly/${year.id}`, { spendTarget: between(1, 9) }),
      () => user.post("/api/yearly/categories", { sectionId: year.sections[0].id, name: "new" }),
      () => user.get(`/api/yearly/${year.id}/summary`),
    ];
    for (let round = 0; round < 3; round += 1) {
      const gone = doomed.pop();
      const answers = await Promise.all([
        ...requests.map((request) => request()),
        user.delete(`/api/yearly/categories/${gone?.id}`),
      ]);
      for (const { status, text } of answers) assert.ok([200, 201].includes(status), `${status} ${text}`);
    }
    assert.equal(await api.database.count("yearly_categories", `section_id = ${year.sections[1].id}`), 1);
    assert.equal(await api.database.count("yearly_categories", `section_id = ${year.sections[0].id}`), 2 + 3);
  });
});
