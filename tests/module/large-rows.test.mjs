/** The largest trees, and summaries of what has grown beyond all limits: within the module's memory, and without keeping it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { jsonOf, newCore, newCoreWithMemory, plan, respond } from "./load.mjs";

const MIB = 1024 * 1024;
/** Of a month's row, as wasm/api/common.hpp has it. */
const MOST_BYTES = 8 * MIB;
/** 200 characters of four bytes each. */
const LONGEST_NAME = "\u{1F4B0}".repeat(200);

/** A row as PostgreSQL gives it. @param {number} count @param {string} name */
function monthRow(count, name) {
  const categories = Array.from(
    { length: count },
    (_, at) => `{"categoryId":${at + 1},"categoryName":${JSON.stringify(name)},"allocated":5,"spent":7}`,
  );
  return `{"monthId":1,"monthName":"March","income":100,"totalFixedPayments":10,"categories":[${categories.join(", \n ")}]}`;
}

/** @param {import("../../worker-js/core.js").Core} core @param {string} path @param {string} body */
function answered(core, path, body) {
  const planned = plan(core, { url: `https://api.test${path}` });
  assert.ok(planned.refusal === null);
  return respond(core, planned.continuation, { body });
}

describe("a month's summary", () => {
  it("can be computed for 5,000 categories with the longest names", () => {
    const answer = answered(newCore(), "/api/months/1/summary", monthRow(5000, LONGEST_NAME));
    assert.equal(answer.status, 200);
    const { categories, ...sums } = jsonOf(answer);
    assert.equal(sums.totalBudgeted, 25_000);
    assert.equal(sums.totalSpent, 35_000);
    assert.equal(categories.length, 5000);
    assert.deepEqual(categories[4999], {
      ...{ categoryId: 5000, categoryName: LONGEST_NAME, allocated: 5, spent: 7, remaining: -2, overBudget: 2 },
    });
  });

  for (const [what, name] of /** @type {const} */ ([
    ["long", LONGEST_NAME],
    ["short", "x"],
    ["escaped", '"\\\n'],
  ])) {
    it(`can be computed for the largest row that the statement allows, with ${what} names`, () => {
      const each = Buffer.byteLength(monthRow(2, name)) - Buffer.byteLength(monthRow(1, name));
      const count = Math.floor((MOST_BYTES - 200) / (each + 5));
      const { core, memory } = newCoreWithMemory();
      const answer = answered(core, "/api/months/1/summary", monthRow(count, name));
      assert.equal(answer.status, 200);
      assert.equal(jsonOf(answer).categories.length, count);
      assert.ok(memory.buffer.byteLength < 56 * MIB, `${memory.buffer.byteLength / MIB} MiB`);
    });
  }
});

describe("a year's summary", () => {
  it("can be computed for the largest row that the statement allows", () => {
    const section = (/** @type {number} */ id) =>
      `{"sectionId":${id},"sectionType":"LIVING","sectionName":"x","targetPercent":70,"totals":[]}`;
    const sections = Array.from({ length: Math.floor(MIB / (section(99_999).length + 1)) }, (_, at) => section(at));
    const row = `{"budgetId":1,"year":2025,"spendTarget":1,"showWarnings":true,"gross":[[1, 5]],"deductions":[],"sections":[${sections}]}`;
    const { core, memory } = newCoreWithMemory();
    const answer = answered(core, "/api/yearly/1/summary", row);
    assert.equal(answer.status, 200);
    assert.equal(jsonOf(answer).months[11].sections.length, sections.length);
    assert.ok(memory.buffer.byteLength < 56 * MIB, `${memory.buffer.byteLength / MIB} MiB`);
  });
});

describe("the largest year", () => {
  /** An array of arrays, as PostgreSQL writes it. @param {number} count @param {(at: number) => unknown[]} row */
  const rows = (count, row) => `{${Array.from({ length: count }, (_, at) => `{${row(at)}}`)}}`;
  const names = (/** @type {number} */ count) => `{${Array.from({ length: count }, () => `"${LONGEST_NAME}"`)}}`;
  const ID = 9_007_199_254_000_000;
  const MOST = 2_147_483_647;

  it("becomes JSON within the memory of an instance that is kept", () => {
    const more = [
      rows(100, (at) => [ID + at, ID, at, MOST, MOST]),
      names(100),
      rows(1200, (at) => [ID + at, ID + Math.floor(at / 12), (at % 12) + 1, MOST, MOST, MOST]),
      rows(3000, (at) => [ID + at, ID + (at % 1200), MOST, at, MOST, MOST]),
      names(3000),
      rows(3, (at) => [ID + at, ID, 100, at, MOST, MOST]),
      "{LIVING,NON_ESSENTIAL,SAVINGS}",
      names(3),
      rows(500, (at) => [ID + at, ID + (at % 3), at < 250 ? "NULL" : ID + at - 250, at, MOST, MOST]),
      names(500),
      rows(6000, (at) => [ID + at, ID + Math.floor(at / 12), (at % 12) + 1, MOST, 1, MOST, MOST]),
    ];
    const { core, memory } = newCoreWithMemory();
    const { refusal, continuation } = plan(core, { url: "https://api.test/api/yearly/1" });
    assert.equal(refusal, null);
    const body = rows(1, () => [ID, 2100, MOST, 1, MOST, MOST]);
    const year = jsonOf(respond(core, continuation, { body, more }));
    const sources = /** @type {any[]} */ (year.incomeSources);
    const entries = sources.flatMap((source) => source.entries);
    const deductions = entries.flatMap((entry) => entry.deductions);
    assert.equal(sources.length, 100);
    assert.equal(entries.length, 1200);
    assert.equal(deductions.length, 3000);
    assert.ok(deductions.every(({ name }) => name === LONGEST_NAME));
    const tops = /** @type {any[]} */ (year.sections).flatMap((section) => section.categories);
    const children = tops.flatMap((category) => category.children);
    assert.deepEqual([tops.length, children.length], [250, 250]);
    assert.equal([...tops, ...children].flatMap((category) => category.entries).length, 6000);
    assert.ok(memory.buffer.byteLength <= 16 * MIB, `${memory.buffer.byteLength / MIB} MiB`);
  });
});

describe("an instance", () => {
  it("is used again only if its memory has not grown past 16 MiB", () => {
    const { core, memory } = newCoreWithMemory();
    const grown = () => memory.buffer.byteLength / MIB;
    assert.equal(grown(), 4);
    answered(core, "/api/months/1/summary", monthRow(10_000, "x".repeat(200)));
    assert.ok(grown() > 4 && grown() < 16, `${grown()} MiB`);
    const before = grown();
    answered(core, "/api/months/1/summary", monthRow(10_000, "x".repeat(200)));
    assert.equal(grown(), before);
    answered(core, "/api/months/1/summary", monthRow(25_000, "x".repeat(200)));
    const large = grown();
    assert.ok(large > 16, `${large} MiB`);
    // Had it been kept, it would have to grow for this one.
    answered(core, "/api/months/1/summary", monthRow(28_000, "x".repeat(200)));
    assert.equal(grown(), large);
  });
});
