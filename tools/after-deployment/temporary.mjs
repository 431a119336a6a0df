// Creates the temporary year and months that verification works on, and removes them whatever happens.
import { Finding } from "./findings.mjs";

/** @typedef {import("./api.mjs").Api} Api */
/**
 * `year`: the calendar year. `name`: the prefix of every month's name. `latest`: the latest years in which the user has
 * anything, counting this one.
 * @typedef {{ year: number, name: string, latest: { month: number, budget: number } }} Temporary
 */

/** The prefix of every temporary month's name, in this run and in others. */
const PREFIX = "verification ";
const YEARS = { last: 2100, first: 2000 };

/**
 * A year in which the user has no data, as late as possible.
 *
 * @param {Api} api
 * @returns {Promise<Temporary & { leftovers: string[] }>} `leftovers`: what an earlier run could not remove
 */
export async function chooseTemporary(api) {
  /** @type {[{ id: number, year: number }[], { id: number, year: number, name: string }[]]} */
  const [budgets, months] = [await api.call("GET", "/api/yearly"), await api.call("GET", "/api/months")];
  const taken = new Set([...budgets, ...months].map(({ year }) => year));
  let year = YEARS.last;
  while (taken.has(year)) year -= 1;
  if (year < YEARS.first) {
    throw new Finding("the user has data in every year from 2000 to 2100", "Use the token of another user.");
  }
  const latest = (/** @type {{ year: number }[]} */ list) => Math.max(year, ...list.map((each) => each.year));
  return {
    year,
    name: `${PREFIX}${Date.now().toString(36)}`,
    latest: { month: latest(months), budget: latest(budgets) },
    leftovers: months.filter(({ name }) => name.startsWith(PREFIX)).map(({ id, name }) => `month ${id} "${name}"`),
  };
}

/**
 * Removes what was created, also what only the lists show: a response with a new id may have been lost.
 *
 * @param {Api} api
 * @param {Temporary} temporary
 * @param {Iterable<string>} made the paths of months and budgets
 */
export async function removeTemporary(api, { year, name }, made) {
  /** @type {[{ id: number, year: number }[], { id: number, name: string }[]]} */
  const [budgets, months] = [await api.call("GET", "/api/yearly"), await api.call("GET", "/api/months")];
  const paths = new Set([
    ...made,
    ...budgets.filter((budget) => budget.year === year).map(({ id }) => `/api/yearly/${id}`),
    ...months.filter((month) => month.name.startsWith(name)).map(({ id }) => `/api/months/${id}`),
  ]);
  /** @type {string[]} */
  const left = [];
  for (const path of paths) {
    const { status } = await api.request("DELETE", path);
    if (status !== 200 && status !== 404) left.push(path);
  }
  if (left.length > 0)
    throw new Finding(`not removed: ${left.join(", ")}`, "Send a DELETE request to each, as this user.");
}
