/** Yearly budgets with random contents: some months lack entries, some deductions share a name. */
import { makeDeduction, makeIncomeSource, makeYear, makeYearlyCategory } from "./make.mjs";

/** @typedef {import("./database.mjs").Database} Database */
/** @typedef {import("./client.mjs").Client} Client */
/** @typedef {ReturnType<typeof import("./random.mjs").randomly>} Random */

export const MOST = 2_147_483_647;
const NAMES = ["Tax", "tax", "Fund", "Fund "];
/** Only the first months of a year get deductions, so that two of them often have the same. */
export const DEDUCTED_MONTHS = 3;

/** The tables whose rows belong to a month. */
export const MONTHLY = ["yearly_category_entries", "yearly_income_entries", "yearly_deductions"];

/** Makes one; gives its id. @param {Client} user @param {Database} database @param {Random} random @param {number} year */
export async function makeRandomYear(user, database, random, year) {
  const { id, sections } = await makeYear(user, { year });
  for (let left = random.between(1, 3); left > 0; left -= 1) {
    const { entries } = await makeIncomeSource(user, { yearlyBudgetId: id });
    for (let deductions = random.between(0, 15); deductions > 0; deductions -= 1) {
      const incomeEntryId = entries[random.between(0, DEDUCTED_MONTHS - 1)].id;
      await makeDeduction(user, { incomeEntryId, name: random.one(NAMES), orderIndex: random.between(0, 2) });
    }
  }
  for (let left = random.between(0, 4); left > 0; left -= 1) {
    const section = random.one(sections);
    const category = await makeYearlyCategory(user, { sectionId: section.id });
    for (let children = random.between(0, 2); children > 0; children -= 1) {
      await makeYearlyCategory(user, { sectionId: section.id, parentId: category.id });
    }
  }
  await fill(database, random);
  return id;
}

/** Gives every row of a month in the database an amount and an old age, and takes some entries away. @param {Database} database @param {Random} random */
async function fill(database, random) {
  const rows = await database.dump();
  for (const table of MONTHLY) {
    const changed = (rows[table] ?? []).map((row) => ({
      ...row,
      ...amounts(row, random),
      updated_at: 2000,
    }));
    await restore(database, { [table]: changed });
    const removed = changed.filter(() => random.chance(0.05)).map(({ id }) => id);
    await database.query(`delete from budgeting.${table} where id = any($1)`, [removed]);
  }
}

/** @param {any} row @param {Random} random */
function amounts(row, random) {
  const amount = () => (random.chance(0.1) ? random.one([0, MOST]) : random.between(0, 1_000_000));
  if ("gross_amount" in row) return { gross_amount: amount() };
  return "is_paid" in row ? { amount: amount(), is_paid: random.chance(0.5) } : { amount: amount() };
}

/** Sets the rows of the months back to what they were. @param {Database} database @param {Record<string, any[]>} rows */
export async function restore(database, rows) {
  for (const table of MONTHLY.filter((name) => rows[name])) {
    const columns = { yearly_income_entries: "gross_amount", yearly_category_entries: "amount, is_paid" }[table];
    const set = `${columns ?? "amount"}, updated_at`.split(", ").map((column) => `${column} = old.${column}`);
    await database.query(
      `update budgeting.${table} as row set ${set}
       from json_populate_recordset(null::budgeting.${table}, $1) as old where old.id = row.id`,
      [JSON.stringify(rows[table])],
    );
  }
}
