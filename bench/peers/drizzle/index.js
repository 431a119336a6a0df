// Hono + Drizzle + pg: a client per request, relational queries for the trees, as the documentation of Drizzle and of
// Hyperdrive has it. Statements whose text is always the same are prepared by name, so that a pooler keeps them; that of
// the bulk update differs with the number of entries. It follows Drizzle's guide "update many with different values".
import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { alias } from "drizzle-orm/pg-core";
import { Client, types } from "pg";
import { createApp, now } from "../common/app.js";
import * as schema from "./schema.js";

// Ids are `bigint`, which pg gives as texts.
types.setTypeParser(types.builtins.INT8, Number);

const {
  profiles,
  months,
  categories,
  transactions,
  budgets,
  sections,
  yearlyCategories,
  categoryEntries,
  incomeSources,
  incomeEntries,
  deductions,
} = schema;

/** @param {{ HYPERDRIVE: { connectionString: string } }} env @returns {Promise<import("../common/app.js").Store>} */
async function open(env) {
  const client = new Client({ connectionString: env.HYPERDRIVE.connectionString });
  await client.connect();
  const db = drizzle(client, { schema });
  const tokenOf = (/** @type {string} */ user) =>
    db.select({ token: profiles.profileToken }).from(profiles).where(eq(profiles.authUserId, user));
  const ordered = { orderBy: (/** @type {any} */ t) => [asc(t.orderIndex), asc(t.id)] };
  const byMonth = { orderBy: (/** @type {any} */ t) => [asc(t.month)] };

  const ownEntries = (/** @type {string} */ user, /** @type {any} */ condition, on = db) =>
    on
      .select({ id: categoryEntries.id })
      .from(categoryEntries)
      .innerJoin(yearlyCategories, eq(yearlyCategories.id, categoryEntries.categoryId))
      .innerJoin(sections, eq(sections.id, yearlyCategories.sectionId))
      .innerJoin(budgets, eq(budgets.id, sections.yearlyBudgetId))
      .innerJoin(profiles, eq(profiles.profileToken, budgets.profileToken))
      .where(and(eq(profiles.authUserId, user), condition));

  return {
    months: (user) =>
      db
        .select({
          id: months.id,
          name: months.name,
          year: months.year,
          month: months.month,
          income: months.income,
          createdAt: months.createdAt,
        })
        .from(months)
        .innerJoin(profiles, eq(profiles.profileToken, months.profileToken))
        .where(eq(profiles.authUserId, user))
        .orderBy(desc(months.year), desc(months.month), desc(months.id))
        .prepare("drizzle-months")
        .execute(),

    month: (user, id) =>
      db.query.months
        .findFirst({
          columns: { profileToken: false },
          where: and(eq(months.id, id), inArray(months.profileToken, tokenOf(user))),
          with: {
            fixedPayments: ordered,
            categories: {
              ...ordered,
              with: {
                transactions: { orderBy: (t) => [sql`${t.transactionDate} desc nulls first`, asc(t.id)] },
              },
            },
          },
        })
        .prepare("drizzle-month")
        .execute(),

    year: (user, id) =>
      db.query.budgets
        .findFirst({
          columns: { profileToken: false },
          where: and(eq(budgets.id, id), inArray(budgets.profileToken, tokenOf(user))),
          with: {
            incomeSources: { ...ordered, with: { entries: { ...byMonth, with: { deductions: ordered } } } },
            sections: {
              ...ordered,
              with: {
                categories: {
                  ...ordered,
                  where: isNull(yearlyCategories.parentId),
                  with: { entries: byMonth, children: { ...ordered, with: { entries: byMonth } } },
                },
              },
            },
          },
        })
        .prepare("drizzle-year")
        .execute(),

    async createTransaction(user, values) {
      const [category] = await db
        .select({ id: categories.id })
        .from(categories)
        .innerJoin(months, eq(months.id, categories.monthId))
        .innerJoin(profiles, eq(profiles.profileToken, months.profileToken))
        .where(and(eq(categories.id, values.categoryId), eq(profiles.authUserId, user)))
        .prepare("drizzle-category")
        .execute();
      if (!category) return undefined;
      const [created] = await db
        .insert(transactions)
        .values({ ...values, createdAt: now(), updatedAt: now() })
        .returning()
        .prepare("drizzle-create")
        .execute();
      return created;
    },

    async updateEntry(user, id, changes) {
      const [updated] = await db
        .update(categoryEntries)
        .set({ ...changes, updatedAt: now() })
        .where(inArray(categoryEntries.id, ownEntries(user, eq(categoryEntries.id, id))))
        .returning()
        .prepare(`drizzle-entry-${Object.keys(changes).join("-")}`)
        .execute();
      return updated;
    },

    copyMonth: (user, id, { sourceMonth, targetMonth, resetPaidStatus }) =>
      db.transaction(async (tx) => {
        const [budget] = await tx
          .select({ id: budgets.id })
          .from(budgets)
          .where(and(eq(budgets.id, id), inArray(budgets.profileToken, tokenOf(user))))
          .for("update")
          .prepare("drizzle-lock")
          .execute();
        if (!budget) return undefined;
        const from = alias(categoryEntries, "source");
        const copied = await tx
          .update(categoryEntries)
          .set({ amount: sql`${from.amount}`, updatedAt: now(), ...(resetPaidStatus ? { isPaid: false } : {}) })
          .from(from)
          .innerJoin(yearlyCategories, eq(yearlyCategories.id, from.categoryId))
          .innerJoin(sections, eq(sections.id, yearlyCategories.sectionId))
          .where(
            and(
              eq(sections.yearlyBudgetId, id),
              eq(from.month, sourceMonth),
              eq(categoryEntries.categoryId, from.categoryId),
              eq(categoryEntries.month, targetMonth),
            ),
          )
          .prepare(`drizzle-copy-${resetPaidStatus}`)
          .execute();
        const income = alias(incomeEntries, "income");
        const copiedIncome = await tx
          .update(incomeEntries)
          .set({ grossAmount: sql`${income.grossAmount}`, updatedAt: now() })
          .from(income)
          .innerJoin(incomeSources, eq(incomeSources.id, income.incomeSourceId))
          .where(
            and(
              eq(incomeSources.yearlyBudgetId, id),
              eq(income.month, sourceMonth),
              eq(incomeEntries.incomeSourceId, income.incomeSourceId),
              eq(incomeEntries.month, targetMonth),
            ),
          )
          .prepare("drizzle-copy-income")
          .execute();
        const deduction = alias(deductions, "deduction");
        const target = alias(incomeEntries, "target");
        const copiedDeductions = await tx
          .update(deductions)
          .set({ amount: sql`${deduction.amount}`, updatedAt: now() })
          .from(deduction)
          .innerJoin(income, eq(income.id, deduction.incomeEntryId))
          .innerJoin(incomeSources, eq(incomeSources.id, income.incomeSourceId))
          .innerJoin(target, and(eq(target.incomeSourceId, incomeSources.id), eq(target.month, targetMonth)))
          .where(
            and(
              eq(incomeSources.yearlyBudgetId, id),
              eq(income.month, sourceMonth),
              eq(deductions.incomeEntryId, target.id),
              eq(deductions.name, deduction.name),
            ),
          )
          .prepare("drizzle-copy-deductions")
          .execute();
        return {
          copiedCategoryEntries: copied.rowCount,
          copiedIncomeEntries: copiedIncome.rowCount,
          copiedDeductions: copiedDeductions.rowCount,
        };
      }),

    updateEntries: (user, updates) =>
      db.transaction(async (tx) => {
        const ids = updates.map(({ id }) => id);
        const owned = await ownEntries(user, inArray(categoryEntries.id, ids), tx);
        if (owned.length !== new Set(ids).size) return false;
        /** @param {string} field @param {any} column @param {string} type */
        const cases = (field, column, type) =>
          sql.join(
            [
              sql`case`,
              ...updates
                .filter((update) => update[field] !== undefined)
                .map(
                  (update) => sql`when ${categoryEntries.id} = ${update.id} then ${update[field]}::${sql.raw(type)}`,
                ),
              sql`else ${column} end`,
            ],
            sql.raw(" "),
          );
        await tx
          .update(categoryEntries)
          .set({
            amount: cases("amount", categoryEntries.amount, "integer"),
            isPaid: cases("isPaid", categoryEntries.isPaid, "boolean"),
            updatedAt: now(),
          })
          .where(inArray(categoryEntries.id, ids));
        return true;
      }),
  };
}

export default createApp(open);
