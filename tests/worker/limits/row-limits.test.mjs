/** How much of everything there may be: each limit, lowered by `ROW_LIMITS`, and at its edge by many at once. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { created, invalid, limited, refused, succeeded, tally } from "../support/expect.mjs";
import { DEVELOPMENT, startApi } from "../support/harness.mjs";
import {
  makeCategory,
  makeFixedPayment,
  makeIncomeSource,
  makeMonth,
  makeTransaction,
  makeYear,
} from "../support/make.mjs";

/** @typedef {import("../support/client.mjs").Client} Client */

const LIMITS = {
  monthsPerUser: 9,
  fixedPaymentsPerMonth: 3,
  categoriesPerMonth: 4,
  transactionsPerMonth: 5,
  yearsPerUser: 4,
  incomeSourcesPerYear: 3,
  deductionsPerIncomeEntry: 2,
  deductionsPerYear: 3,
  categoriesPerYear: 4,
  fixedPayments: 7,
  categories: 10,
  transactions: 8,
  incomeSources: 5,
  deductions: 5,
  yearlyCategories: 6,
  descriptionBytesPerMonth: 5000,
  keysPerDay: 6,
};
const vars = {
  ...DEVELOPMENT,
  ROW_LIMITS: Object.entries(LIMITS)
    .map(([name, most]) => `${name}=${most}`)
    .join(" "),
};

/** @type {Awaited<ReturnType<typeof startApi>>} */
let api;
before(async () => {
  api = await startApi({ vars });
});
after(() => api?.close());

/** Counts on from a number. @param {number} from */
const counter = (from) => {
  let number = from;
  return () => {
    number += 1;
    return number;
  };
};
const names = counter(0);
/** A month of that user's that is like no other. @param {Client} user */
const someMonth = (user) => makeMonth(user, { name: `month ${names()}` });
/** @param {Client} user @param {any} [month] */
const someCategory = async (user, month) => makeCategory(user, { monthId: (month ?? (await someMonth(user))).id });
/** Made in turn for a user. @type {Map<Client, number>} */
const years = new Map();
/** @param {Client} user */
const someYear = (user) => {
  const year = (years.get(user) ?? 2030) + 1;
  years.set(user, year);
  return makeYear(user, { year });
};

