/** POST /api/yearly/category-entries/bulk: many entries in one go. */
import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { answered, isFresh, refused } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeYear, makeYearlyCategory } from "../support/make.mjs";

const PATH = "/api/yearly/category-entries/bulk";
const UNKNOWN = "One or more category entries not found";

/** @type {import("../support/harness.mjs").Client} */
let user;
/** @type {number[]} */
let ids;
const api = await forAllTests(startApi());
beforeEach(async () => {
  user = api.newUser();
  const { sections } = await makeYear(user);
  const { entries } = await makeYearlyCategory(user, { sectionId: sections[0].id });
  ids = entries.map((/** @type {any} */ { id }) => id);
  await api.database.query(
    "update budgeting.yearly_category_entries set amount = 5, is_paid = (month = 2), updated_at = 2000 where id = any($1)",
    [ids],
  );
});

/** The entries of the current user as [amount, isPaid, whether just touched], by month. */
async function entries() {
  const rows = await api.database.query(
    "select amount, is_paid, updated_at from budgeting.yearly_category_entries where id = any($1) order by month",
    [ids],
  );
  return rows.map(({ amount, is_paid, updated_at }) => [amount, is_paid, isFresh(updated_at)]);
}

describe("a bulk update", () => {
  it("changes exactly the given entries, field by field", async () => {
    const updates = [
      { id: ids[3], amount: 100 },
      { id: ids[0], isPaid: true },
      { id: ids[1], amount: 0, isPaid: false },
      { id: ids[4] },
    ];
    answered(await user.post(PATH, { updates }), 200, { success: true, updated: 4 });
    const after = await entries();
    assert.deepEqual(after.slice(0, 4), [
      [5, true, true],
      [0, false, true],
      [5, false, false],
      [100, false, true],
    ]);
    assert.deepEqual(after[4]?.slice(0, 2), [5, false]);
    assert.deepEqual(after.slice(5), Array(7).fill([5, false, false]));
  });

  it("gives later items for an entry precedence, field by field, and counts all items", async () => {
    const updates = [
      { id: ids[0], amount: 1, isPaid: true },
      { id: ids[1], amount: 7 },
      { id: ids[0], amount: 2 },
      { id: ids[0], amount: 3 },
      { id: ids[1], isPaid: true },
      { id: ids[1], isPaid: false },
    ];
    answered(await user.post(PATH, { updates }), 200, { success: true, updated: 6 });
    assert.deepEqual((await entries()).slice(0, 2), [
      [3, true, true],
      [7, false, true],
    ]);
  });

  it("changes nothing when one entry is not there or somebody else's", async () => {
    const other = api.newUser();
    const { sections } = await makeYear(other);
    const foreign = (await makeYearlyCategory(other, { sectionId: sections[0].id })).entries[0].id;
    const before = await api.database.dump();
    for (const stranger of [foreign, 2_147_483_647]) {
      for (const at of [0, 1, 2]) {
        const updates = [
          { id: ids[0], amount: 1 },
          { id: ids[1], isPaid: true },
        ];
        updates.splice(at, 0, { id: stranger, amount: 2 });
        refused(await user.post(PATH, { updates }), 404, UNKNOWN);
      }
    }
    refused(await api.newUser().post(PATH, { updates: [{ id: ids[0], amount: 1 }] }), 404, UNKNOWN);
    assert.deepEqual(await api.database.dump(), before);
  });

  it("accepts a thousand items, and rejects one more", async () => {
    const updates = Array.from({ length: 1000 }, (_, index) => ({ id: ids[index % 12], amount: index }));
    answered(await user.post(PATH, { updates }), 200, { success: true, updated: 1000 });
    const amounts = (await entries()).map(([amount]) => amount);
    assert.deepEqual(amounts, [996, 997, 998, 999, 988, 989, 990, 991, 992, 993, 994, 995]);
    refused(await user.post(PATH, { updates: [...updates, { id: ids[0] }] }), 422);
    assert.deepEqual(
      (await entries()).map(([amount]) => amount),
      amounts,
    );
  });

  it("rejects anything but a list of items with an id, and locates each error", async () => {
    for (const updates of [undefined, null, [], {}, "x", 1, [1], [null], [[]], [{}], [{ amount: 1 }]]) {
      refused(await user.post(PATH, { updates }), 422);
    }
    for (const item of [{ id: "1" }, { id: 0 }, { id: 1.5 }, { id: 2_147_483_648 }, { id: null }]) {
      refused(await user.post(PATH, { updates: [item] }), 422);
    }
    const updates = [
      { id: ids[0], amount: 1 },
      { id: ids[1], amount: 1.5, isPaid: 1 },
      { id: ids[2], amount: null },
      { id: ids[3], isPaid: null, amount: -1 },
    ];
    const { fields } = refused(await user.post(PATH, { updates }), 422);
    assert.equal(fields.length, 5, JSON.stringify(fields));
    for (const { field } of fields) assert.match(field, /^updates/);
    assert.deepEqual((await entries())[0], [5, false, false]);
  });
});
