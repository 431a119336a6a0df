/**
 * Made-up recurrence rules fall on the same days as ical.js and rrule-temporal say. Both programs have faults: rules of which
 * they find no end, or that ical.js reads wrongly. So one of the two has to agree with us, and few rules may be left of which
 * neither can say anything. CASES makes more rules up, SEED others.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { Script } from "node:vm";
import ICAL from "ical.js";
import { RRuleTemporal } from "rrule-temporal";
import { build, buildFolder } from "../../tools/setup/cmake.mjs";

/** @typedef {{ start: string, rule: string }} Case */

const CASES = Number(process.env.CASES ?? 600);
const MOST_DAYS = 10;
const LAST = "2040-12-31";
const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** A random number generator that gives the same numbers for the same seed (mulberry32). @param {number} seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** @param {() => number} next */
function madeUp(next) {
  const below = (/** @type {number} */ most) => Math.floor(next() * most);
  const chance = (/** @type {number} */ share) => next() < share;
  /** @template T @param {T[]} of @param {number} most */
  const some = (of, most) => {
    const size = 1 + below(most);
    return [...new Set(Array.from({ length: size }, () => of[below(of.length)]))];
  };
  const signed = (/** @type {number} */ most) =>
    Array.from({ length: 2 * most }, (_, index) => (index < most ? index + 1 : most - index - 1));

  const frequency = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"][below(4)] ?? "";
  const parts = [`FREQ=${frequency}`];
  if (chance(0.5)) parts.push(`INTERVAL=${1 + below(frequency === "DAILY" ? 40 : 5)}`);
  if (chance(0.35))
    parts.push(
      `BYMONTH=${some(
        Array.from({ length: 12 }, (_, index) => index + 1),
        3,
      ).join(",")}`,
    );
  if (frequency !== "WEEKLY" && chance(0.35)) parts.push(`BYMONTHDAY=${some(signed(31), 3).join(",")}`);
  if (chance(0.5)) {
    // RFC 5545 does not say what a numbered weekday is beside days of every month of a year.
    const isUnclear = frequency === "YEARLY" && /BYMONTHDAY/.test(parts.join()) && !/BYMONTH=/.test(parts.join());
    const isNumbered = (frequency === "MONTHLY" || frequency === "YEARLY") && !isUnclear && chance(0.5);
    const ordinals = signed(frequency === "MONTHLY" ? 5 : 20);
    const days = some(WEEKDAYS, 3).map((day) => (isNumbered ? `${ordinals[below(ordinals.length)]}${day}` : day));
    parts.push(`BYDAY=${days.join(",")}`);
  }
  if (parts.some((part) => /^BY/.test(part)) && chance(0.2)) parts.push(`BYSETPOS=${some(signed(4), 2).join(",")}`);
  if (chance(0.3)) parts.push(`WKST=${WEEKDAYS[below(7)]}`);
  const day = new Date(Date.UTC(2000 + below(20), below(12), 1 + below(31)));
  return { start: day.toISOString().slice(0, 10), rule: parts.join(";") };
}

/** Ours, one line for each case. @param {Case[]} cases @param {number} most */
function ours(cases, most) {
  const input = cases.map(({ start, rule }) => `${start}\t${rule}\t${LAST}\t${most}\n`).join("");
  const { stdout, status } = spawnSync(join(buildFolder("native"), "list_occurrences"), {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  assert.equal(status, 0);
  return stdout.split("\n").slice(0, -1);
}

/** The first days, as many as asked for: beyond the last one some rules never end in ical.js. @param {Case} one @param {number} count */
function icalDays({ start, rule }, count) {
  const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateString(start));
  return Array.from({ length: count }, () => String(iterator.next()?.toString().slice(0, 10))).join(" ");
}

/** @param {Case} one @param {number} count */
function temporalDays({ start, rule }, count) {
  const dtstart = `DTSTART:${start.replaceAll("-", "")}T000000Z`;
  const rrule = new RRuleTemporal({ rruleString: `${dtstart}\nRRULE:${rule}` });
  const days = rrule.all((_, index) => index < count);
  return days.map((day) => day.toString().slice(0, 10)).join(" ");
}

/** The one way to end a loop that ical.js does not leave. */
const LIMITED = new Script("globalThis.askAnother()");
const REFUSED = "refused";
const PATIENCE_MILLISECONDS = 500;

/** What another program says, or that it does not. @param {typeof icalDays} days @param {Case} one @param {string} mine */
function said(days, one, mine) {
  Object.assign(globalThis, { askAnother: () => days(one, mine.split(" ").length) });
  try {
    return LIMITED.runInThisContext({ timeout: PATIENCE_MILLISECONDS });
  } catch {
    return REFUSED;
  }
}

describe("recurrence rules", () => {
  const seed = Number(process.env.SEED ?? 5545);
  /** @type {Case[]} */
  let cases;
  /** @type {string[]} */
  let found;

  before(async () => {
    await build("native");
    const next = random(seed);
    const rough = Array.from({ length: CASES }, () => madeUp(next));
    // Programs differ about a start on which the rule does not fall, so each begins with a day on which it does.
    cases = ours(rough, 1).map((start, index) => ({ start, rule: rough[index]?.rule ?? "" }));
    cases = cases.filter(({ start }) => /^\d/.test(start));
    found = ours(cases, MOST_DAYS);
  });

  it(`fall on the same days as in other programs (seed ${seed})`, () => {
    const counts = { both: 0, ical: 0, temporal: 0, unsaid: 0 };
    /** @type {string[]} */
    const wrong = [];
    for (const [index, one] of cases.entries()) {
      const mine = found[index] ?? "";
      const ical = said(icalDays, one, mine);
      const temporal = said(temporalDays, one, mine);
      if (ical === mine && temporal === mine) counts.both += 1;
      else if (ical === mine) counts.ical += 1;
      else if (temporal === mine) counts.temporal += 1;
      else if (temporal === REFUSED) counts.unsaid += 1;
      else
        wrong.push(`${one.start} ${one.rule}
  ours     ${mine}
  ical     ${ical}
  temporal ${temporal}`);
    }
    console.log(JSON.stringify({ rules: cases.length, ...counts, neither: wrong.length }));
    assert.equal(wrong.length, 0, wrong.slice(0, 5).join("\n"));
    assert.ok(counts.unsaid < cases.length / 20, `${counts.unsaid} of ${cases.length} were compared with nothing`);
  });
});
