// Where a request's processor time goes: V8's own profile of a workerd under load, summed up by function.
import { basename } from "node:path";
import { freePort } from "../../tools/common/ports.mjs";
import { ENDPOINTS } from "../harness/endpoints.mjs";
import { prepareLoad } from "../harness/load.mjs";
import { PEERS } from "../harness/peers.mjs";
import { openStage } from "../harness/stage.mjs";

/** Microseconds a request. @typedef {{ name: string, file: string, self: number, total: number }} Row */

/** How often V8 looks, in microseconds. */
const INTERVAL = 100;

const SHOWN = 30;

/** Prints it for ours. @param {string} endpoint */
export async function showProfile(endpoint) {
  const [ours] = PEERS;
  if (ours === undefined) return;
  const { requests, cpu, rows } = await profile(ours, endpoint, 5);
  console.log(
    `\n${endpoint}: ${requests} requests, ${cpu.toFixed(0)} µs of processor time each while it is looked at.\n`,
  );
  console.log("     self    total, µs a request");
  for (const { name, file, self, total } of rows.slice(0, SHOWN)) {
    console.log(`${self.toFixed(1).padStart(9)}${total.toFixed(1).padStart(9)}  ${name} ${file}`);
  }
}

/** @param {import("../harness/peers.mjs").Peer} peer @param {string} name of the endpoint @param {number} seconds */
async function profile(peer, name, seconds) {
  const endpoint = ENDPOINTS.find((each) => each.name === name);
  if (endpoint === undefined) throw new Error(`There is no endpoint "${name}".`);
  const port = await freePort(`inspector of ${peer.name}`);
  const stage = await openStage({ peers: [{ ...peer, options: [`--inspector-addr=127.0.0.1:${port}`] }] });
  const load = await prepareLoad([endpoint], stage.objects);
  try {
    const { url } = stage.serverOf(peer);
    await load.send(url, endpoint, { clients: 10, seconds: 3 });
    const inspector = await connectInspector(port);
    await inspector("Profiler.enable");
    await inspector("Profiler.setSamplingInterval", { interval: INTERVAL });
    await inspector("Profiler.start");
    const before = await stage.cpu(peer);
    const { requests } = await load.send(url, endpoint, { clients: 10, seconds });
    const after = await stage.cpu(peer);
    const { profile: found } = await inspector("Profiler.stop");
    return { requests, cpu: (after.workerd - before.workerd) / requests, rows: rowsOf(found, requests) };
  } finally {
    await load.close();
    await stage.close();
  }
}

/** @param {number} port */
async function connectInspector(port) {
  const [target] = /** @type {any[]} */ (await (await fetch(`http://127.0.0.1:${port}/json`)).json());
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  /** @type {Map<number, (result: any) => void>} */
  const waiting = new Map();
  socket.addEventListener("message", ({ data }) => {
    const { id, result } = JSON.parse(data);
    waiting.get(id)?.(result);
  });
  await new Promise((open, fail) => {
    socket.addEventListener("open", open);
    socket.addEventListener("error", fail);
  });
  let last = 0;
  return (/** @type {string} */ method, params = {}) =>
    new Promise((done) => {
      last += 1;
      waiting.set(last, done);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
}

/** @param {any} profile @param {number} requests @returns {Row[]} */
function rowsOf({ nodes, samples, timeDeltas }, requests) {
  /** @type {Map<number, any>} */
  const byId = new Map(nodes.map((/** @type {any} */ node) => [node.id, { ...node, self: 0 }]));
  samples.forEach((/** @type {number} */ id, /** @type {number} */ index) => {
    const node = byId.get(id);
    if (node) node.self += timeDeltas[index];
  });
  /** @type {Map<string, Row>} */
  const rows = new Map();
  /** @param {any} node @param {Set<string>} above @returns {number} */
  const walk = (node, above) => {
    const { functionName, url, lineNumber } = node.callFrame;
    const key = `${functionName}|${url}|${lineNumber}`;
    const within = new Set(above).add(key);
    const total =
      node.self +
      (node.children ?? []).reduce(
        (/** @type {number} */ sum, /** @type {number} */ child) => sum + walk(byId.get(child), within),
        0,
      );
    const row = rows.get(key) ?? {
      name: functionName || "(anonymous)",
      file: `${basename(url)}:${lineNumber + 1}`,
      self: 0,
      total: 0,
    };
    row.self += node.self / requests;
    if (!above.has(key)) row.total += total / requests;
    rows.set(key, row);
    return total;
  };
  walk(byId.get(nodes[0].id), new Set());
  return [...rows.values()].sort((a, b) => b.self - a.self);
}