/** What each limit is about: `prepare` gives requests of which only as many succeed as there may be. */
/** @type {Record<string, { message: string, table: string, prepare: (user: Client) => Promise<() => Promise<any>> }>} */
const CASES = {
  monthsPerUser: {
    message: "You can have at most 9 months",
    table: "transaction_months",
    prepare: async (user) => () => user.post("/api/months", { name: `m ${names()}`, year: 2025, month: 3, income: 1 }),
  },
  fixedPaymentsPerMonth: {
    message: "A month can have at most 3 fixed payments",
    table: "transaction_fixed_payments",
    prepare: async (user) => {
      const { id: monthId } = await someMonth(user);
      return () => user.post("/api/fixed-payments", { monthId, name: "x", amount: 1 });
    },
  },
  categoriesPerMonth: {
    message: "A month can have at most 4 categories",
    table: "transaction_categories",
    prepare: async (user) => {
      const { id: monthId } = await someMonth(user);
      return () => user.post("/api/categories", { monthId, name: "x", allocatedAmount: 1 });
    },
  },
  transactionsPerMonth: {
    message: "A month can have at most 5 transactions",
    table: "transaction_entries",
    prepare: async (user) => {
      const month = await someMonth(user);
      const both = [await someCategory(user, month), await someCategory(user, month)];
      const turn = counter(0);
      return () => user.post("/api/transactions", { categoryId: both[turn() % 2].id, amount: 1 });
    },
  },
  yearsPerUser: {
    message: "You can have at most 4 yearly budgets",
    table: "yearly_budgets",
    prepare: (user) => {
      const year = counter(2040);
      return Promise.resolve(() => user.post("/api/yearly", { year: year() }));
    },
  },
  incomeSourcesPerYear: {
    message: "A year can have at most 3 income sources",
    table: "yearly_income_sources",
    prepare: async (user) => {
      const { id: yearlyBudgetId } = await someYear(user);
      return () => user.post("/api/yearly/income-sources", { yearlyBudgetId, name: "x" });
    },
  },
  deductionsPerIncomeEntry: {
    message: "A month of an income source can have at most 2 deductions",
    table: "yearly_deductions",
    prepare: async (user) => {
      const { entries } = await makeIncomeSource(user, { yearlyBudgetId: (await someYear(user)).id });
      return () => user.post("/api/yearly/deductions", { incomeEntryId: entries[0].id, name: "x" });
    },
  },
  deductionsPerYear: {
    message: "A year can have at most 3 deductions",
    table: "yearly_deductions",
    prepare: async (user) => {
      const { entries } = await makeIncomeSource(user, { yearlyBudgetId: (await someYear(user)).id });
      const month = counter(0);
      return () => user.post("/api/yearly/deductions", { incomeEntryId: entries[month()].id, name: "x" });
    },
  },
  categoriesPerYear: {
    message: "A year can have at most 4 categories",
    table: "yearly_categories",
    prepare: async (user) => {
      const { sections } = await someYear(user);
      const turn = counter(0);
      return () => user.post("/api/yearly/categories", { sectionId: sections[turn() % 3].id, name: "x" });
    },
  },
  fixedPayments: {
    message: "You can have at most 7 fixed payments in all",
    table: "transaction_fixed_payments",
    prepare: (user) =>
      inTurn(3, async () => {
        const { id: monthId } = await someMonth(user);
        return () => user.post("/api/fixed-payments", { monthId, name: "x", amount: 1 });
      }),
  },
  categories: {
    message: "You can have at most 10 categories in all",
    table: "transaction_categories",
    prepare: (user) =>
      inTurn(4, async () => {
        const { id: monthId } = await someMonth(user);
        return () => user.post("/api/categories", { monthId, name: "x", allocatedAmount: 1 });
      }),
  },
  transactions: {
    message: "You can have at most 8 transactions in all",
    table: "transaction_entries",
    prepare: (user) =>
      inTurn(5, async () => {
        const { id: categoryId } = await someCategory(user);
        return () => user.post("/api/transactions", { categoryId, amount: 1 });
      }),
  },
  incomeSources: {
    message: "You can have at most 5 income sources in all",
    table: "yearly_income_sources",
    prepare: (user) =>
      inTurn(3, async () => {
        const { id: yearlyBudgetId } = await someYear(user);
        return () => user.post("/api/yearly/income-sources", { yearlyBudgetId, name: "x" });
      }),
  },
  deductions: {
    message: "You can have at most 5 deductions in all",
    table: "yearly_deductions",
    prepare: (user) =>
      inTurn(3, async () => {
        const { entries } = await makeIncomeSource(user, { yearlyBudgetId: (await someYear(user)).id });
        const month = counter(0);
        return () => user.post("/api/yearly/deductions", { incomeEntryId: entries[month()].id, name: "x" });
      }),
  },
  yearlyCategories: {
    message: "You can have at most 6 yearly categories in all",
    table: "yearly_categories",
    prepare: (user) =>
      inTurn(4, async () => {
        const { sections } = await someYear(user);
        return () => user.post("/api/yearly/categories", { sectionId: sections[0].id, name: "x" });
      }),
  },
};

/**
 * Requests for four parents, a full one's worth for each.
 * @param {number} each @param {() => Promise<() => Promise<any>>} makeParent
 */
async function inTurn(each, makeParent) {
  const parents = [await makeParent(), await makeParent(), await makeParent(), await makeParent()];
  let sent = 0;
  return () => {
    const request = /** @type {() => Promise<any>} */ (parents[Math.floor(sent / each)]);
    sent += 1;
    return request();
  };
}

