// How long an answer takes where PostgreSQL is far away: one client, one request after the other.
import { ENDPOINTS, has } from "../harness/endpoints.mjs";
import { send } from "../harness/peers.mjs";
import { openStage } from "../harness/stage.mjs";
import { median } from "../harness/statistics.mjs";

/** Times in ms; `delay` is that of a round trip. @typedef {{ peer: string, endpoint: string, delay: number, median: number, most: number, requests: number }} Latency */

export const DELAYS = [5, 20, 80];
/** Enough for a median; a request of a hundred round trips is sent as often as there is time for. */
const REQUESTS = { least: 3, most: 20, milliseconds: 600 };

/** @returns {Promise<Latency[]>} */
export async function measureDelays() {
  const stage = await openStage({ delayed: true });
  /** @type {Latency[]} */
  const latencies = [];
  try {
    const [objects] = stage.objects;
    if (objects === undefined) throw new Error("There is no data.");
    for (const delay of DELAYS) {
      stage.delay?.set(delay);
      for (const endpoint of ENDPOINTS) {
        for (const peer of stage.peers.filter((each) => has(each, endpoint))) {
          const { url } = stage.serverOf(peer);
          const times = [];
          const ask = async () => {
            const started = performance.now();
            await (await send(url, objects.user, endpoint.request(objects))).arrayBuffer();
            return performance.now() - started;
          };
          await ask();
          const end = performance.now() + REQUESTS.milliseconds;
          while (times.length < REQUESTS.least || (times.length < REQUESTS.most && performance.now() < end)) {
            times.push(await ask());
          }
          latencies.push({
            ...{ peer: peer.name, endpoint: endpoint.name, delay, requests: times.length },
            median: Number(median(times).toFixed(2)),
            most: Number(Math.max(...times).toFixed(2)),
          });
        }
      }
    }
    return latencies;
  } finally {
    await stage.close();
  }
}
