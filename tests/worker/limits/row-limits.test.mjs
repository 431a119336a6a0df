/** How much of everything there may be: each limit, lowered by `ROW_LIMITS`, and at its edge by many at once. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { created, limited, tally } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { CASES, LIMITED, LIMITS, rowsOf, takeOneAway } from "../support/row-limits.mjs";

const api = await forAllTests(startApi({ vars: LIMITED }));

for (const [name, { message, table, prepare }] of Object.entries(CASES)) {
  const most = LIMITS[/** @type {keyof typeof LIMITS} */ (name)];
  describe(name, () => {
    it("lets as many be made, and says which limit it is; what is deleted makes room", async () => {
      const user = api.newUser();
      const request = await prepare(user);
      const before = await rowsOf(api.database, user, table);
      for (let made = before; made < most; made += 1) created(await request());
      const data = await api.database.dump();
      limited(await request(), message);
      assert.deepEqual(await api.database.dump(), data);
      await takeOneAway(api.database, user, table);
      created(await request());
      limited(await request(), message);
      assert.equal(await rowsOf(api.database, user, table), most);
    });

    it("holds at its edge, however many come at once", async () => {
      const user = api.newUser();
      const request = await prepare(user);
      const before = await rowsOf(api.database, user, table);
      for (let made = before; made < most - 2; made += 1) created(await request());
      const answers = await Promise.all(Array.from({ length: 7 }, request));
      assert.deepEqual(tally(answers), { 201: Math.min(2, most - before), 409: 7 - Math.min(2, most - before) });
      // What others make at the same moment may count against any limit on such rows.
      const messages = Object.values(CASES).flatMap((other) => (other.table === table ? other.message : []));
      for (const answer of answers.filter(({ status }) => status === 409)) {
        assert.ok(messages.includes(limited(answer).message), answer.text);
      }
      assert.equal(await rowsOf(api.database, user, table), most);
    });
  });
}
