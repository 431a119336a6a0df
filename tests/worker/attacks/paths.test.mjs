/**
 * Paths that could be read in two ways, straight at workerd: around sign-in, and from one object to another.
 * tests/worker/requests/paths.test.mjs has the ways to write a path that say the same.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { refused } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeMonth } from "../support/make.mjs";

const api = await forAllTests(startApi({ vars: { AUTH_MODE: "dev" } }));
const foreign = (await makeMonth(api.as("victim"), { name: "the victim's" })).id;
const own = (await makeMonth(api.as("attacker"), { name: "the attacker's" })).id;

/** What a path is by the URL standard, as browsers and some proxies send it. @param {string} path */
const canonical = (path) => {
  const { pathname, search } = new URL(api.url.origin + path);
  return pathname + search;
};

describe("a path that goes through an open endpoint", () => {
  const OPEN = /^\{"status":"ok"/;
  const PATHS = [
    ...["/api/health/../months", "/api/health/%2e%2e/months", "/api/health/.%2E/months", "/api/health/./../months"],
    ...["/api/health/..%2fmonths", "/api/health%2f..%2fmonths", "/api/health/%252e%252e/months"],
    ...["/api/health/..;/months", "/api/health;/../months", "/api/health;x=/months", "/api/health/;/months"],
    ...["/api/health\\..\\months", "/api/health/..\\months", "/api\\months", "/\\api/months"],
    ...["/api/health//../months", "//api/health/../months", "/api/health/%c0%ae%c0%ae/months", "/api/health%00/months"],
    ...["/api/health%20/../months", "/api/health/...//months", "/api/health.json", "/api/months/.", "/api/months/..;"],
    ...["/api/months?/api/health", "/api/months;/api/health", "/api/months%3f/api/health", "/api/months%23/api/health"],
    ...["/api/ready/../months", "/api/ready/%2e%2e/yearly/latest", "/api/months/latest/../../health/../months"],
  ];

  it("does not bypass sign-in", async () => {
    for (const path of PATHS) {
      for (const method of ["GET", "POST", "DELETE"]) {
        const answer = await api.send(method, path, { headers: { "content-type": "application/json" } });
        if (answer.status === 200) assert.match(answer.text, OPEN, path);
        else refused(answer, [400, 404, 405].includes(answer.status) ? answer.status : 401);
      }
    }
  });

  it("means the same to a signed-in user as to a browser, or is not found", async () => {
    let found = 0;
    for (const path of PATHS) {
      const [odd, plain] = [await api.as("attacker").get(path), await api.as("attacker").get(canonical(path))];
      if (odd.status !== 200) {
        refused(odd, odd.status === 400 ? 400 : 404);
      } else {
        assert.equal(odd.text, plain.text, path);
        found += Number(odd.text.includes("the attacker's"));
      }
    }
    assert.ok(found > 0, "or this proves nothing");
  });
});

describe("a path from a user's own object to another's", () => {
  it("does not reach it", async () => {
    const before = await api.database.dump();
    const fullWidth = encodeURIComponent("\uff11");
    for (const id of [
      ...[`${own}/../${foreign}`, `${own}/%2e%2e/${foreign}`, `../months/${foreign}`, `${foreign}/../${foreign}`],
      ...[`${own}%2f..%2f${foreign}`, `${own}..%2f${foreign}`, `${own};${foreign}`, `${own};id=${foreign}`],
      ...[`${own},${foreign}`, `${own}%2c${foreign}`, `${own}%26id=${foreign}`, `${own}%3fid=${foreign}`],
      ...[`${own}|${foreign}`, `${own}%0a${foreign}`, `${own}%00${foreign}`, `${own}%20${foreign}`, `0${foreign}x`],
      ...[`%253${foreign}`, `%c0%b${foreign}`, fullWidth, `*`, `%25`, `%2a`, `_`, `${foreign}.json`, `[${foreign}]`],
    ]) {
      for (const suffix of ["", "/summary"]) {
        const { text } = await api.as("attacker").get(`/api/months/${id}${suffix}`);
        assert.ok(!text.includes("the victim's"), id);
      }
      for (const method of ["DELETE", "PATCH"]) {
        const answer = await api.as("attacker").request(method, `/api/months/${id}`, {
          headers: { "content-type": "application/json" },
          body: method === "PATCH" ? '{"name":"mine"}' : undefined,
        });
        assert.ok([400, 404].includes(answer.status), `${method} ${id}: ${answer.status}`);
        refused(answer, answer.status);
      }
    }
    assert.deepEqual(await api.database.dump(), before);
  });
});
