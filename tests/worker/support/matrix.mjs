/**
 * Every request around somebody else's object that an endpoint takes: generated from the parameters of the core's own
 * statements, so that an endpoint or a field which is new is in it, or fails here because it is not known what it names.
 */
import { namedObject } from "../../../tools/statements/list.mjs";
import { rightBody } from "./bodies.mjs";
import { asListed, BODIES, ENDPOINTS, fill, split } from "./endpoints.mjs";
import { rowsOf, tableOf } from "./ownership.mjs";

/**
 * @typedef {import("./statements.mjs").Statement} Statement
 * @typedef {import("./ownership.mjs").Snapshot} Snapshot
 * @typedef {"own" | "foreign" | "deleted" | "random"} Whose
 * @typedef {{ whose: Whose, id: number }} Candidate
 * @typedef {(thing: string) => Candidate[]} Candidates those of a kind of object, the user's own first
 * @typedef {{ source: string, name: string, thing: string }} Place where a request names an object
 * @typedef {{ what: string, isOwn: boolean[], sent: number[], method: string, path: string, body?: object }} Request
 *   `isOwn`: whether the object in each place is the user's
 */

/** The fields of the one body that is a list. @type {Record<string, import("./endpoints.mjs").Fields>} */
const OF_LISTS = {
  "POST /api/yearly/category-entries/bulk": {
    id: { kind: "id" },
    amount: { kind: "cents" },
    isPaid: { kind: "boolean" },
  },
};

/** An endpoint as the tests write it. @param {Statement} statement */
function written({ endpoint }) {
  const found = ENDPOINTS.find((each) => asListed(each) === endpoint);
  if (found === undefined) throw new Error(`${endpoint} is not in tests/worker/support/endpoints.mjs`);
  return found;
}

/** Where an endpoint's request names objects. @param {Statement} statement @returns {Place[]} */
export function placesOf(statement) {
  const endpoint = written(statement);
  return statement.parameters.flatMap((parameter) => {
    const { source, name } = parameter;
    const thing = namedObject(statement.endpoint, parameter);
    if (source === "field" || source === "each") {
      const kind = (BODIES[/** @type {keyof typeof BODIES} */ (endpoint)] ?? OF_LISTS[endpoint])?.[
        /** @type {never} */ (name)
      ];
      if (/** @type {any} */ (kind)?.kind === "id" ? thing === undefined : kind === undefined || thing !== undefined) {
        throw new Error(`it is not known whether ${name} of ${endpoint} names an object`);
      }
    }
    return thing === undefined ? [] : [{ source, name, thing }];
  });
}

/** The candidates for a place, of the rows that there are. @param {Snapshot} snapshot @param {string} thing @param {string} user */
export function idsOf(snapshot, thing, user) {
  const rows = rowsOf(snapshot, tableOf(thing), user).map(({ row }) => row);
  // Only a category at the top can be a parent; one that is a parent cannot be moved.
  if (thing === "topCategory") return rows.filter(({ parent_id }) => parent_id === null).map(({ id }) => id);
  if (thing !== "yearlyCategory") return rows.map(({ id }) => id);
  const isParent = (/** @type {number} */ id) => rows.some(({ parent_id }) => parent_id === id);
  return rows.toSorted((a, b) => Number(isParent(a.id)) - Number(isParent(b.id))).map(({ id }) => id);
}

/**
 * Every request that an endpoint takes around these objects: each of them in each place, beside each of them in each
 * other place, and in a list at each position.
 * @param {Statement} statement @param {Candidates} candidates @returns {Request[]}
 */
export function requestsOf(statement, candidates) {
  const places = placesOf(statement);
  const [list] = places;
  if (list?.source === "each") return listsOf(statement, list.name, candidates(list.thing));
  return combinations(places.map(({ thing }) => candidates(thing))).map((chosen) => request(statement, places, chosen));
}

/** One from each. @template T @param {T[][]} lists @returns {T[][]} */
function combinations([first, ...rest]) {
  if (first === undefined) return [[]];
  return combinations(rest).flatMap((others) => first.map((each) => [each, ...others]));
}

/** @param {Statement} statement @param {Place[]} places @param {Candidate[]} chosen @returns {Request} */
function request(statement, places, chosen) {
  const endpoint = written(statement);
  const { method, pattern, parameter } = split(endpoint);
  const body = rightBody(endpoint, {});
  if (body === undefined && ["POST", "PATCH"].includes(method))
    throw new Error(`there is no right body for ${endpoint}`);
  let path = pattern;
  for (const [index, { source, name }] of places.entries()) {
    const id = chosen[index]?.id;
    if (source === "path") path = fill(pattern, { [parameter ?? ""]: id });
    else Object.assign(body ?? {}, { [name]: id });
  }
  return { method, path, body, ...described(chosen) };
}

/** @param {Statement} statement @param {string} name @param {Candidate[]} candidates @returns {Request[]} */
function listsOf(statement, name, candidates) {
  const endpoint = written(statement);
  const { method, pattern } = split(endpoint);
  const [[list = "", items] = []] = Object.entries(rightBody(endpoint, {}) ?? {});
  const [item] = /** @type {object[]} */ (items);
  const own = candidates.filter(({ whose }) => whose === "own").slice(0, 3);
  const lists = candidates.flatMap((each) => [
    [each],
    [each, each],
    ...own.map((_, at) => own.with(at, each)),
    [...own, each],
  ]);
  return lists.map((chosen) => ({
    ...{ method, path: pattern, ...described(chosen) },
    body: { [list]: chosen.map(({ id }) => ({ ...item, [name]: id })) },
  }));
}

/** @param {Candidate[]} chosen */
const described = (chosen) => ({
  what: chosen.map(({ whose }) => whose).join(", "),
  isOwn: chosen.map(({ whose }) => whose === "own"),
  sent: chosen.map(({ id }) => id),
});
