/** Somebody else's data is in no list and no answer; matrix.test.mjs asks for it by its ids. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rightBody } from "../support/bodies.mjs";
import { ENDPOINTS, fill, split } from "../support/endpoints.mjs";
import { answered, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeOneOfEach } from "../support/make.mjs";

/** @typedef {import("../support/harness.mjs").Client} Client */
const api = await forAllTests(startApi());
const victim = api.newUser();
/** Somebody with data of their own. */
const neighbour = api.newUser();
const theirs = await makeOneOfEach(victim);
const own = await makeOneOfEach(neighbour, 2026);

/** @param {Client} who @param {string} endpoint @param {Record<string, number>} ids @param {unknown} [body] */
function send(who, endpoint, ids, body = rightBody(endpoint, ids)) {
  const { method, pattern } = split(endpoint);
  return who.request(method, fill(pattern, ids), {
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

describe("lists", () => {
  it("contain the user's own data only", async () => {
    for (const [path, id] of /** @type {const} */ ([
      ["/api/months", "month"],
      ["/api/yearly", "year"],
    ])) {
      assert.deepEqual(
        succeeded(await victim.get(path)).map((/** @type {any} */ row) => row.id),
        [theirs[id]],
      );
      assert.deepEqual(
        succeeded(await neighbour.get(path)).map((/** @type {any} */ row) => row.id),
        [own[id]],
      );
      answered(await api.newUser().get(path), 200, []);
    }
    assert.equal(succeeded(await neighbour.get("/api/months/latest")).id, own.month);
    answered(await neighbour.get("/api/yearly/latest"), 200, { year: 2026 });
    assert.equal((await neighbour.get("/api/yearly/by-year/2025")).status, 404);
  });

  it("of a user without data are empty even if there are rows without a profile", async () => {
    await api.database.query(
      `insert into budgeting.transaction_months (profile_token, month_name, year, created_at, updated_at)
       values (null, 'nobody''s', 2025, 1, 1)`,
    );
    const orphan = await api.database.row(
      `insert into budgeting.yearly_budgets (profile_token, year, created_at, updated_at)
       values (null, 2025, 1, 1) returning id`,
    );
    const stranger = api.newUser();
    answered(await stranger.get("/api/months"), 200, []);
    answered(await stranger.get("/api/yearly/latest"), 200, { year: null });
    assert.equal((await stranger.delete(`/api/yearly/${orphan.id}`)).status, 404);
    const body = { yearlyBudgetId: orphan.id, name: "x" };
    assert.equal((await victim.post("/api/yearly/income-sources", body)).status, 404);
  });
});

describe("no answer", () => {
  it("ever shows a profile token or a user id", async () => {
    const tokens = await api.database.query("select profile_token, auth_user_id from budgeting.profiles");
    for (const endpoint of ENDPOINTS) {
      const { text } = await send(victim, endpoint, theirs);
      for (const { profile_token, auth_user_id } of tokens) {
        assert.ok(!text.includes(profile_token) && !text.includes(auth_user_id), endpoint);
      }
      assert.doesNotMatch(text, /profile|auth_?user/i, endpoint);
    }
  });
});
