/** Which request reaches which endpoint: paths, methods, and ids in paths. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rightBody } from "../support/bodies.mjs";
import { ENDPOINTS, fill, split, THINGS } from "../support/endpoints.mjs";
import { refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeOneOfEach, makeYear } from "../support/make.mjs";

const api = await forAllTests(startApi());
const user = api.newUser();
const ids = await makeOneOfEach(user);

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
/** @type {Map<string, string[]>} the methods of each path that the API has */
const BY_PATH = new Map();
for (const endpoint of ENDPOINTS) {
  const { method, pattern } = split(endpoint);
  BY_PATH.set(pattern, [...(BY_PATH.get(pattern) ?? []), method]);
}

/** The methods an Allow header names, apart from those every path may have. @param {import("../support/client.mjs").Answer} answer */
const allowed = ({ headers }) =>
  (headers.allow ?? "")
    .split(",")
    .map((method) => method.trim())
    .filter((method) => !["HEAD", "OPTIONS"].includes(method))
    .sort();

describe("an existing path", () => {
  for (const [pattern, methods] of BY_PATH) {
    it(`${pattern} accepts ${methods.join(", ")} and says so for any other method`, async () => {
      for (const method of METHODS.filter((each) => !methods.includes(each))) {
        const answer = await user.request(method, fill(pattern, ids));
        refused(answer, 405);
        assert.deepEqual(allowed(answer), [...methods].sort(), method);
      }
    });
  }

  it("allows exactly POST if there is nothing else: a fixed segment wins over an id", async () => {
    for (const method of ["GET", "PATCH", "DELETE", "HEAD"]) {
      const answer = await user.request(method, "/api/yearly/categories");
      assert.equal(answer.status, 405);
      assert.equal(answer.headers.allow, "POST");
    }
    const latest = await user.patch("/api/months/latest", { name: "x" });
    refused(latest, 405);
    assert.deepEqual(allowed(latest), ["GET"]);
  });

  it("answers OPTIONS with its methods and without a body", async () => {
    for (const [pattern, methods] of BY_PATH) {
      const answer = await user.request("OPTIONS", fill(pattern, ids));
      assert.ok([200, 204].includes(answer.status), `${pattern}: ${answer.status} ${answer.text}`);
      assert.equal(answer.text, "");
      assert.deepEqual(allowed(answer), [...methods].sort());
    }
  });

  it("answers HEAD like GET, without the body", async () => {
    for (const [pattern, methods] of BY_PATH) {
      if (!methods.includes("GET")) continue;
      for (const path of [fill(pattern, ids), fill(pattern, { ...ids, month: "x", year: "x", calendarYear: 2001 })]) {
        const get = await user.get(path);
        const head = await user.request("HEAD", path);
        assert.equal(head.status, get.status, path);
        assert.equal(head.text, "");
        assert.equal(head.headers["content-type"], get.headers["content-type"]);
      }
    }
  });
});

describe("an unknown path", () => {
  for (const path of [
    "/",
    "/api",
    "/api/nothing",
    "/months",
    "/api/month",
    "/api/Months",
    "/API/months",
    "/api/monthsx",
    "/api/months/1/nothing",
    "/api/months/1/summary/1",
    "/api/yearly/by-year/2025/summary",
    "/api/yearly/1/copy-months",
    "/api/yearly/sections/1/1",
    "/favicon.ico",
    "/api/toString",
    "/api/__proto__",
    "/api/months%2F1",
    "/api/%",
    "/api/%zz",
    "/api/%ff",
    "/api/%00",
    `/api/${"x".repeat(5000)}`,
    `/${"a/".repeat(500)}`,
  ]) {
    it(`${path.slice(0, 60)} is not found, with any method`, async () => {
      for (const method of ["GET", "POST"]) refused(await user.request(method, path), 404, "Not found");
    });
  }

  it("is rejected with a new request id each time", async () => {
    const ids = new Set();
    for (let index = 0; index < 5; index += 1) ids.add(refused(await user.get("/api/nothing"), 404).requestId);
    assert.equal(ids.size, 5);
  });

  it("is not found for HEAD and OPTIONS either", async () => {
    for (const method of ["HEAD", "OPTIONS"]) {
      assert.equal((await user.request(method, "/api/nothing")).status, 404, method);
    }
  });
});

