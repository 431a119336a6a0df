/** Yearly categories keep to two levels, whoever moves what under what at the same time. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { tally } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeYear, makeYearlyCategory } from "../support/make.mjs";
import { during, underWay } from "../support/races.mjs";
import { randomly } from "../support/random.mjs";

/** @typedef {import("../support/client.mjs").Answer} Answer */
const api = await forAllTests(startApi());

/** A section of a new user with so many top-level categories. @param {number} count */
async function section(count) {
  const user = api.newUser();
  const { sections } = await makeYear(user);
  const sectionId = sections[0].id;
  /** @type {number[]} */
  const ids = [];
  for (let index = 0; index < count; index += 1) ids.push((await makeYearlyCategory(user, { sectionId })).id);
  const under = (/** @type {number | undefined} */ id, /** @type {number | null | undefined} */ parentId) =>
    user.patch(`/api/yearly/categories/${id}`, { parentId });
  const childOf = (/** @type {number | null | undefined} */ parentId) =>
    user.post("/api/yearly/categories", { sectionId, name: "child", parentId });
  const rename = (/** @type {number} */ id) =>
    user.patch(`/api/yearly/categories/${id}`, { name: `renamed ${id}`, orderIndex: 3 });
  const remove = (/** @type {number | undefined} */ id) => user.delete(`/api/yearly/categories/${id}`);
  return { ids, under, childOf, rename, remove };
}

/** What a move may be told that came too late: it is wrong now, or it was right a moment ago and should be tried again. */
const REFUSED = [409, 422];

/** @param {Answer[]} answers */
function oneOnly(answers) {
  onlyThese(answers, [200, ...REFUSED]);
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
}

/** @param {Answer[]} answers @param {number[]} statuses */
function onlyThese(answers, statuses) {
  for (const { status, text } of answers) assert.ok(statuses.includes(status), `${status} ${text}`);
}

async function noThirdLevel() {
  const wrong = await api.database.query(
    `select child.id from budgeting.yearly_categories child join budgeting.yearly_categories parent
     on child.parent_id = parent.id
     where parent.parent_id is not null or parent.section_id <> child.section_id or parent.id = child.id`,
  );
  assert.deepEqual(wrong, []);
}

/** Makes each of these rows wait for its change. @param {(number | undefined)[]} ids */
const lock = (ids) => ids.map((id) => `select from budgeting.yearly_categories where id = ${id} for update`);

describe("at the same time", () => {
  it("A under B and B under A: one of them happens", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { ids, under } = await section(2);
      const [a, b] = ids;
      const answers = await Promise.all([under(a, b), under(b, a)]);
      await noThirdLevel();
      oneOnly(answers);
    }
  });

  it("A under B and B under C: never both", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { ids, under } = await section(3);
      const [a, b, c] = ids;
      const answers = await Promise.all([under(a, b), under(b, c)]);
      await noThirdLevel();
      oneOnly(answers);
    }
  });

  it("a new child under A and A under B: never both", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { ids, under, childOf } = await section(2);
      const [a, b] = ids;
      const answers = await Promise.all([childOf(a), under(a, b)]);
      await noThirdLevel();
      onlyThese(answers, [200, 201, ...REFUSED]);
    }
  });
});

describe("when both were checked before either took effect", () => {
  it("A under B and B under A do not both happen", async () => {
    const { ids, under } = await section(2);
    const [a, b] = ids;
    const answers = await during(api.database, { hold: lock([a, b]), waiting: 2 }, () => [under(a, b), under(b, a)]);
    await noThirdLevel();
    onlyThese(answers, [200, ...REFUSED]);
  });

  it("A under B and B under C do not both happen, whichever comes first", async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const { ids, under } = await section(3);
      const [a, b, c] = ids;
      const moves = [() => under(a, b), () => under(b, c)];
      const answers = await during(api.database, { hold: lock([a, b, c]), waiting: 2 }, () =>
        order.map((index) => moves[index]?.() ?? Promise.reject(new Error("no such move"))),
      );
      await noThirdLevel();
      onlyThese(answers, [200, ...REFUSED]);
    }
  });

  it("a new child under A and A under B do not both happen, whichever comes first", async () => {
    for (const first of ["child", "move"]) {
      const { ids, under, childOf } = await section(2);
      const [a, b] = ids;
      const answers = await during(api.database, { hold: lock([a, b]), waiting: 2 }, () =>
        first === "child" ? [childOf(a), under(a, b)] : [under(a, b), childOf(a)],
      );
      await noThirdLevel();
      onlyThese(answers, [200, 201, ...REFUSED]);
    }
  });
});

