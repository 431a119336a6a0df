// Everything that a measurement stands on: PostgreSQL with the data, the pooler, and each peer in a workerd of its own.

import { startCluster } from "../../tests/faults/support/cluster.mjs";
import { connect } from "../../tools/database/connect.mjs";
import { startPooler } from "../../tools/test/pooler.mjs";
import { cpuOf, cpuOfPostgres, postmasterOf } from "./cpu.mjs";
import { loadData, objectsOf } from "./data.mjs";
import { startDelay } from "./delay.mjs";
import { answersOf, isFloor, PEERS, startPeer } from "./peers.mjs";

/** @typedef {Awaited<ReturnType<typeof openStage>>} Stage */
/** @typedef {import("./peers.mjs").Peer} Peer */

/** As a server for this alone would be set, without waiting for the disk: that is the same for all. */
export const SETTINGS = {
  shared_buffers: "1GB",
  max_connections: "100",
  synchronous_commit: "off",
  max_wal_size: "8GB",
  checkpoint_timeout: "1h",
  // It would run at some peer's expense; the measurements clean up between two of them.
  autovacuum: "off",
  jit: "off",
  shared_preload_libraries: "pg_stat_statements",
};

/**
 * @param {object} [options]
 * @param {Peer[]} [options.peers]
 * @param {number} [options.clients] how many connections the pooler takes
 * @param {boolean} [options.delayed] a relay stands between the pooler and PostgreSQL
 */
export async function openStage({ peers = PEERS, clients = 300, delayed = false } = {}) {
  const cluster = await startCluster(SETTINGS);
  const client = await connect(cluster.url);
  await client.query("create extension pg_stat_statements");
  await loadData(client);
  const objects = await objectsOf(client);
  const delay = delayed ? await startDelay(cluster.workerUrl) : undefined;
  const pooler = await startPooler(delay?.url ?? cluster.workerUrl, { servers: 20, clients });
  const postmaster = await postmasterOf(client);

  /** @type {Map<string, import("./peers.mjs").Workerd>} */
  const servers = new Map();
  for (const peer of peers.filter((each) => !isFloor(each))) {
    servers.set(peer.name, await startPeer(peer, pooler.url));
  }
  const [first] = servers.values();
  const [someone] = objects;
  if (first && someone) {
    const answers = await answersOf(first.url, someone);
    for (const peer of peers.filter(isFloor)) servers.set(peer.name, await startPeer(peer, pooler.url, answers));
  }
  /** @param {Peer} peer */
  const serverOf = ({ name }) => {
    const server = servers.get(name);
    if (server === undefined) throw new Error(`${name} was not started.`);
    return server;
  };
  return {
    peers,
    client,
    objects,
    pooler,
    delay,
    serverOf,
    /** Processor time so far, in microseconds. @param {Peer} peer */
    async cpu(peer) {
      const [workerd, pool, postgres] = await Promise.all([
        cpuOf(serverOf(peer).pid()),
        cpuOf(pooler.pid()),
        cpuOfPostgres(postmaster),
      ]);
      return { workerd, pooler: pool, postgres };
    },
    async close() {
      for (const server of servers.values()) await server.close();
      await pooler.close();
      await delay?.close();
      await client.end();
      await cluster.close();
    },
  };
}
