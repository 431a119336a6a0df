/** Requests at the same time: one of them wins, the others are told why, and nobody gets a 5xx. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { refused, succeeded, tally } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeCategory, makeFilledYear, makeMonth, makeOneOfEach, makeYear } from "../support/make.mjs";
import { during, underWay } from "../support/races.mjs";

/** @typedef {import("../support/client.mjs").Answer} Answer */
const api = await forAllTests(startApi());

/** @template T @param {number} count @param {(index: number) => Promise<T>} request */
const parallel = (count, request) => Array.from({ length: count }, (_, index) => request(index));
const MONTH = { name: "March", year: 2025, month: 3, income: 1 };

describe("eight concurrent requests for the same", () => {
  it("year create it once", async () => {
    const user = api.newUser();
    await makeMonth(user);
    const answers = await Promise.all(parallel(8, () => user.post("/api/yearly", { year: 2025 })));
    assert.deepEqual(tally(answers), { 201: 1, 409: 7 });
    for (const answer of answers.filter(({ status }) => status === 409)) {
      refused(answer, 409, "Budget for year 2025 already exists");
    }
    assert.equal(succeeded(await user.get("/api/yearly")).length, 1);
  });

  it("year create it once, even as a user's very first requests", async () => {
    for (let round = 0; round < 5; round += 1) {
      const user = api.newUser();
      const answers = await Promise.all(parallel(8, () => user.post("/api/yearly", { year: 2025 })));
      assert.deepEqual(tally(answers), { 201: 1, 409: 7 });
      assert.equal(await api.database.count("profiles", `auth_user_id = '${user.id}'`), 1);
      const [{ id }] = succeeded(await user.get("/api/yearly"));
      assert.equal(await api.database.count("yearly_sections", `yearly_budget_id = ${id}`), 3);
    }
  });

  it("month create it once; for different months all succeed, with one shared profile", async () => {
    const user = api.newUser();
    const same = await Promise.all(parallel(8, () => user.post("/api/months", MONTH)));
    assert.deepEqual(tally(same), { 201: 1, 409: 7 });
    for (let round = 0; round < 5; round += 1) {
      const other = api.newUser();
      const answers = await Promise.all(
        parallel(8, (index) => other.post("/api/months", { ...MONTH, name: `${index}` })),
      );
      assert.deepEqual(tally(answers), { 201: 8 });
      assert.equal(await api.database.count("profiles", `auth_user_id = '${other.id}'`), 1);
      assert.equal(succeeded(await other.get("/api/months")).length, 8);
    }
  });

  it("deletion delete it once", async () => {
    const user = api.newUser();
    const ids = await makeOneOfEach(user);
    for (const path of [
      `/api/transactions/${ids.transaction}`,
      `/api/months/${ids.month}`,
      `/api/yearly/categories/${ids.yearlyCategory}`,
      `/api/yearly/${ids.year}`,
    ]) {
      const answers = await Promise.all(parallel(6, () => user.delete(path)));
      assert.deepEqual(tally(answers), { 200: 1, 404: 5 }, path);
    }
  });
});

