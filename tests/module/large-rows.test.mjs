/** Summaries of what has grown beyond all limits: within the module's memory, and without keeping it. */
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
