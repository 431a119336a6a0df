// How long an answer takes where PostgreSQL is far away: one client, one request after the other.
import { connect } from "../../tools/database/connect.mjs";
import { ENDPOINTS, has } from "../harness/endpoints.mjs";
import { send } from "../harness/peers.mjs";
import { openStage } from "../harness/stage.mjs";
import { median } from "../harness/statistics.mjs";

/** Times in ms; `delay` is that of a round trip. @typedef {{ peer: string, endpoint: string, delay: number, median: number, most: number, requests: number }} Latency */

export const DELAYS = [5, 20, 80];
/** Enough for a median; a request of a hundred round trips is sent as often as there is time for. */
const REQUESTS = { least: 3, most: 20, milliseconds: 600 };

/** The peer of the rows that say how long a round trip was: `select 1` on a connection that is open already. */
export const BARE = "bare";

/** @returns {Promise<Latency[]>} */
export async function measureDelays() {
  const stage = await openStage({ delayed: true });
  /** @type {Latency[]} */
  const latencies = [];
  try {
    const [objects] = stage.objects;
    if (objects === undefined) throw new Error("There is no data.");
    const bare = await connect(stage.pooler.url);
    for (const delay of DELAYS) {
      stage.delay?.set(delay);
      const add = async (
        /** @type {string} */ peer,
        /** @type {string} */ endpoint,
        /** @type {() => Promise<unknown>} */ ask,
      ) => latencies.push({ peer, endpoint, delay, ...(await timesOf(ask)) });
      await add(BARE, "select 1", () => bare.query("select 1"));
      for (const endpoint of ENDPOINTS) {
        for (const peer of stage.peers.filter((each) => has(each, endpoint))) {
          const { url } = stage.serverOf(peer);
          await add(peer.name, endpoint.name, async () =>
            (await send(url, objects.user, endpoint.request(objects))).arrayBuffer(),
          );
        }
      }
    }
    await bare.end();
    return latencies;
  } finally {
    await stage.close();
  }
}

/** @param {() => Promise<unknown>} ask */
async function timesOf(ask) {
  /** @type {number[]} */
  const times = [];
  await ask();
  const end = performance.now() + REQUESTS.milliseconds;
  while (times.length < REQUESTS.least || (times.length < REQUESTS.most && performance.now() < end)) {
    const started = performance.now();
    await ask();
    times.push(performance.now() - started);
  }
  return {
    requests: times.length,
    median: Number(median(times).toFixed(2)),
    most: Number(Math.max(...times).toFixed(2)),
  };
}