/** The rows of a table that the user has. @param {Client} user @param {string} table */
const rowsOf = async (user, table) => Number((await api.database.row(COUNTS[table] ?? "", [user.id])).n);
/** @type {Record<string, string>} */
const COUNTS = Object.fromEntries(
  Object.entries({
    transaction_months: "transaction_months t",
    transaction_fixed_payments:
      "transaction_fixed_payments join budgeting.transaction_months t on t.id = transaction_fixed_payments.month_id",
    transaction_categories:
      "transaction_categories join budgeting.transaction_months t on t.id = transaction_categories.month_id",
    transaction_entries: `transaction_entries join budgeting.transaction_categories c on c.id = category_id
      join budgeting.transaction_months t on t.id = c.month_id`,
    yearly_budgets: "yearly_budgets t",
    yearly_income_sources: "yearly_income_sources join budgeting.yearly_budgets t on t.id = yearly_budget_id",
    yearly_deductions: `yearly_deductions join budgeting.yearly_income_entries e on e.id = income_entry_id
      join budgeting.yearly_income_sources s on s.id = e.income_source_id join budgeting.yearly_budgets t on t.id = s.yearly_budget_id`,
    yearly_categories: `yearly_categories join budgeting.yearly_sections s on s.id = section_id
      join budgeting.yearly_budgets t on t.id = s.yearly_budget_id`,
  }).map(([table, from]) => [
    table,
    `select count(*) as n from budgeting.${from} join budgeting.profiles p using (profile_token) where p.auth_user_id = $1`,
  ]),
);

/** Deletes one row of the user's that the case is about, as another app would. @param {Client} user @param {string} table */
const takeOneAway = (user, table) =>
  api.database.query(
    `delete from budgeting.${table} where id = (${(COUNTS[table] ?? "").replace("count(*) as n", `max(${table === "transaction_months" || table === "yearly_budgets" ? "t" : table}.id)`)})`,
    [user.id],
  );

for (const [name, { message, table, prepare }] of Object.entries(CASES)) {
  const most = LIMITS[/** @type {keyof typeof LIMITS} */ (name)];
  describe(name, () => {
    it("lets as many be made, and says which limit it is; what is deleted makes room", async () => {
      const user = api.newUser();
      const request = await prepare(user);
      const before = await rowsOf(user, table);
      for (let made = before; made < most; made += 1) created(await request());
      const data = await api.database.dump();
      limited(await request(), message);
      assert.deepEqual(await api.database.dump(), data);
      await takeOneAway(user, table);
      created(await request());
      limited(await request(), message);
      assert.equal(await rowsOf(user, table), most);
    });

    it("holds at its edge, however many come at once", async () => {
      const user = api.newUser();
      const request = await prepare(user);
      const before = await rowsOf(user, table);
      for (let made = before; made < most - 2; made += 1) created(await request());
      const answers = await Promise.all(Array.from({ length: 7 }, request));
      assert.deepEqual(tally(answers), { 201: Math.min(2, most - before), 409: 7 - Math.min(2, most - before) });
      // What others make at the same moment may count against any limit on such rows.
      const messages = Object.values(CASES).flatMap((other) => (other.table === table ? other.message : []));
      for (const answer of answers.filter(({ status }) => status === 409)) {
        assert.ok(messages.includes(limited(answer).message), answer.text);
      }
      assert.equal(await rowsOf(user, table), most);
    });
  });
}

