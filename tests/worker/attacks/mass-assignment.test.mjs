/** Bodies that set what is not theirs to set: ids, parents, owners and times, of one's own objects and of others'. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rightBody } from "../support/bodies.mjs";
import { BODIES, fill, split } from "../support/endpoints.mjs";
import { succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeOneOfEach } from "../support/make.mjs";

/** What says which row it is, whose, and since when. */
const FIXED = /^(id|.*_id|profile_token|created_at)$/;

const api = await forAllTests(startApi());
const [attacker, victim] = [api.newUser(), api.newUser()];
const theirs = await makeOneOfEach(victim);
const own = await makeOneOfEach(attacker);

/** Every key that any row has, in both ways of writing, pointed at the victim. */
const everyKey = () => ({
  ...{ id: theirs.month, monthId: theirs.month, categoryId: theirs.category, yearlyBudgetId: theirs.year },
  ...{ incomeSourceId: theirs.source, incomeEntryId: theirs.incomeEntry, sectionId: theirs.section },
  ...{ month_id: theirs.month, category_id: theirs.category, yearly_budget_id: theirs.year, parent_id: 1 },
  ...{ profileToken: "x", profile_token: "x", authUserId: victim.id, auth_user_id: victim.id, userId: victim.id },
  ...{ createdAt: 1, updatedAt: 1, created_at: 1, updated_at: 1, type: "SAVINGS" },
});

const viewOf = async () =>
  Promise.all(
    [`/api/months/${theirs.month}`, "/api/months", `/api/yearly/${theirs.year}`, "/api/yearly"].map(async (path) =>
      succeeded(await victim.get(path)),
    ),
  );

/** Every row by the columns that never change. @param {Record<string, any[]>} dump */
const fixed = (dump) =>
  Object.entries(dump).flatMap(([table, rows]) =>
    rows.map((row) => `${table} ${JSON.stringify(Object.entries(row).filter(([column]) => FIXED.test(column)))}`),
  );

describe("a column that a body may not set", () => {
  for (const [endpoint, fields] of Object.entries(BODIES)) {
    it(`stays unchanged: ${endpoint}`, async () => {
      const [view, rows] = [await viewOf(), fixed(await api.database.dump())];
      const extra = Object.entries(everyKey()).filter(([key]) => !(key in fields));
      const { method, pattern } = split(endpoint);
      const answer = await attacker.request(method, fill(pattern, own), {
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...rightBody(endpoint, own), ...Object.fromEntries(extra) }),
      });
      assert.ok([200, 201].includes(answer.status), answer.text);
      assert.notEqual(answer.body.createdAt, 1);
      assert.deepEqual(await viewOf(), view);
      const now = new Set(fixed(await api.database.dump()));
      assert.deepEqual(
        rows.filter((row) => !now.has(row)),
        [],
      );
    });
  }
});