describe("independent writes", () => {
  it("eight new top-level categories of one section are all created", async () => {
    const { childOf } = await section(0);
    const answers = await Promise.all(Array.from({ length: 8 }, () => childOf(null)));
    assert.deepEqual(tally(answers), { 201: 8 });
  });

  it("eight new children of one category are all created", async () => {
    const { ids, childOf } = await section(1);
    const answers = await Promise.all(Array.from({ length: 8 }, () => childOf(ids[0])));
    assert.deepEqual(tally(answers), { 201: 8 });
  });

  it("renames, moves and deletions in one section all succeed", async () => {
    const { ids, rename, remove } = await section(8);
    const answers = await Promise.all(ids.map((id, index) => (index % 2 === 0 ? rename(id) : remove(id))));
    assert.deepEqual(tally(answers), { 200: 8 });
  });
});

describe("a change already in progress", () => {
  /** @type {[what: string, requests: (s: Awaited<ReturnType<typeof section>>) => (() => Promise<Answer>)[]][]} */
  const CASES = [
    [
      "a move under B, when its new child arrives",
      ({ ids: [a, b], under, childOf }) => [() => under(a, b), () => childOf(a)],
    ],
    ["a new child of A, when A is to move", ({ ids: [a, b], under, childOf }) => [() => childOf(a), () => under(a, b)]],
    ["A under B, when C is to move under A", ({ ids: [a, b, c], under }) => [() => under(a, b), () => under(c, a)]],
    ["C under A, when A is to move under B", ({ ids: [a, b, c], under }) => [() => under(c, a), () => under(a, b)]],
    ["A under B, when B is to move under A", ({ ids: [a, b], under }) => [() => under(a, b), () => under(b, a)]],
  ];
  for (const [what, requests] of CASES) {
    it(`counts: ${what}`, async () => {
      const [first, second] = requests(await section(3));
      assert.ok(first && second);
      const answers = await underWay(api.database, "yearly_categories", first, second);
      await noThirdLevel();
      onlyThese([answers[0]], [200, 201]);
      onlyThese([answers[1]], REFUSED);
    });
  }

  it("counts: the deletion of a parent", async () => {
    const { ids, under, remove } = await section(2);
    const [a, b] = ids;
    const [gone, moved] = await underWay(
      api.database,
      "yearly_categories",
      () => remove(b),
      () => under(a, b),
    );
    onlyThese([gone], [200]);
    onlyThese([moved], [404, ...REFUSED]);
    const left = await api.database.row("select parent_id from budgeting.yearly_categories where id = $1", [a]);
    assert.equal(left.parent_id, null);
  });
});

describe("many at once", () => {
  it("moves, new children and deletions leave two levels and no 5xx", async () => {
    const { between, chance } = randomly(20);
    for (let round = 0; round < 4; round += 1) {
      const { ids, under, childOf, remove } = await section(5);
      const pick = () => ids[between(0, ids.length - 1)];
      const requests = Array.from({ length: 24 }, () => {
        if (chance(0.15)) return childOf(pick());
        if (chance(0.08)) return remove(pick());
        return under(pick(), chance(0.2) ? null : pick());
      });
      onlyThese(await Promise.all(requests), [200, 201, 404, ...REFUSED]);
      await noThirdLevel();
    }
  });
});
