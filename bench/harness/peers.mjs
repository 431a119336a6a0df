// The Workers that are measured, each bundled as it is deployed and in a workerd of its own.
import { fileURLToPath } from "node:url";
import { startWorkerd } from "../../tools/serve/workerd.mjs";
import { ENDPOINTS, headersOf } from "./endpoints.mjs";

/** @typedef {import("../../tools/serve/workerd.mjs").Workerd} Workerd */
/** @typedef {{ name: PeerName, title: string, main?: string, options?: string[] }} Peer `main` is absent for ours; `options` of `workerd serve` */
/** @typedef {"ours" | "limit" | "drizzle" | "kysely" | "postgres-js" | "prisma" | "floor" | "obliged"} PeerName */
/** @typedef {Record<PeerName, Workerd>} Servers */

/** @param {string} name */
const main = (name) => fileURLToPath(new URL(`../peers/${name}/index.js`, import.meta.url));

/** In the order in which they take turns. @type {Peer[]} */
export const PEERS = [
  { name: "ours", title: "this API" },
  { name: "limit", title: "limit: pg by hand", main: main("limit") },
  { name: "drizzle", title: "Hono + Drizzle", main: main("drizzle") },
  { name: "kysely", title: "Hono + Kysely", main: main("kysely") },
  { name: "prisma", title: "Hono + Prisma 7", main: main("prisma") },
  { name: "floor", title: "floor: no database", main: main("floor") },
];

/** One of these two, the faster, is among the peers; the other has no more than what tells which that is. @type {Peer[]} */
export const CANDIDATES = [
  ...PEERS.filter(({ name }) => name === "kysely"),
  { name: "postgres-js", title: "Hono + postgres.js", main: main("postgres-js") },
];

/** What a refusal is compared with, in both cases without any check. @type {Peer[]} */
export const REFUSERS = [
  ...PEERS.filter(({ name }) => name === "ours"),
  { name: "obliged", title: "floor with our log line and headers", main: main("obliged") },
  ...PEERS.filter(({ name }) => name === "floor"),
];

/** Whether a peer says what another has said. @param {Peer} peer */
export const isFloor = ({ name }) => name === "floor" || name === "obliged";

/** Those that answer from the database. */
export const DATABASE_PEERS = PEERS.filter(({ name }) => name !== "floor");

const config = fileURLToPath(new URL("../peers/wrangler.toml", import.meta.url));

/** How a peer is bundled: as it would be deployed. @param {string} [script] absent for ours */
export const bundling = (script) => (script === undefined ? {} : { main: script, config });

/**
 * Starts a peer.
 *
 * @param {Peer} peer
 * @param {string} databaseUrl
 * @param {Record<string, unknown>} [answers] for a floor, by method and path
 */
export function startPeer(peer, databaseUrl, answers = {}) {
  const { name, main: script, options = [] } = peer;
  /** @type {Record<string, string>} */
  const vars = name === "ours" ? { AUTH_MODE: "dev" } : {};
  return startWorkerd({
    ...bundling(script),
    databaseUrl,
    vars,
    json: isFloor(peer) ? { ANSWERS: answers } : {},
    // A profile is of use with names in it.
    minify: !options.some((option) => option.startsWith("--inspector")),
    options,
  });
}

/**
 * What a floor answers with: what another peer says, to the same requests.
 *
 * @param {URL} url of the other
 * @param {import("./data.mjs").Objects} objects
 */
export async function answersOf(url, objects) {
  /** @type {Record<string, { status: number, body: string }>} */
  const answers = {};
  for (const { request } of ENDPOINTS) {
    const { method, path, body } = request(objects);
    const answer = await send(url, objects.user, { method, path, body });
    const fields = Object.keys(body ?? {});
    answers[`${method} ${path.replace(/\d+/, ":id")} ${fields}`] = { status: answer.status, body: await answer.text() };
  }
  return answers;
}

/**
 * @param {URL} url
 * @param {string} user
 * @param {import("./endpoints.mjs").Request} request
 */
export const send = (url, user, { method, path, body }) =>
  fetch(new URL(path, url), {
    method,
    headers: headersOf(user, { method, path, body }),
    signal: AbortSignal.timeout(20_000),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
