// A thousand clients at once, through the pooler's few connections.

import { ENDPOINTS } from "../harness/endpoints.mjs";
import { prepareLoad } from "../harness/load.mjs";
import { DATABASE_PEERS } from "../harness/peers.mjs";
import { openStage } from "../harness/stage.mjs";

/** @typedef {{ peer: string, endpoint: string, clients: number, requests: number, refused: number, lost: number, perSecond: number, p50: number, p99: number }} Crowd */

export const CLIENTS = 1000;
const SECONDS = 8;

/** @returns {Promise<Crowd[]>} */
export async function measureCrowd() {
  const stage = await openStage({ peers: DATABASE_PEERS, clients: CLIENTS + 500 });
  const endpoints = ENDPOINTS.filter(({ name }) => name === "month tree" || name === "create transaction");
  const load = await prepareLoad(endpoints, stage.objects);
  /** @type {Crowd[]} */
  const crowds = [];
  try {
    for (const endpoint of endpoints) {
      for (const peer of stage.peers) {
        const { url } = stage.serverOf(peer);
        await load.send(url, endpoint, { clients: 10, seconds: 1 });
        const result = await load.send(url, endpoint, {
          ...{ clients: CLIENTS, seconds: SECONDS, threads: 2 },
          isTolerant: true,
        });
        crowds.push({
          ...{ peer: peer.name, endpoint: endpoint.name, clients: CLIENTS },
          ...{ requests: result.requests, refused: result.refused, lost: result.lost },
          ...{ perSecond: Math.round(result.requests / result.seconds), p50: result.p50, p99: result.p99 },
        });
      }
    }
    return crowds;
  } finally {
    await load.close();
    await stage.close();
  }
}
