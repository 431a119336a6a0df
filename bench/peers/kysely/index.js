// Hono + Kysely + pg: a client per request, trees by jsonArrayFrom, as Kysely's recipe "relations" has it.
import { Kysely, PostgresDialect, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { Pool, types } from "pg";
import { createApp, now } from "../common/app.js";

// Ids are `bigint`, which pg gives as texts.
types.setTypeParser(types.builtins.INT8, Number);

const stamps = ["created_at as createdAt", "updated_at as updatedAt"];
const named = ["name", "order_index as orderIndex"];
const entryColumns = ["id", "category_id as categoryId", "month", "amount", "is_paid as isPaid", ...stamps];
const categoryColumns = ["id", "section_id as sectionId", "parent_id as parentId", ...named, ...stamps];
const transactionColumns = [
  "id",
  "category_id as categoryId",
  "amount",
  "description",
  "transaction_date as transactionDate",
  ...stamps,
];

/** @param {{ HYPERDRIVE: { connectionString: string } }} env @returns {import("../common/app.js").Store} */
function open(env) {
  const pool = new Pool({ connectionString: env.HYPERDRIVE.connectionString, max: 1 });
  /** @type {Kysely<any>} */
  const db = new Kysely({ dialect: new PostgresDialect({ pool }) }).withSchema("budgeting");
  /** @param {string} user */
  const tokenOf = (user) => db.selectFrom("profiles").select("profile_token").where("auth_user_id", "=", user);
  /** @param {any} query */
  const ordered = (query) => query.orderBy("order_index").orderBy("id");
  /** @param {any} eb @param {string} category */
  const entriesOf = (eb, category) =>
    jsonArrayFrom(
      eb
        .selectFrom("yearly_category_entries")
        .select(entryColumns)
        .whereRef("yearly_category_entries.category_id", "=", `${category}.id`)
        .orderBy("month"),
    ).as("entries");
  /** @param {string} user */
  const ownEntries = (user) =>
    db
      .selectFrom("yearly_category_entries as e")
      .innerJoin("yearly_categories as c", "c.id", "e.category_id")
      .innerJoin("yearly_sections as s", "s.id", "c.section_id")
      .innerJoin("yearly_budgets as y", "y.id", "s.yearly_budget_id")
      .innerJoin("profiles as p", "p.profile_token", "y.profile_token")
      .select("e.id")
      .where("p.auth_user_id", "=", user);

  return {
    months: (user) =>
      db
        .selectFrom("transaction_months as m")
        .innerJoin("profiles as p", "p.profile_token", "m.profile_token")
        .select(["m.id", "m.month_name as name", "m.year", "m.month", "m.income", "m.created_at as createdAt"])
        .where("p.auth_user_id", "=", user)
        .orderBy("m.year", "desc")
        .orderBy("m.month", "desc")
        .orderBy("m.id", "desc")
        .execute(),

    month: (user, id) =>
      db
        .selectFrom("transaction_months as m")
        .select(["m.id", "m.month_name as name", "m.year", "m.month", "m.income", ...stamps])
        .select((eb) => [
          jsonArrayFrom(
            ordered(
              eb
                .selectFrom("transaction_fixed_payments as f")
                .select(["id", "month_id as monthId", "amount", ...named, ...stamps])
                .whereRef("f.month_id", "=", "m.id"),
            ),
          ).as("fixedPayments"),
          jsonArrayFrom(
            ordered(
              eb
                .selectFrom("transaction_categories as c")
                .select(["id", "month_id as monthId", "allocated_amount as allocatedAmount", ...named, ...stamps])
                .select((inner) => [
                  jsonArrayFrom(
                    inner
                      .selectFrom("transaction_entries as t")
                      .select(transactionColumns)
                      .whereRef("t.category_id", "=", "c.id")
                      .orderBy("transaction_date", (order) => order.desc().nullsFirst())
                      .orderBy("id"),
                  ).as("transactions"),
                ])
                .whereRef("c.month_id", "=", "m.id"),
            ),
          ).as("categories"),
        ])
        .where("m.id", "=", id)
        .where("m.profile_token", "in", tokenOf(user))
        .executeTakeFirst(),

    year: (user, id) =>
      db
        .selectFrom("yearly_budgets as y")
        .select(["y.id", "y.year", "y.spend_target as spendTarget", "y.show_warnings as showWarnings", ...stamps])
        .select((eb) => [
          jsonArrayFrom(
            ordered(
              eb
                .selectFrom("yearly_income_sources as i")
                .select(["id", "yearly_budget_id as yearlyBudgetId", ...named, ...stamps])
                .select((source) => [
                  jsonArrayFrom(
                    source
                      .selectFrom("yearly_income_entries as e")
                      .select([
                        "id",
                        "income_source_id as incomeSourceId",
                        "month",
                        "gross_amount as grossAmount",
                        ...stamps,
                      ])
                      .select((entry) => [
                        jsonArrayFrom(
                          ordered(
                            entry
                              .selectFrom("yearly_deductions as d")
                              .select(["id", "income_entry_id as incomeEntryId", "amount", ...named, ...stamps])
                              .whereRef("d.income_entry_id", "=", "e.id"),
                          ),
                        ).as("deductions"),
                      ])
                      .whereRef("e.income_source_id", "=", "i.id")
                      .orderBy("month"),
                  ).as("entries"),
                ])
                .whereRef("i.yearly_budget_id", "=", "y.id"),
            ),
          ).as("incomeSources"),
          jsonArrayFrom(
            ordered(
              eb
                .selectFrom("yearly_sections as s")
                .select([
                  "id",
                  "yearly_budget_id as yearlyBudgetId",
                  "type",
                  "target_percent as targetPercent",
                  ...named,
                  ...stamps,
                ])
                .select((section) => [
                  jsonArrayFrom(
                    ordered(
                      section
                        .selectFrom("yearly_categories as c")
                        .select(categoryColumns)
                        .select((category) => [
                          entriesOf(category, "c"),
                          jsonArrayFrom(
                            ordered(
                              category
                                .selectFrom("yearly_categories as k")
                                .select(categoryColumns)
                                .select((child) => [entriesOf(child, "k")])
                                .whereRef("k.parent_id", "=", "c.id"),
                            ),
                          ).as("children"),
                        ])
                        .whereRef("c.section_id", "=", "s.id")
                        .where("c.parent_id", "is", null),
                    ),
                  ).as("categories"),
                ])
                .whereRef("s.yearly_budget_id", "=", "y.id"),
            ),
          ).as("sections"),
        ])
        .where("y.id", "=", id)
        .where("y.profile_token", "in", tokenOf(user))
        .executeTakeFirst(),

    async createTransaction(user, { categoryId, amount, description, transactionDate }) {
      const category = await db
        .selectFrom("transaction_categories as c")
        .innerJoin("transaction_months as m", "m.id", "c.month_id")
        .select("c.id")
        .where("c.id", "=", categoryId)
        .where("m.profile_token", "in", tokenOf(user))
        .executeTakeFirst();
      if (!category) return undefined;
      return db
        .insertInto("transaction_entries")
        .values({
          category_id: categoryId,
          amount,
          description,
          transaction_date: transactionDate,
          created_at: now(),
          updated_at: now(),
        })
        .returning(transactionColumns)
        .executeTakeFirst();
    },

    updateEntry: (user, id, { amount, isPaid }) =>
      db
        .updateTable("yearly_category_entries")
        .set({
          ...(amount === undefined ? {} : { amount }),
          ...(isPaid === undefined ? {} : { is_paid: isPaid }),
          updated_at: now(),
        })
        .where("id", "in", ownEntries(user).where("e.id", "=", id))
        .returning(entryColumns)
        .executeTakeFirst(),

    copyMonth: (user, id, { sourceMonth, targetMonth, resetPaidStatus }) =>
      db.transaction().execute(async (tx) => {
        const budget = await tx
          .selectFrom("yearly_budgets")
          .select("id")
          .where("id", "=", id)
          .where("profile_token", "in", tokenOf(user))
          .forUpdate()
          .executeTakeFirst();
        if (!budget) return undefined;
        const entries = await tx
          .updateTable("yearly_category_entries as t")
          .from("yearly_category_entries as f")
          .innerJoin("yearly_categories as c", "c.id", "f.category_id")
          .innerJoin("yearly_sections as s", "s.id", "c.section_id")
          .set((eb) => ({
            amount: eb.ref("f.amount"),
            updated_at: now(),
            ...(resetPaidStatus ? { is_paid: false } : {}),
          }))
          .where("s.yearly_budget_id", "=", id)
          .where("f.month", "=", sourceMonth)
          .whereRef("t.category_id", "=", "f.category_id")
          .where("t.month", "=", targetMonth)
          .executeTakeFirst();
        const income = await tx
          .updateTable("yearly_income_entries as t")
          .from("yearly_income_entries as f")
          .innerJoin("yearly_income_sources as s", "s.id", "f.income_source_id")
          .set((eb) => ({ gross_amount: eb.ref("f.gross_amount"), updated_at: now() }))
          .where("s.yearly_budget_id", "=", id)
          .where("f.month", "=", sourceMonth)
          .whereRef("t.income_source_id", "=", "f.income_source_id")
          .where("t.month", "=", targetMonth)
          .executeTakeFirst();
        const deductions = await tx
          .updateTable("yearly_deductions as t")
          .from("yearly_deductions as f")
          .innerJoin("yearly_income_entries as fe", "fe.id", "f.income_entry_id")
          .innerJoin("yearly_income_sources as s", "s.id", "fe.income_source_id")
          .innerJoin("yearly_income_entries as te", "te.income_source_id", "s.id")
          .set((eb) => ({ amount: eb.ref("f.amount"), updated_at: now() }))
          .where("s.yearly_budget_id", "=", id)
          .where("fe.month", "=", sourceMonth)
          .where("te.month", "=", targetMonth)
          .whereRef("t.income_entry_id", "=", "te.id")
          .whereRef("t.name", "=", "f.name")
          .executeTakeFirst();
        return {
          copiedCategoryEntries: Number(entries.numUpdatedRows),
          copiedIncomeEntries: Number(income.numUpdatedRows),
          copiedDeductions: Number(deductions.numUpdatedRows),
        };
      }),

    updateEntries: (user, updates) =>
      db.transaction().execute(async (tx) => {
        const ids = [...new Set(updates.map(({ id }) => id))];
        const owned = await tx.executeQuery(ownEntries(user).where("e.id", "in", ids)).then(({ rows }) => rows);
        if (owned.length !== ids.length) return false;
        const values = sql`(select * from json_to_recordset(${JSON.stringify(updates)}::json)
          as u(id int, amount int, "isPaid" boolean))`.as("u");
        await tx
          .updateTable("yearly_category_entries as e")
          .from(values)
          .set({
            amount: sql`coalesce(u.amount, e.amount)`,
            is_paid: sql`coalesce(u."isPaid", e.is_paid)`,
            updated_at: now(),
          })
          .whereRef("u.id", "=", "e.id")
          .execute();
        return true;
      }),
  };
}

export default createApp(open);
