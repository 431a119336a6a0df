/** Databases whose `auth_user_id` is a UUID, as Supabase's own ids are, work as those where it is text. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startApi } from "./harness.mjs";
import { rightBody } from "./support/bodies.mjs";
import { ENDPOINTS, fill, split } from "./support/endpoints.mjs";
import { refused, succeeded, tally } from "./support/expect.mjs";
import { makeMonth, makeOneOfEach } from "./support/make.mjs";

/** @type {Awaited<ReturnType<typeof startApi>>} */
let api;
before(async () => {
  api = await startApi();
  await api.database.query("alter table budgeting.profiles alter auth_user_id type uuid using auth_user_id::uuid");
});
after(() => api?.close());

const isDeletion = (/** @type {string} */ endpoint) => endpoint.startsWith("DELETE");

describe("on a database with UUIDs", () => {
  it("every endpoint works", async () => {
    const user = api.newUser();
    /** @type {Record<string, number>} */
    const ids = await makeOneOfEach(user);
    // Deletions come last, and what holds others after what it holds.
    const deletions = ENDPOINTS.filter(isDeletion);
    const tops = ["DELETE /api/months/:month", "DELETE /api/yearly/:year", "DELETE /api/categories/:category"];
    const sources = "DELETE /api/yearly/income-sources/:source";
    const order = [
      ...ENDPOINTS.filter((endpoint) => !isDeletion(endpoint)),
      ...deletions.filter((endpoint) => ![...tops, sources].includes(endpoint)),
      ...[sources, ...tops.toReversed()],
    ];
    assert.equal(order.length, ENDPOINTS.length);
    for (const endpoint of order) {
      const { method, pattern } = split(endpoint);
      const body = rightBody(endpoint, ids);
      const answer = await user.request(method, fill(pattern, ids), {
        headers: { "content-type": "application/json" },
        body: body && JSON.stringify(body),
      });
      assert.ok([200, 201].includes(answer.status), `${endpoint}: ${answer.status} ${answer.text}`);
    }
  });

  it("users stay apart", async () => {
    const [one, two] = [api.newUser(), api.newUser()];
    const { id } = await makeMonth(one);
    await makeMonth(two);
    refused(await two.get(`/api/months/${id}`), 404, "Month not found");
    assert.equal(succeeded(await two.get("/api/months")).length, 1);
  });

  it("first requests at once make one profile", async () => {
    const user = api.newUser();
    const requests = Array.from({ length: 8 }, () => user.post("/api/yearly", { year: 2025 }));
    assert.deepEqual(tally(await Promise.all(requests)), { 201: 1, 409: 7 });
    assert.equal(await api.database.count("profiles", `auth_user_id = '${user.id}'`), 1);
  });
});
