/** Runs a statement as somebody else, around every object of its owner's, and tells what that gave away or did. */
import { createHash } from "node:crypto";
import { namedObject } from "../../../tools/statements/list.mjs";
import { owner, rowsOf, tableOf, takeSnapshot } from "./ownership.mjs";

/**
 * @typedef {import("../../../tools/statements/list.mjs").Statement} Statement
 * @typedef {import("./ownership.mjs").Snapshot} Snapshot
 * @typedef {import("pg").Client} Session
 */

// support/two-users.sql
export const VICTIM = "00000000-0000-4000-8000-000000000001";
export const NEIGHBOUR = "00000000-0000-4000-8000-000000000002";
export const STRANGER = "00000000-0000-4000-8000-000000000003";
const YEARS = new Map([
  [VICTIM, 2099],
  [NEIGHBOUR, 2025],
]);
/** The time that the requests have. */
const REQUEST_TIME = 1;
const DAY = 86_400;
const OF_THE_VICTIM = /victim|\d{9}|2099/;

/** Values that are right only for one field. @type {Record<string, unknown>} */
const FIELDS = { year: 2030, targetMonth: 2, showWarnings: false, isPaid: false };
/** Values that are right for every other field of a type. @type {Record<string, unknown>} */
const VALUES = { text: "new", integer: 1, boolean: true };

/** What a parameter may name: with nothing, it is no object. @param {Statement} statement */
const objects = ({ endpoint, parameters }) => parameters.map((parameter) => namedObject(endpoint, parameter));

/**
 * The values of a right request for what a user has.
 * @param {Snapshot} snapshot @param {Statement} statement @param {string} user @param {string} whose
 * @returns {unknown[]}
 */
export function rightValues(snapshot, statement, user, whose) {
  return statement.parameters.map(({ source, name, type }, index) => {
    const thing = objects(statement)[index];
    if (thing !== undefined) {
      const id = objectOf(snapshot, thing, whose);
      return type.endsWith("[]") ? [id] : id;
    }
    if (source === "user") return user;
    if (source === "now") return REQUEST_TIME;
    if (source === "count") return 1;
    if (source === "given") return true;
    // A read for somebody who has another version, a write of any version.
    if (source === "tags") return statement.endpoint.startsWith("GET ") ? "{0}" : "{*}";
    if (source === "key") return "another key";
    if (source === "fingerprint") return "fingerprint";
    if (source === "limit") return 100;
    const value = FIELDS[name] ?? VALUES[type.replace("[]", "")];
    if (value === undefined) throw new Error(`no value for "${name}" of ${statement.endpoint}, which is ${type}`);
    return type.endsWith("[]") ? [value] : value;
  });
}

/** @param {Snapshot} snapshot @param {string} thing @param {string} whose @returns {number} */
function objectOf(snapshot, thing, whose) {
  if (thing === "calendarYear") return Number(YEARS.get(whose));
  const rows = rowsOf(snapshot, tableOf(thing), whose);
  // The first category has a child. It can take another, but not be moved below one.
  return Number(rows[thing === "yearlyCategory" ? 1 : 0]?.row.id);
}

/**
 * Every request of a user's around the victim's objects. Each of them stands in each place that names any, beside what
 * is the user's, what is the victim's too, and nothing at all.
 * @param {Snapshot} snapshot @param {Statement} statement @param {string} user
 * @returns {unknown[][]} the values of each
 */
function foreignRequests(snapshot, statement, user) {
  const things = objects(statement);
  // Somebody without a profile takes the neighbour's as their own, who is somebody else too.
  const own = rightValues(snapshot, statement, user, NEIGHBOUR);
  const theirs = rightValues(snapshot, statement, user, VICTIM);
  const all = Object.keys(snapshot).flatMap((table) =>
    rowsOf(snapshot, table, VICTIM).flatMap(({ row }) => row.id ?? []),
  );
  /** @type {unknown[][]} */
  const requests = [];
  for (const [place, thing] of things.entries()) {
    if (thing === undefined) continue;
    for (const id of thing === "calendarYear" ? [...all, YEARS.get(VICTIM)] : all) {
      for (const beside of things.filter(Boolean).length > 1 ? [own, theirs, without(own, things)] : [own]) {
        for (const value of Array.isArray(own[place]) ? [[id], [id, ...own[place]], [...own[place], id]] : [id]) {
          requests.push(beside.with(place, value).map((each) => sameLength(each, value)));
        }
      }
    }
  }
  return requests;
}

