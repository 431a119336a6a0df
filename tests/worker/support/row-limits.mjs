/** Limits on rows that are soon reached, and for each what reaches it. */
import { DEVELOPMENT } from "./harness.mjs";
import { makeCategory, makeIncomeSource, makeMonth, makeYear } from "./make.mjs";

/** @typedef {import("./client.mjs").Client} Client */
/** @typedef {import("./database.mjs").Database} Database */

export const LIMITS = {
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
/** The variables of a Worker with these limits. */
export const LIMITED = {
  ...DEVELOPMENT,
  ROW_LIMITS: Object.entries(LIMITS)
    .map(([name, most]) => `${name}=${most}`)
    .join(" "),
};

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
export const someMonth = (user) => makeMonth(user, { name: `month ${names()}` });
/** @param {Client} user @param {any} [month] */
export const someCategory = async (user, month) =>
  makeCategory(user, { monthId: (month ?? (await someMonth(user))).id });
/** Made in turn for a user. @type {Map<Client, number>} */
const years = new Map();
/** @param {Client} user */
export const someYear = (user) => {
  const year = (years.get(user) ?? 2030) + 1;
  years.set(user, year);
  return makeYear(user, { year });
};

/** What each limit is about: `prepare` gives requests of which only as many succeed as there may be. */
/** @type {Record<string, { message: string, table: string, prepare: (user: Client) => Promise<() => Promise<any>> }>} */
export const CASES = {
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

/** The rows of a table that the user has. @param {Database} database @param {Client} user @param {string} table */
export const rowsOf = async (database, user, table) => Number((await database.row(COUNTS[table] ?? "", [user.id])).n);

/** Deletes one row of the user's that the case is about, as another app would. @param {Database} database @param {Client} user @param {string} table */
export const takeOneAway = (database, user, table) =>
  database.query(
    `delete from budgeting.${table} where id = (${(COUNTS[table] ?? "").replace("count(*) as n", `max(${table === "transaction_months" || table === "yearly_budgets" ? "t" : table}.id)`)})`,
    [user.id],
  );