describe("limits", () => {
  it("count nobody else's rows", async () => {
    const [one, two] = [api.newUser(), api.newUser()];
    for (const user of [one, two]) {
      const month = await someMonth(user);
      const { id: categoryId } = await someCategory(user, month);
      for (let made = 0; made < LIMITS.transactionsPerMonth; made += 1) await makeTransaction(user, { categoryId });
      for (let made = 0; made < LIMITS.fixedPaymentsPerMonth; made += 1)
        await makeFixedPayment(user, { monthId: month.id });
    }
  });

  it("count what another app has made, once the rows are counted again, and let all be read and changed", async () => {
    const user = api.newUser();
    const month = await someMonth(user);
    const category = await someCategory(user, month);
    await api.database.query(
      `insert into budgeting.transaction_entries (category_id, amount, created_at, updated_at)
       select $1, 1, 1, 1 from generate_series(1, 12)`,
      [category.id],
    );
    const other = await someCategory(user);
    limited(await user.post("/api/transactions", { categoryId: other.id, amount: 1 }), CASES.transactions?.message);
    const [{ transactions }] = succeeded(await user.get(`/api/months/${month.id}`)).categories;
    assert.equal(transactions.length, 12);
    succeeded(await user.patch(`/api/transactions/${transactions[0].id}`, { amount: 2, description: "short" }));
    for (const { id } of transactions.slice(0, 5)) succeeded(await user.delete(`/api/transactions/${id}`));
    created(await user.post("/api/transactions", { categoryId: other.id, amount: 1 }));
    limited(await user.post("/api/transactions", { categoryId: other.id, amount: 1 }), CASES.transactions?.message);
  });

  it("hold for copies", async () => {
    const user = api.newUser();
    const { id: copyFromMonthId } = await someMonth(user);
    for (let made = 0; made < 3; made += 1) await makeFixedPayment(user, { monthId: copyFromMonthId });
    for (let made = 0; made < 4; made += 1) await makeCategory(user, { monthId: copyFromMonthId });
    const copy = (/** @type {number} */ month) =>
      user.post("/api/months", { name: `copy ${month}`, year: 2025, month, income: 1, copyFromMonthId });
    created(await copy(1));
    // 3 + 3 of 7, 4 + 4 of 10.
    limited(await copy(2), CASES.fixedPayments?.message);
    await api.database.query("delete from budgeting.transaction_fixed_payments where month_id = $1", [copyFromMonthId]);
    limited(await copy(2), CASES.categories?.message);
    assert.equal(await rowsOf(user, "transaction_months"), 2);
    await api.database.query(
      `insert into budgeting.transaction_categories (month_id, name, created_at, updated_at) values ($1, 'x', 1, 1)`,
      [copyFromMonthId],
    );
    limited(await copy(2), CASES.categoriesPerMonth?.message);
  });

  it("hold for somebody's very first requests at once", async () => {
    const user = api.newUser();
    const answers = await Promise.all(
      Array.from({ length: 14 }, (_, at) =>
        user.post("/api/months", { name: `first ${at}`, year: 2025, month: 3, income: 1 }),
      ),
    );
    assert.deepEqual(tally(answers), { 201: 9, 409: 5 });
  });

  it("come before a parent that is none only where they are reached", async () => {
    const user = api.newUser();
    const { sections } = await someYear(user);
    invalid(await user.post("/api/yearly/categories", { sectionId: sections[0].id, name: "x", parentId: 999_999 }), [
      "parentId",
    ]);
  });

  it("are stored with a key like any other answer", async () => {
    const user = api.newUser();
    const { id: monthId } = await someMonth(user);
    for (let made = 0; made < 3; made += 1) await makeFixedPayment(user, { monthId });
    const send = () =>
      user.request("POST", "/api/fixed-payments", {
        headers: { "content-type": "application/json", "idempotency-key": "k" },
        body: JSON.stringify({ monthId, name: "x", amount: 1 }),
      });
    const first = limited(await send(), CASES.fixedPaymentsPerMonth?.message);
    assert.equal(limited(await send(), first.message).message, first.message);
  });
});

describe("keys", () => {
  it("are so many a day; one that was used is answered still, and what has expired does not count", async () => {
    const [user, other] = [api.newUser(), api.newUser()];
    const { entries } = await makeIncomeSource(user, { yearlyBudgetId: (await someYear(user)).id });
    assert.equal(entries.length, 12);
    const path = `/api/yearly/${(await someYear(user)).id}/clear-month`;
    /** @param {Client} who @param {string} key @param {string} [to] */
    const send = (who, key, to = path) =>
      who.request("POST", to, {
        headers: { "content-type": "application/json", "idempotency-key": key },
        body: JSON.stringify({ month: 1 }),
      });
    for (let at = 0; at < LIMITS.keysPerDay; at += 1) succeeded(await send(user, `k${at}`));
    const message = "At most 6 requests a day can have an Idempotency-Key";
    const data = await api.database.dump();
    limited(await send(user, "too-many"), message);
    assert.deepEqual(await api.database.dump(), data);
    assert.equal(await api.database.count("idempotency_keys", `auth_user_id = '${user.id}'`), LIMITS.keysPerDay);
    succeeded(await send(user, "k0"));
    succeeded(await send(other, "k0", `/api/yearly/${(await someYear(other)).id}/clear-month`));
    await api.database.query(
      "update budgeting.idempotency_keys set created_at = created_at - 86400 where auth_user_id = $1 and key = 'k3'",
      [user.id],
    );
    succeeded(await send(user, "one-more"));
    limited(await send(user, "and-another"), message);
    succeeded(await user.post(path, { month: 1 }));
  });
});

