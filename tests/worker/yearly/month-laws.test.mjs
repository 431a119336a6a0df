/** What holds for copy-month and clear-month whatever a year contains: laws, on random years beside other years. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { isFresh, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { changed, clearing, copying, countOf } from "../support/month-model.mjs";
import { randomly } from "../support/random.mjs";
import { DEDUCTED_MONTHS, MONTHLY, makeRandomYear, restore } from "../support/random-year.mjs";

/** @typedef {import("../support/month-model.mjs").Rows} Rows */
/** @typedef {{ month: number, reset: boolean }} Clearing */
/** @typedef {{ source: number, target: number, reset: boolean }} Copying */

const SEEDS = [1, 2, 3, 4, 5];
const ROUNDS = 4;

const api = await forAllTests(startApi());

/** Every row, with a mark for each time that a request has just set. @returns {Promise<Rows>} */
async function rows() {
  const dump = await api.database.dump();
  for (const table of MONTHLY) {
    for (const row of dump[table] ?? []) row.updated_at = isFresh(row.updated_at) ? "now" : row.updated_at;
  }
  return dump;
}

/** The rows without their ages. @param {Rows} all */
const timeless = (all) =>
  Object.fromEntries(
    Object.entries(all).map(([table, list]) => [table, list.map((row) => ({ ...row, updated_at: 0 }))]),
  );

/** Those of the rows that a request has changed. @param {Rows} all */
const touched = (all) => MONTHLY.map((table) => (all[table] ?? []).filter((row) => row.updated_at === "now").length);

/** How often something was really copied or cleared: with none, the laws would hold for a core that does nothing. */
const seen = { copied: [0, 0, 0], cleared: [0, 0, 0] };

/** @param {number[]} total @param {number[]} counts */
const add = (total, counts) => total.map((sum, at) => sum + (counts[at] ?? 0));

for (const seed of SEEDS) {
  describe(`a random year (seed ${seed})`, () => {
    const random = randomly(seed);
    /** @type {import("../support/harness.mjs").Client} */
    let user;
    /** @type {number} */
    let id;
    /** @type {Rows} */
    let start;

    before(async () => {
      user = api.newUser();
      // A year of the same user's and one of another's, to be left alone.
      await makeRandomYear(user, api.database, random, 2024);
      await makeRandomYear(api.newUser(), api.database, random, 2025);
      id = await makeRandomYear(user, api.database, random, 2025);
      start = await rows();
    });

    /** @param {Copying} what @returns {Promise<number[]>} the counts in the answer */
    async function copy({ source, target, reset }) {
      const body = { sourceMonth: source, targetMonth: target, resetPaidStatus: reset };
      const answer = succeeded(await user.post(`/api/yearly/${id}/copy-month`, body));
      return [answer.copiedCategoryEntries, answer.copiedIncomeEntries, answer.copiedDeductions];
    }

    /** @param {Clearing} what @returns {Promise<number[]>} the counts in the answer */
    async function clear({ month, reset }) {
      const body = { month, resetPaidStatus: reset };
      const answer = succeeded(await user.post(`/api/yearly/${id}/clear-month`, body));
      return [answer.clearedCategoryEntries, answer.clearedIncomeEntries, answer.clearedDeductions];
    }

    /** Two different months, mostly of those that have deductions. @returns {Copying} */
    function anyCopying() {
      const months = random.chance(0.7) ? DEDUCTED_MONTHS : 12;
      const source = random.between(1, months);
      const target = 1 + ((source - 1 + random.between(1, months - 1)) % months);
      return { source, target, reset: random.chance(0.5) };
    }

    /** Every round on the same year. @param {(what: Copying) => Promise<void>} law */
    async function always(law) {
      for (let round = 0; round < ROUNDS; round += 1) {
        await law(anyCopying());
        await restore(api.database, start);
      }
    }

    it("copying changes the rows that the model says, no other, and counts them", () =>
      always(async ({ source, target, reset }) => {
        const changes = copying(start, id, source, target, reset);
        const counts = await copy({ source, target, reset });
        const after = await rows();
        assert.deepEqual(after, changed(start, changes, "now"));
        assert.deepEqual(counts, countOf(changes));
        assert.deepEqual(counts, touched(after));
        seen.copied = add(seen.copied, counts);
      }));

    it("clearing changes the rows that the model says, no other, and counts them", () =>
      always(async ({ target: month, reset }) => {
        const changes = clearing(start, id, month, reset);
        const counts = await clear({ month, reset });
        const after = await rows();
        assert.deepEqual(after, changed(start, changes, "now"));
        assert.deepEqual(counts, countOf(changes));
        assert.deepEqual(counts, touched(after));
        seen.cleared = add(seen.cleared, counts);
      }));

    it("doing it twice has the same result as once", () =>
      always(async (what) => {
        const first = await copy(what);
        const once = await rows();
        assert.deepEqual(await copy(what), first);
        assert.deepEqual(await rows(), once);
        const clearing = { month: what.target, reset: what.reset };
        const cleared = await clear(clearing);
        const empty = await rows();
        assert.deepEqual(await clear(clearing), cleared);
        assert.deepEqual(await rows(), empty);
      }));

    it("clearing after a copy has the same result as clearing without one", () =>
      always(async ({ source, target, reset }) => {
        await clear({ month: target, reset });
        const without = timeless(await rows());
        await restore(api.database, start);
        await copy({ source, target, reset });
        await clear({ month: target, reset });
        assert.deepEqual(timeless(await rows()), without);
      }));

    it("a copied empty month is empty", () =>
      always(async ({ source, target, reset }) => {
        await clear({ month: source, reset });
        await copy({ source, target, reset });
        const after = await rows();
        const changes = copying(start, id, source, target, reset);
        for (const { table, id: row } of changes) {
          const entry = after[table]?.find((each) => each.id === row);
          assert.equal(entry.amount ?? entry.gross_amount, 0);
        }
      }));
  });
}

it("the random years covered every kind of data", () => {
  for (const counts of [seen.copied, seen.cleared]) assert.ok(Math.min(...counts) > 10, JSON.stringify(seen));
});
