// What is asked of every peer.

/** @typedef {import("./data.mjs").Objects} Objects */
/**
 * `kind`: what the issue of speed is about there. A tree or summary is large, a small one is a row or a list, a write of
 * many changes a hundred rows, and a refusal needs no database.
 * @typedef {"tree" | "small" | "many" | "refusal"} Kind
 * @typedef {{ method: string, path: string, body?: unknown }} Request
 * @typedef {{ name: string, kind: Kind, status: number, request: (objects: Objects) => Request }} Endpoint
 */

/** @type {Endpoint[]} */
export const ENDPOINTS = [
  { name: "list months", kind: "small", status: 200, request: () => ({ method: "GET", path: "/api/months" }) },
  {
    name: "month tree",
    kind: "tree",
    status: 200,
    request: ({ month }) => ({ method: "GET", path: `/api/months/${month}` }),
  },
  {
    name: "year tree",
    kind: "tree",
    status: 200,
    request: ({ budget }) => ({ method: "GET", path: `/api/yearly/${budget}` }),
  },
  {
    name: "year summary",
    kind: "tree",
    status: 200,
    request: ({ budget }) => ({ method: "GET", path: `/api/yearly/${budget}/summary` }),
  },
  {
    name: "create transaction",
    kind: "small",
    status: 201,
    request: ({ category: categoryId }) => ({
      method: "POST",
      path: "/api/transactions",
      body: { categoryId, amount: 123.45, description: "Bread and milk", transactionDate: 1_764_547_200 },
    }),
  },
  {
    name: "patch entry",
    kind: "small",
    status: 200,
    request: ({ entry }) => ({
      method: "PATCH",
      path: `/api/yearly/category-entries/${entry}`,
      body: { amount: 4567, isPaid: true },
    }),
  },
  {
    name: "copy month",
    kind: "many",
    status: 200,
    request: ({ budget }) => ({
      method: "POST",
      path: `/api/yearly/${budget}/copy-month`,
      body: { sourceMonth: 1, targetMonth: 2 },
    }),
  },
  {
    name: "bulk of 100",
    kind: "many",
    status: 200,
    request: ({ entries }) => ({
      method: "POST",
      path: "/api/yearly/category-entries/bulk",
      body: { updates: entries.map((id, index) => ({ id, amount: index * 100, isPaid: index % 2 === 0 })) },
    }),
  },
  {
    name: "a 422",
    kind: "refusal",
    status: 422,
    request: () => ({ method: "POST", path: "/api/transactions", body: { categoryId: "1", description: 7 } }),
  },
  { name: "a 404 route", kind: "refusal", status: 404, request: () => ({ method: "GET", path: "/api/nothing" }) },
];

/**
 * Whether a peer has an endpoint: the limit checks nothing, so it has no 422.
 *
 * @param {{ name: string }} peer
 * @param {Endpoint} endpoint
 */
export const has = ({ name }, { status }) => !(name === "limit" && status === 422);

/**
 * The headers of a request by a user: every peer takes anyone's word, so that signing in is not what is measured.
 *
 * @param {string} user
 * @param {Request} request
 * @returns {Record<string, string>}
 */
export const headersOf = (user, { body }) => ({
  authorization: `Bearer dev:${user}`,
  ...(body === undefined ? {} : { "content-type": "application/json" }),
});
