/** What has not changed is not sent again (`If-None-Match`), what has is not overwritten (`If-Match`). RFC 9110, 13. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rightBody } from "../support/bodies.mjs";
import { ENDPOINTS, fill, split } from "../support/endpoints.mjs";
import { created, invalid, refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import {
  makeFilledMonth,
  makeFilledYear,
  makeMonth,
  makeOneOfEach,
  makeYear,
  makeYearlyCategory,
} from "../support/make.mjs";
import { underWay } from "../support/races.mjs";

/** @typedef {import("../support/client.mjs").Client} Client */
const api = await forAllTests(startApi());

const of = (/** @type {string} */ method) => ENDPOINTS.filter((endpoint) => endpoint.startsWith(`${method} `));
const TAG = /^"[0-9a-f]{1,16}"$/;
const STALE = "This was changed in the meantime, please load it again";

/** @param {Client} user @param {string} path @param {string} tags @param {string} [method] */
const getUnless = (user, path, tags, method = "GET") =>
  user.request(method, path, { headers: { "if-none-match": tags } });

/** @param {Client} user @param {string} method @param {string} path @param {string | undefined} tags @param {unknown} [body] */
const changeIf = (user, method, path, tags, body) =>
  user.request(method, path, {
    headers: { "content-type": "application/json", ...(tags === undefined ? {} : { "if-match": tags }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

describe("a read", () => {
  for (const endpoint of of("GET")) {
    it(`is sent in full once, and again only after a change: ${endpoint}`, async () => {
      const user = api.newUser();
      const ids = await makeOneOfEach(user);
      const path = fill(split(endpoint).pattern, ids);
      const first = await user.get(path);
      const tag = String(first.headers.etag);
      assert.match(tag, TAG);
      for (const tags of [tag, `W/${tag}`, `"0", ${tag}`, "*"]) {
        for (const method of ["GET", "HEAD"]) {
          const again = await getUnless(user, path, tags, method);
          assert.equal(again.status, 304, tags);
          assert.equal(again.text, "");
          assert.equal(again.headers.etag, tag);
          assert.equal(again.headers["cache-control"], "no-store");
        }
      }
      for (const tags of ['"0"', '"other"', "other", ",", '"*"', '"a,*,b"']) {
        assert.equal((await getUnless(user, path, tags)).text, first.text);
      }
      assert.equal((await user.get(path)).headers.etag, tag, "it is the same until something changes");

      // Every read shows one of these: another month and year at the top, another amount below.
      await makeMonth(user, { year: 2030 });
      await makeYear(user, { year: 2030 });
      succeeded(await user.patch(`/api/months/${ids.month}`, { income: 7 }));
      succeeded(await user.patch(`/api/yearly/${ids.year}`, { spendTarget: 7 }));
      const changed = await getUnless(user, path, tag);
      assert.equal(changed.status, 200);
      assert.notEqual(changed.text, first.text);
      assert.notEqual(changed.headers.etag, tag);
    });
  }

  it("of a tree counts as changed if anything in it has changed", async () => {
    const user = api.newUser();
    const ids = await makeOneOfEach(user);
    /** @type {[string, string[]][]} */
    const inside = [
      [`/api/months/${ids.month}`, ["categories/:category", "fixed-payments/:payment", "transactions/:transaction"]],
      [
        `/api/yearly/${ids.year}`,
        [
          "yearly/income-sources/:source",
          "yearly/income-entries/:incomeEntry",
          "yearly/deductions/:deduction",
          "yearly/sections/:section",
          "yearly/categories/:yearlyCategory",
          "yearly/category-entries/:categoryEntry",
        ],
      ],
    ];
    for (const [tree, below] of inside) {
      for (const pattern of below) {
        const tag = String((await user.get(tree)).headers.etag);
        succeeded(await user.patch(`/api/${fill(pattern, ids)}`, rightBody(`PATCH /api/${pattern}`, ids)));
        assert.equal((await getUnless(user, tree, tag)).status, 200, pattern);
      }
    }
  });

  for (const endpoint of of("GET")) {
    it(`with If-Match returns only what the client knows: ${endpoint}`, async () => {
      const user = api.newUser();
      const path = fill(split(endpoint).pattern, await makeOneOfEach(user));
      const { text, headers } = await user.get(path);
      const tag = String(headers.etag);
      for (const method of ["GET", "HEAD"]) {
        /** @param {Record<string, string>} conditions */
        const read = (conditions) => user.request(method, path, { headers: conditions });
        for (const tags of [tag, `W/${tag}`, `"0", ${tag}`, "*"]) {
          const right = await read({ "if-match": tags });
          assert.equal(right.status, 200, tags);
          assert.equal(right.text, method === "HEAD" ? "" : text);
          assert.equal((await read({ "if-match": tags, "if-none-match": tag })).status, 304, tags);
        }
        for (const tags of ['"0"', '"other"', '"*"', ","]) {
          // What If-Match says comes first.
          for (const conditions of [[], [["if-none-match", tag]]]) {
            const wrong = await read({ "if-match": tags, ...Object.fromEntries(conditions) });
            assert.equal(wrong.status, 412, tags);
            if (method === "GET") refused(wrong, 412, STALE);
          }
        }
      }
    });
  }

  it("of something nonexistent is a 404, whatever is in If-Match", async () => {
    const read = await api.newUser().request("GET", "/api/months/1", { headers: { "if-match": '"0"' } });
    refused(read, 404, "Month not found");
  });

  it("of something nonexistent is a 404, whatever is in If-None-Match", async () => {
    refused(await getUnless(api.newUser(), "/api/months/1", "*"), 404, "Month not found");
  });

  it("reveals nothing about another user's data", async () => {
    const owner = api.newUser();
    const { id } = await makeMonth(owner);
    const tag = String((await owner.get(`/api/months/${id}`)).headers.etag);
    refused(await getUnless(api.newUser(), `/api/months/${id}`, tag), 404, "Month not found");
    refused(await changeIf(api.newUser(), "DELETE", `/api/months/${id}`, '"0"'), 404, "Month not found");
  });
});

describe("a change", () => {
  for (const endpoint of of("PATCH")) {
    it(`is made to the version that the client knows, and to no newer one: ${endpoint}`, async () => {
      const user = api.newUser();
      const ids = await makeOneOfEach(user);
      const path = fill(split(endpoint).pattern, ids);
      const first = await user.patch(path, rightBody(endpoint, ids));
      const tag = String(first.headers.etag);
      assert.match(tag, TAG);
      const second = await changeIf(user, "PATCH", path, `"0", ${tag}`, rightBody(endpoint, ids));
      succeeded(second);
      assert.notEqual(second.headers.etag, tag);

      const before = await api.database.dump();
      for (const stale of [tag, '"0"', '"other"', '"*"', '"a,*,b"']) {
        const answer = await changeIf(user, "PATCH", path, stale, rightBody(endpoint, ids));
        refused(answer, 412, STALE);
        assert.equal(answer.headers.etag, undefined);
      }
      assert.deepEqual(await api.database.dump(), before);
      // Each sets updatedAt, so the tag of before comes first.
      for (const right of [`W/${second.headers.etag}`, "*", undefined]) {
        const { headers, status, text } = await changeIf(user, "PATCH", path, right, {});
        assert.equal(status, 200, text);
        assert.match(String(headers.etag), TAG);
        if (right !== undefined) continue;
        succeeded(await changeIf(user, "PATCH", path, String(headers.etag), {}));
      }
    });
  }

  for (const endpoint of of("DELETE")) {
    it(`deletes the version that the client knows, and no newer one: ${endpoint}`, async () => {
      const user = api.newUser();
      const ids = await makeOneOfEach(user);
      const { pattern } = split(endpoint);
      const path = fill(pattern, ids);
      const tag = String((await user.patch(path, rightBody(`PATCH ${pattern}`, ids))).headers.etag);
      const latest = String((await user.patch(path, rightBody(`PATCH ${pattern}`, ids))).headers.etag);
      const before = await api.database.dump();
      refused(await changeIf(user, "DELETE", path, tag), 412, STALE);
      assert.deepEqual(await api.database.dump(), before);
      succeeded(await changeIf(user, "DELETE", path, latest));
      refused(await changeIf(user, "DELETE", path, latest), 404);
    });
  }

  it("of something just created can use the tag of its response", async () => {
    const user = api.newUser();
    const post = await user.post("/api/months", { name: "March", year: 2025, month: 3, income: 1 });
    const path = `/api/months/${created(post).id}`;
    succeeded(await changeIf(user, "PATCH", path, String(post.headers.etag), { income: 2 }));
    refused(await changeIf(user, "PATCH", path, String(post.headers.etag), { income: 3 }), 412, STALE);
  });

  for (const root of ["months", "yearly"]) {
    it(`can be made to a tree of ${root} as it was read, unless anything in it changed since`, async () => {
      const user = api.newUser();
      const filled = root === "months" ? await makeFilledMonth(user) : await makeFilledYear(user);
      const { id } = "month" in filled ? filled.month : filled.year;
      const path = `/api/${root}/${id}`;
      const touch = () =>
        "month" in filled
          ? user.patch(`/api/transactions/${filled.transaction.id}`, { amount: Math.random() })
          : user.patch(`/api/yearly/deductions/${filled.deduction.id}`, { amount: Math.floor(Math.random() * 1e9) });
      const read = async () => String((await user.get(path)).headers.etag);
      for (const method of ["PATCH", "DELETE"]) {
        const tag = await read();
        succeeded(await touch());
        refused(await changeIf(user, method, path, tag, {}), 412, STALE);
        succeeded(await changeIf(user, method, path, await read(), {}));
      }
      refused(await user.get(path), 404);
    });
  }

  it("that is invalid in another way gets that error first", async () => {
    const user = api.newUser();
    const { month } = await makeFilledMonth(user);
    await makeMonth(user, { name: "April" });
    const path = `/api/months/${month.id}`;
    invalid(await changeIf(user, "PATCH", path, '"0"', { income: -1 }), ["income"]);
    refused(await changeIf(user, "PATCH", path, '"0"', { name: "April" }), 409);
    refused(await changeIf(user, "PATCH", "/api/months/2147483647", '"0"', {}), 404, "Month not found");
  });

  it("that moves a category is made only to the version that the client knows", async () => {
    const user = api.newUser();
    const { category, section } = await makeFilledYear(user);
    const { id } = await makeYearlyCategory(user, { sectionId: section.id, name: "Gas" });
    const path = `/api/yearly/categories/${id}`;
    refused(await changeIf(user, "PATCH", path, '"0"', { parentId: category.id }), 412, STALE);
    refused(await changeIf(user, "PATCH", path, '"0"', { parentId: null }), 412, STALE);
    invalid(await changeIf(user, "PATCH", path, '"0"', { parentId: id }), ["parentId"]);
    const tag = String((await user.patch(path, {})).headers.etag);
    const moved = await changeIf(user, "PATCH", path, tag, { parentId: category.id });
    assert.equal(succeeded(moved).parentId, category.id);
  });
});

describe("a change with If-None-Match", () => {
  const THERE = "This is there already, and nothing was changed";
  for (const endpoint of [...of("PATCH"), ...of("DELETE")]) {
    it(`is not made to anything that exists: ${endpoint}`, async () => {
      const user = api.newUser();
      const ids = await makeOneOfEach(user);
      const { method, pattern } = split(endpoint);
      const path = fill(pattern, ids);
      const body = rightBody(endpoint, ids);
      const latest = await user.patch(path, rightBody(`PATCH ${pattern}`, ids));
      const tag = String(latest.headers.etag);
      /** @param {Record<string, string>} conditions */
      const change = (conditions, to = path) =>
        user.request(method, to, {
          headers: { "content-type": "application/json", ...conditions },
          body: body === undefined ? undefined : JSON.stringify(body),
        });
      const before = await api.database.dump();
      for (const tags of ["*", tag, `"0", W/${tag}`]) refused(await change({ "if-none-match": tags }), 412, THERE);
      refused(await change({ "if-match": tag, "if-none-match": "*" }), 412, STALE);
      refused(await change({ "if-match": tag, "if-none-match": tag }), 412, STALE);
      assert.deepEqual(await api.database.dump(), before);
      refused(
        await change({ "if-none-match": "*" }, fill(pattern.replace(/:\w+/, ":none"), { none: 2_147_483_647 })),
        404,
      );
      succeeded(await change({ "if-match": `"0", ${tag}`, "if-none-match": '"0", "*"' }));
    });
  }

  it("is ignored in a POST, which creates something new", async () => {
    for (const [name, tags] of /** @type {[string, string][]} */ ([
      ["if-none-match", "*"],
      ["if-match", '"0"'],
    ])) {
      const headers = { "content-type": "application/json", [name]: tags };
      created(await api.newUser().request("POST", "/api/yearly", { headers, body: '{"year":2026}' }));
    }
  });
});

describe("concurrent changes to the version that all clients know", () => {
  for (const root of ["month", "year"]) {
    for (const by of ["row", "tree"]) {
      for (const method of ["PATCH", "DELETE"]) {
        it(`result in one change: ${method} of a ${root} by the tag of its ${by}`, async () => {
          const user = api.newUser();
          const { id } = root === "month" ? await makeMonth(user) : await makeYear(user);
          const path = root === "month" ? `/api/months/${id}` : `/api/yearly/${id}`;
          const known = by === "row" ? await user.patch(path, {}) : await user.get(path);
          const tag = String(known.headers.etag);
          const body = root === "month" ? { income: 5 } : { spendTarget: 500 };
          const [first, second] = await underWay(
            api.database,
            root === "month" ? "transaction_months" : "yearly_budgets",
            () => changeIf(user, "PATCH", path, tag, body),
            () => changeIf(user, method, path, tag, root === "month" ? { income: 6 } : { spendTarget: 600 }),
          );
          succeeded(first);
          refused(second, 412, STALE);
          const tree = succeeded(await user.get(path));
          assert.equal(root === "month" ? tree.income : tree.spendTarget, 500);
        });
      }
    }
  }

  it("result in one change, and then nothing is left to change", async () => {
    const user = api.newUser();
    const { transaction } = await makeFilledMonth(user);
    const path = `/api/transactions/${transaction.id}`;
    const tag = String((await user.patch(path, {})).headers.etag);
    const [first, second] = await underWay(
      api.database,
      "transaction_entries",
      () => changeIf(user, "DELETE", path, tag),
      () => changeIf(user, "PATCH", path, tag, { amount: 1 }),
    );
    succeeded(first);
    refused(second, 412, STALE);
    refused(await changeIf(user, "PATCH", path, undefined, { amount: 1 }), 404, "Transaction not found");
  });

  it("result in one of twelve", async () => {
    const user = api.newUser();
    const { category } = await makeFilledMonth(user);
    const path = `/api/categories/${category.id}`;
    const tag = String((await user.patch(path, {})).headers.etag);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => changeIf(user, "PATCH", path, tag, { orderIndex: n + 1 })),
    );
    const [winner, ...more] = answers.filter(({ status }) => status === 200);
    assert.ok(winner && more.length === 0);
    assert.equal(answers.filter(({ status }) => status === 412).length, 11);
    const [stored] = await api.database.query(
      "select order_index from budgeting.transaction_categories where id = $1",
      [category.id],
    );
    assert.equal(stored.order_index, winner.body.orderIndex);
  });
});