describe("a forced race", () => {
  it("for a profile: the request that comes second uses the first one's", async () => {
    for (const end of /** @type {const} */ (["commit", "rollback"])) {
      const user = api.newUser();
      const hold = [
        `insert into budgeting.profiles (auth_user_id, profile_token, created_at, updated_at)
         values ('${user.id}', 'token-of-${user.id}', 1, 1)`,
      ];
      const [answer] = await during(api.database, { hold, end, waiting: 1 }, () => [user.post("/api/months", MONTH)]);
      assert.equal(answer?.status, 201, answer?.text);
      assert.equal(await api.database.count("profiles", `auth_user_id = '${user.id}'`), 1);
      assert.equal(succeeded(await user.get("/api/months")).length, 1);
    }
  });

  it("for a year: the second is told that it exists, unless the first fails", async () => {
    for (const [end, status] of /** @type {const} */ ([
      ["commit", 409],
      ["rollback", 201],
    ])) {
      const user = api.newUser();
      await makeYear(user, { year: 2024 });
      const hold = [
        `insert into budgeting.yearly_budgets (profile_token, year, created_at, updated_at)
         select profile_token, 2025, 1, 1 from budgeting.profiles where auth_user_id = '${user.id}'`,
      ];
      const [answer] = await during(api.database, { hold, end, waiting: 1 }, () => [
        user.post("/api/yearly", { year: 2025 }),
      ]);
      assert.equal(answer?.status, status, answer?.text);
      if (answer && status === 409) refused(answer, 409, "Budget for year 2025 already exists");
    }
  });

  it("for a month's name: the second change is a conflict", async () => {
    const user = api.newUser();
    const { id } = await makeMonth(user, { name: "April" });
    const hold = [
      `insert into budgeting.transaction_months (profile_token, month_name, year, created_at, updated_at)
       select profile_token, 'March', 2025, 1, 1 from budgeting.profiles where auth_user_id = '${user.id}'`,
    ];
    const answers = await during(api.database, { hold, waiting: 2 }, () => [
      user.patch(`/api/months/${id}`, { name: "March" }),
      user.post("/api/months", MONTH),
    ]);
    for (const answer of answers) refused(answer, 409);
    const again = await user.patch(`/api/months/${id}`, { name: "March" });
    refused(again, 409, 'A month named "March" already exists for 2025');
  });

  it("with a deletion: the second request finds nothing", async () => {
    const user = api.newUser();
    const ids = await makeOneOfEach(user);
    const all = await api.database.query("select c.id from budgeting.yearly_category_entries c order by id");
    const [entry] = all.slice(-1);
    /** @type {[table: string, id: number | undefined, send: () => Promise<Answer>][]} */
    const cases = [
      ["transaction_entries", ids.transaction, () => user.patch(`/api/transactions/${ids.transaction}`, { amount: 1 })],
      ["transaction_entries", ids.transaction, () => user.delete(`/api/transactions/${ids.transaction}`)],
      ["transaction_months", ids.month, () => user.patch(`/api/months/${ids.month}`, { income: 1 })],
      [
        "yearly_category_entries",
        entry?.id,
        () => user.patch(`/api/yearly/category-entries/${entry?.id}`, { amount: 1 }),
      ],
      ["yearly_sections", ids.section, () => user.patch(`/api/yearly/sections/${ids.section}`, { name: "x" })],
    ];
    for (const [table, id, send] of cases) {
      const saved = await api.database.row(`select * from budgeting.${table} where id = $1`, [id]);
      const hold = [`delete from budgeting.${table} where id = ${id}`];
      const [gone] = await during(api.database, { hold, waiting: 1 }, () => [send()]);
      assert.equal(gone?.status, 404, `${table}: ${gone?.text}`);
      await api.database.query(
        `insert into budgeting.${table} select * from json_populate_record(null::budgeting.${table}, $1)`,
        [JSON.stringify(saved)],
      );
    }
  });

  /** @type {[table: string, key: string, path: string, body: (ids: Record<string, number>) => object, status: number][]} */
  const CHILDREN = [
    ["transaction_months", "month", "/api/categories", ({ month }) => ({ monthId: month, allocatedAmount: 1 }), 404],
    ["transaction_months", "month", "/api/fixed-payments", ({ month }) => ({ monthId: month, amount: 1 }), 404],
    [
      "transaction_categories",
      "category",
      "/api/transactions",
      ({ category }) => ({ categoryId: category, amount: 1 }),
      404,
    ],
    ["yearly_budgets", "year", "/api/yearly/income-sources", ({ year }) => ({ yearlyBudgetId: year }), 404],
    [
      "yearly_income_entries",
      "incomeEntry",
      "/api/yearly/deductions",
      ({ incomeEntry }) => ({ incomeEntryId: incomeEntry }),
      404,
    ],
    ["yearly_sections", "section", "/api/yearly/categories", ({ section }) => ({ sectionId: section }), 404],
    [
      "yearly_categories",
      "yearlyCategory",
      "/api/yearly/categories",
      ({ section, yearlyCategory }) => ({ sectionId: section, parentId: yearlyCategory }),
      422,
    ],
  ];
  for (const [table, key, path, body, status] of CHILDREN) {
    it(`of POST ${path} and the deletion of its ${key}: the child is made, or its parent is gone`, async () => {
      const user = api.newUser();
      const ids = /** @type {Record<string, number>} */ (await makeOneOfEach(user));
      const hold = [`delete from budgeting.${table} where id = ${ids[key]}`];
      const send = () => [user.post(path, { name: "x", ...body(ids) })];
      const [kept] = await during(api.database, { hold, end: "rollback", waiting: 1 }, send);
      assert.equal(kept?.status, 201, kept?.text);
      const [gone] = await during(api.database, { hold, waiting: 1 }, send);
      assert.equal(gone?.status, status, gone?.text);
    });
  }

  it("of a bulk update and the deletion of one of its categories: all or nothing", async () => {
    const user = api.newUser();
    const { category, child } = await makeFilledYear(user);
    const updates = [...category.entries, ...child.entries].map(({ id }) => ({ id, amount: 9 }));
    const [gone, answer] = await underWay(
      api.database,
      "yearly_categories",
      () => user.delete(`/api/yearly/categories/${child.id}`),
      () => user.post("/api/yearly/category-entries/bulk", { updates }),
    );
    succeeded(gone);
    refused(answer, 404, "One or more category entries not found");
    assert.equal(await api.database.count("yearly_category_entries", `category_id = ${category.id} and amount = 9`), 0);
  });

  it("of a copied month and new parts of its source: the copy is of a single moment", async () => {
    const user = api.newUser();
    const { id: monthId } = await makeMonth(user);
    await makeCategory(user, { monthId });
    const [added, copied] = await underWay(
      api.database,
      "transaction_categories",
      () => user.post("/api/categories", { monthId, name: "new", allocatedAmount: 1 }),
      () => user.post("/api/months", { ...MONTH, name: "copy", copyFromMonthId: monthId }),
    );
    assert.deepEqual([added.status, copied.status], [201, 201], copied.text);
    const { categories } = succeeded(await user.get(`/api/months/${copied.body.id}`));
    assert.ok([1, 2].includes(categories.length));
  });
});

describe("concurrently created parents and children", () => {
  it("never include a child without its parent", async () => {
    for (let round = 0; round < 6; round += 1) {
      const user = api.newUser();
      const { id: monthId } = await makeMonth(user);
      const { id: categoryId } = await makeCategory(user, { monthId });
      const answers = await Promise.all([
        ...parallel(4, () => user.post("/api/transactions", { categoryId, amount: 1 })),
        user.delete(round % 2 === 0 ? `/api/months/${monthId}` : `/api/categories/${categoryId}`),
        ...parallel(4, () => user.post("/api/transactions", { categoryId, amount: 1 })),
      ]);
      assert.equal(answers[4]?.status, 200);
      for (const { status, text } of answers) assert.ok([200, 201, 404].includes(status), text);
      assert.equal(await api.database.count("transaction_entries", `category_id = ${categoryId}`), 0);
    }
  });
});