describe("the spelling of a path", () => {
  it("may have a trailing slash, a query, or equivalent escapes", async () => {
    const { month, year, calendarYear } = ids;
    for (const [path, same] of [
      ["/api/months/", "/api/months"],
      ["/api/months?x=1&id=abc", "/api/months"],
      ["/api/months/?", "/api/months"],
      ["/api/%6Donths", "/api/months"],
      ["/%61%70%69/months", "/api/months"],
      [`/api/months/${month}/`, `/api/months/${month}`],
      [`/api/months/${encodeEvery(String(month))}`, `/api/months/${month}`],
      [`/api/months/${month}?copyFromMonthId=1`, `/api/months/${month}`],
      [`/api/months/${month}/%73ummary/`, `/api/months/${month}/summary`],
      [`/api/yearly/by%2Dyear/${calendarYear}/?`, `/api/yearly/${year}`],
    ]) {
      assert.deepEqual(succeeded(await user.get(String(path))), succeeded(await user.get(String(same))), path);
    }
  });

  it("may have repeated slashes", async () => {
    for (const path of ["//api/months", "/api//months", "/api/months//", `/api/months//${ids.month}`, "///"]) {
      const answer = await user.get(path);
      if (answer.status === 200) continue;
      refused(answer, 404, "Not found");
    }
  });
});

describe("an id in a path", () => {
  const NONE = ["abc", "12abc", "1.5", "0", "-1", "12345678901234567890", "2147483648", "1e2", "0x1", "%20", "1%20"];
  const MORE = ["+1", "%31%2F", "%D9%A1", "1%00", "null", "%F0%9F%8F%A6", "9".repeat(500), "4294967297"];

  for (const endpoint of ENDPOINTS) {
    const { method, pattern, parameter } = split(endpoint);
    if (parameter === undefined || parameter === "calendarYear") continue;
    it(`${endpoint} accepts only whole numbers from 1`, async () => {
      const answers = [...NONE, ...MORE].map(async (id) => {
        const answer = await user.request(method, fill(pattern, { [parameter]: id }), {
          headers: { "content-type": "application/json" },
          body: ["POST", "PATCH"].includes(method) ? JSON.stringify(rightBody(endpoint, ids)) : undefined,
        });
        assert.equal(answer.status, 400, `${id}: ${answer.status} ${answer.text}`);
        const { message } = refused(answer, 400, /^Invalid .* ID$/);
        assert.match(message.slice("Invalid ".length, -" ID".length), THINGS[parameter] ?? /^$/);
      });
      await Promise.all(answers);
    });
  }
});

describe("a year in a path", () => {
  const byYear = (/** @type {string} */ year) => user.get(`/api/yearly/by-year/${year}`);

  it("may be any integer, even if it has no budget", async () => {
    const large = ["2147483648", "-2147483649", "4294967297", "12345678901234567890", "9".repeat(500)];
    for (const year of ["0", "-1", "1999", "99999", "2147483647", "-2147483648", ...large]) {
      refused(await byYear(year), 404, `Budget for year ${year} not found`);
    }
  });

  it("is rejected if it is not an integer, or has an unusual spelling", async () => {
    const NONE = ["abc", "12abc", "1.5", "2025.0", "1e2", "0x1", "%20", "1%20", "null", "%D9%A1", "1%00"];
    for (const year of [...NONE, "+1", "02025", "-", "--1"]) refused(await byYear(year), 400, "Invalid year");
  });

  it("is found if another app has created a budget for it", async () => {
    const { id } = await makeYear(user, { year: 2031 });
    await api.database.query("update budgeting.yearly_budgets set year = -5 where id = $1", [id]);
    assert.equal(succeeded(await byYear("-5")).id, id);
  });
});

/** Every character percent-encoded. @param {string} text */
const encodeEvery = (text) =>
  [...text].map((character) => `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");
