/**
 * Every statement that the core can emit, run as somebody else, around each of the victim's objects: nothing of theirs
 * is returned, and nothing changes. No request could ask for half of this; the statements alone have to hold.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { openDatabase } from "../support/database.mjs";
import { takeSnapshot } from "../support/ownership.mjs";
import { NEIGHBOUR, rightValues, run, STRANGER, trespass, VICTIM } from "../support/scope.mjs";
import { STATEMENTS, title } from "../support/statements.mjs";

/** @type {Awaited<ReturnType<typeof openDatabase>>} */
let database;
/** @type {Awaited<ReturnType<typeof database.session>>} */
let session;
before(async () => {
  database = await openDatabase();
  await database.query(readFileSync(new URL("../support/two-users.sql", import.meta.url), "utf8"));
  session = await database.session();
  await session.query("set plan_cache_mode = force_generic_plan");
});
after(async () => {
  await session?.end();
  await database?.close();
});

describe("a statement run as another user", () => {
  let total = 0;
  after(() => console.log(`${STATEMENTS.length} statements, ${total} requests by others than the owner`));

  for (const statement of STATEMENTS) {
    it(`shows and changes nothing: ${title(statement)}`, async () => {
      for (const user of [NEIGHBOUR, STRANGER]) {
        const { requests, ...found } = await trespass(session, statement, user);
        total += requests;
        assert.deepEqual(found, { returned: [], changed: [], locked: [] });
      }
    });
  }
});

describe("the same statement run by the owner", () => {
  for (const statement of STATEMENTS) {
    it(`has its effect: ${title(statement)}`, async () => {
      await session.query("begin");
      try {
        const values = rightValues(await takeSnapshot(session), statement, VICTIM, VICTIM);
        const rows = await run(session, statement.sql, values);
        assert.equal(rows.length, 1, "or the refusals above prove nothing");
        assert.notEqual(rows[0]?.body, null);
        assert.equal(rows[0]?.problem ?? null, null);
      } finally {
        await session.query("rollback");
      }
    });
  }
});

/**
 * What stands before conditions on keys that give nothing away: how many there are
 * (tests/worker/limits/keys-and-descriptions.test.mjs has two users for that), the same key where it has expired, which
 * anybody may delete, and the keys of a root, which has one owner.
 */
const HARMLESS = [
  "(select from budgeting.idempotency_keys where ",
  "expired as (delete from budgeting.idempotency_keys where ",
  "select ctid from budgeting.idempotency_keys where ",
];

describe("a statement without one of its ownership conditions", () => {
  for (const statement of STATEMENTS) {
    const { sql } = statement;
    const conditions = [...sql.matchAll(/(?:profiles\.)?auth_user_id = (\$\d+)(?:::text)?/g)].filter(
      ({ index }) => !HARMLESS.some((before) => sql.slice(0, index).endsWith(before)),
    );
    it(`is caught: ${title(statement)}`, async () => {
      assert.ok(conditions.length > 0);
      for (const { 0: condition, 1: user, index } of conditions) {
        const robbed = `${sql.slice(0, index)}${user}::text is not null${sql.slice(index + condition.length)}`;
        const { returned, changed, locked } = await trespass(session, { ...statement, sql: robbed }, NEIGHBOUR);
        assert.ok(returned.length + changed.length + locked.length > 0, `nothing was noticed of ${robbed}`);
      }
    });
  }
});
