// From nothing to the first answer: workerd, the isolate, the script, the first request with its connection.

import { cpuOf } from "../harness/cpu.mjs";
import { ENDPOINTS } from "../harness/endpoints.mjs";
import { send } from "../harness/peers.mjs";
import { openStage } from "../harness/stage.mjs";

/** In ms: by the clock, and of processor time. @typedef {{ peer: string, round: number, clock: number, cpu: number }} Start */

/** @param {number} rounds @returns {Promise<Start[]>} */
export async function measureStarts(rounds) {
  const stage = await openStage();
  /** @type {Start[]} */
  const starts = [];
  try {
    const [objects] = stage.objects;
    const [endpoint] = ENDPOINTS;
    if (objects === undefined || endpoint === undefined) throw new Error("There is no data.");
    for (let round = 1; round <= rounds; round += 1) {
      for (const peer of stage.peers) {
        const server = stage.serverOf(peer);
        await server.kill();
        const started = performance.now();
        await server.start();
        await (await send(server.url, objects.user, endpoint.request(objects))).arrayBuffer();
        const clock = performance.now() - started;
        const cpu = (await cpuOf(server.pid())) / 1000;
        starts.push({ peer: peer.name, round, clock: Number(clock.toFixed(1)), cpu: Number(cpu.toFixed(1)) });
      }
    }
    return starts;
  } finally {
    await stage.close();
  }
}