describe("long descriptions", () => {
  const long = (/** @type {number} */ characters) => "x".repeat(characters);
  const message = "The long descriptions of a month can have at most 5000 bytes together";

  it("have so many bytes in a month, short ones do not count", async () => {
    const user = api.newUser();
    const month = await someMonth(user);
    const [one, two] = [await someCategory(user, month), await someCategory(user, month)];
    await makeTransaction(user, { categoryId: one.id, description: long(200) });
    await makeTransaction(user, { categoryId: one.id, description: "\u{1F4B0}".repeat(750) });
    const last = await makeTransaction(user, { categoryId: two.id, description: long(1990) });
    limited(await user.post("/api/transactions", { categoryId: two.id, amount: 1, description: long(201) }), message);
    created(await user.post("/api/transactions", { categoryId: two.id, amount: 1, description: long(200) }));

    const patch = (/** @type {any} */ body) => user.patch(`/api/transactions/${last.id}`, body);
    succeeded(await patch({ description: long(2000) }));
    succeeded(await patch({ description: long(2000), amount: 3 }));
    succeeded(await patch({ amount: 4 }));
    succeeded(await patch({ description: long(1000) }));
    succeeded(await patch({ description: long(1999) }));
    const other = await makeCategory(user, { monthId: (await someMonth(user)).id });
    created(await user.post("/api/transactions", { categoryId: other.id, amount: 1, description: long(2000) }));
  });

  it("are refused in a change as well, and may get shorter where there is too much already", async () => {
    const user = api.newUser();
    const { id: categoryId } = await someCategory(user);
    const made = [];
    for (let at = 0; at < 3; at += 1) made.push(await makeTransaction(user, { categoryId }));
    await api.database.query(
      "update budgeting.transaction_entries set description = repeat('x', 2500) where id = any($1)",
      [made.slice(0, 2).map(({ id }) => id)],
    );
    const [first, , third] = made;
    limited(await user.patch(`/api/transactions/${third.id}`, { description: long(201) }), message);
    assert.equal(await api.database.count("transaction_entries", `id = ${third.id} and description is null`), 1);
    succeeded(await user.patch(`/api/transactions/${third.id}`, { description: long(200) }));
    succeeded(await user.patch(`/api/transactions/${first.id}`, { description: long(2000) }));
    refused(await user.patch("/api/transactions/999999", { description: long(2000) }), 404);
  });
});

describe("ROW_LIMITS that cannot be read", () => {
  it("is a 503 for what needs it, and the log says what is wrong", async () => {
    const broken = await startApi({ vars: { ...DEVELOPMENT, ROW_LIMITS: "transactions=many" } });
    try {
      succeeded(await broken.demo.get("/api/months"));
      refused(await broken.demo.post("/api/months", { name: "x", year: 2025, month: 1, income: 1 }), 503);
      const line = broken.logs().find(({ json }) => json?.event === "configuration");
      assert.equal(line?.json.message, "ROW_LIMITS: transactions must be a whole number from 1 to 1000000000");
    } finally {
      await broken.close();
    }
  });
});

describe("somebody who has made nothing yet", () => {
  it("is not counted by requests that make nothing", async () => {
    const user = api.newUser();
    refused(await user.post("/api/categories", { monthId: 999_999, name: "x", allocatedAmount: 1 }), 404);
    assert.equal(await api.database.count("profiles", `auth_user_id = '${user.id}'`), 0);
  });
});