/**
 * What a user may well ask for: with objects of their own, and with none.
 * @param {Snapshot} snapshot @param {Statement} statement @param {string} user
 */
function ownRequests(snapshot, statement, user) {
  const own = rightValues(snapshot, statement, user, NEIGHBOUR);
  const none = without(own, objects(statement));
  return user === NEIGHBOUR ? [own, none] : [none];
}

/** @param {unknown[]} values @param {(string | undefined)[]} things */
const without = (values, things) => values.map((value, index) => (things[index] === undefined ? value : null));

/** The fields of a list's items are lists of the same length. @param {unknown} value @param {unknown} list */
const sameLength = (value, list) =>
  Array.isArray(value) && Array.isArray(list) && value.length < list.length ? list.map(() => value[0]) : value;

/**
 * Runs a statement; one that was run before is not planned again, which is what takes the time.
 * @param {Session} session @param {string} text @param {unknown[]} values
 * @returns {Promise<{ body: unknown, problem?: string | null }[]>}
 */
export async function run(session, text, values) {
  const name = createHash("md5").update(text).digest("hex");
  return (await session.query({ name, text, values })).rows;
}

/**
 * What the user's requests give away of the victim's and do to others: first all around the victim's objects, none of
 * which may change anything, the user's own data included; then the user's own, each on the data as they were.
 * @param {Session} session @param {Statement} statement @param {string} user
 */
export async function trespass(session, statement, user) {
  const snapshot = await takeSnapshot(session);
  const foreign = foreignRequests(snapshot, statement, user);
  const own = ownRequests(snapshot, statement, user).map((request) => ({ requests: [request], mayChange: user }));
  const found = { requests: 0, returned: new Set(), changed: new Set(), locked: new Set() };
  for (const { requests, mayChange } of [{ requests: foreign, mayChange: undefined }, ...own]) {
    await session.query("begin");
    try {
      const before = await takeSnapshot(session);
      for (const values of requests) {
        found.requests += 1;
        // The first comes with a key of the victim's; each has a key of its own, or it would get the answer before.
        const key = found.requests === 1 ? "victim key" : `key ${found.requests}`;
        const keyed = values.map((value, at) => (statement.parameters[at]?.source === "key" ? key : value));
        const rows = await run(session, statement.sql, keyed);
        if (rows.some((row) => tells(row, mayChange === undefined)))
          found.returned.add(JSON.stringify({ values, rows }));
        // One is enough, and the next may fail for what this one did.
        if (found.returned.size > 0) break;
      }
      differences(found, before, await takeSnapshot(session), user, mayChange);
    } catch (error) {
      // A key takes one answer: it was about to get those of several users.
      if (/** @type {{ constraint?: string }} */ (error).constraint !== "idempotency_keys_pkey") throw error;
      found.changed.add("idempotency_keys");
    } finally {
      await session.query("rollback");
    }
  }
  const { requests, returned, changed, locked } = found;
  return { requests, returned: [...returned], changed: [...changed], locked: [...locked] };
}

/**
 * Whether a row tells of the victim. A refusal is a row too, if it says which; it may repeat what was sent.
 * @param {{ body: unknown, problem?: string | null }} row @param {boolean} foreign
 */
const tells = ({ body, problem }, foreign) =>
  OF_THE_VICTIM.test(JSON.stringify(body)) || (foreign && (problem ?? null) === null);

/** The rows that nobody else may touch: an answer that has expired is deleted by whoever comes. @param {Snapshot} snapshot @param {string} table */
const kept = (snapshot, table) =>
  (snapshot[table] ?? []).filter(({ row }) => table !== "idempotency_keys" || row.created_at > REQUEST_TIME - DAY);

/**
 * @param {{ changed: Set<string>, locked: Set<string> }} found
 * @param {Snapshot} before @param {Snapshot} after @param {string} user whose requests' answers may be kept
 * @param {string} [except] whose rows may change
 */
function differences({ changed, locked }, before, after, user, except) {
  for (const table of Object.keys(before)) {
    const contents = (/** @type {Snapshot} */ snapshot) =>
      JSON.stringify(
        kept(snapshot, table)
          .map(({ row }) => row)
          .filter((row) => owner(snapshot, table, row) !== (table === "idempotency_keys" ? user : except)),
      );
    if (contents(before) !== contents(after)) changed.add(table);
    const stored = (/** @type {Snapshot} */ snapshot) =>
      JSON.stringify(rowsOf({ ...snapshot, [table]: kept(snapshot, table) }, table, VICTIM));
    if (stored(before) !== stored(after)) locked.add(table);
  }
}
