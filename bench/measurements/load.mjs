// Processor time for each request, requests a second and latencies, all peers in turn, round after round.
import { loadavg } from "node:os";
import { ENDPOINTS, has } from "../harness/endpoints.mjs";
import { prepareLoad } from "../harness/load.mjs";
import { send } from "../harness/peers.mjs";
import { openStage } from "../harness/stage.mjs";

/**
 * Processor times in microseconds a request; latencies in ms; `before` is the machine's load just before.
 *
 * @typedef {object} Sample
 * @property {number} round
 * @property {string} endpoint
 * @property {number} clients
 * @property {string} peer
 * @property {number} requests
 * @property {number} lost
 * @property {number} perSecond
 * @property {number} p50
 * @property {number} p99
 * @property {number} bytes a request
 * @property {{ workerd: number, pooler: number, postgres: number }} cpu
 * @property {number} before
 */

/**
 * @typedef {object} Options
 * @property {number} rounds
 * @property {number} seconds
 * @property {number[]} clients
 * @property {import("../harness/peers.mjs").Peer[]} [peers]
 * @property {string[]} [endpoints] by name; all unless told
 * @property {(samples: Sample[]) => Promise<void> | void} [kept] is told after each round
 * @property {(line: string) => void} [tell]
 */

const WARM_UP = { clients: 10, seconds: 1 };
/** Who answers less often than this while warming up is given so many times longer, or there would be nothing to count. */
const FEW = 50;
const LONGER = 4;

/**
 * Otherwise a refusal of another kind could be measured: wrk tells successes and errors apart, and nothing more.
 *
 * @param {URL} url
 * @param {import("../harness/endpoints.mjs").Endpoint} endpoint
 * @param {import("../harness/data.mjs").Objects | undefined} objects
 */
async function requireStatus(url, { name, status, request }, objects) {
  if (objects === undefined) throw new Error("There are no users to send requests for.");
  const answer = await send(url, objects.user, request(objects));
  if (answer.status !== status) throw new Error(`${name} of ${url} is answered with ${answer.status}, not ${status}.`);
}

/** @param {Options} options */
export async function measureLoad({ rounds, seconds, clients, peers, endpoints, kept, tell = () => {} }) {
  const chosen = ENDPOINTS.filter(({ name }) => endpoints === undefined || endpoints.includes(name));
  const stage = await openStage({ ...(peers ? { peers } : {}) });
  const load = await prepareLoad(chosen, stage.objects);
  /** @param {import("../harness/endpoints.mjs").Endpoint} endpoint */
  const peersFor = (endpoint) => stage.peers.filter((peer) => has(peer, endpoint));
  /** @type {Set<string>} */
  const slow = new Set();
  /** @type {Sample[]} */
  const samples = [];
  try {
    for (const endpoint of chosen) {
      for (const peer of peersFor(endpoint)) {
        await requireStatus(stage.serverOf(peer).url, endpoint, stage.objects[0]);
        const warm = { ...WARM_UP, isTolerant: true };
        const { requests } = await load.send(stage.serverOf(peer).url, endpoint, warm);
        if (requests < FEW) slow.add(`${endpoint.name} ${peer.name}`);
      }
    }
    for (let round = 1; round <= rounds; round += 1) {
      for (const endpoint of chosen) {
        await stage.client.query("vacuum");
        for (const many of clients) {
          for (const peer of peersFor(endpoint)) {
            const [before = 0] = loadavg();
            const from = await stage.cpu(peer);
            const result = await load.send(stage.serverOf(peer).url, endpoint, {
              clients: many,
              seconds: slow.has(`${endpoint.name} ${peer.name}`) ? seconds * LONGER : seconds,
            });
            const to = await stage.cpu(peer);
            const each = (/** @type {"workerd" | "pooler" | "postgres"} */ part) =>
              rounded((to[part] - from[part]) / result.requests);
            samples.push({
              ...{ round, endpoint: endpoint.name, clients: many, peer: peer.name },
              requests: result.requests,
              lost: result.lost,
              perSecond: rounded(result.requests / result.seconds),
              p50: result.p50,
              p99: result.p99,
              bytes: Math.round(result.bytes / result.requests),
              cpu: { workerd: each("workerd"), pooler: each("pooler"), postgres: each("postgres") },
              before,
            });
          }
        }
      }
      await kept?.(samples);
      tell(`round ${round} of ${rounds}`);
    }
    return samples;
  } finally {
    await load.close();
    await stage.close();
  }
}

/** @param {number} value */
const rounded = (value) => Math.round(value * 10) / 10;
