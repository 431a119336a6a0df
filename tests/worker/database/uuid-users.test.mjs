/** Databases whose `auth_user_id` is a UUID, as Supabase's own ids are, work as those where it is text. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { everyEndpointSucceeds } from "../support/every-endpoint.mjs";
import { refused, succeeded, tally } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeMonth } from "../support/make.mjs";

const api = await forAllTests(startApi());
await api.database.query("alter table budgeting.profiles alter auth_user_id type uuid using auth_user_id::uuid");

describe("on a database with UUIDs", () => {
  it("every endpoint works", () => everyEndpointSucceeds(api.newUser()));

  it("users are isolated from each other", async () => {
    const [one, two] = [api.newUser(), api.newUser()];
    const { id } = await makeMonth(one);
    await makeMonth(two);
    refused(await two.get(`/api/months/${id}`), 404, "Month not found");
    assert.equal(succeeded(await two.get("/api/months")).length, 1);
  });

  it("concurrent first requests create one profile", async () => {
    const user = api.newUser();
    const requests = Array.from({ length: 8 }, () => user.post("/api/yearly", { year: 2025 }));
    assert.deepEqual(tally(await Promise.all(requests)), { 201: 1, 409: 7 });
    assert.equal(await api.database.count("profiles", `auth_user_id = '${user.id}'`), 1);
  });

  it("a user whose id is not a UUID is not signed in, and is not named in the log", async () => {
    const user = api.as("no-uuid-at-all");
    refused(await user.get("/api/months"), 401);
    refused(await user.post("/api/yearly", { year: 2025 }), 401);
    const lines = api.logs().map(({ text }) => text);
    assert.equal(lines.filter((line) => line.includes("invalid input syntax for type uuid")).length, 2);
    assert.ok(!lines.some((line) => line.includes(user.id)));
  });
});
