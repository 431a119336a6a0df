// How many statements each peer sends for a request, and how many round trips to PostgreSQL they take.
import { ENDPOINTS, has } from "../harness/endpoints.mjs";
import { send } from "../harness/peers.mjs";
import { openStage } from "../harness/stage.mjs";

/** @typedef {{ peer: string, endpoint: string, statements: number, roundTrips: number }} Count */

/** @param {import("../harness/peers.mjs").Peer[]} [peers] @returns {Promise<Count[]>} */
export async function countStatements(peers) {
  const stage = await openStage({ ...(peers && { peers }), delayed: true });
  /** @type {Count[]} */
  const counts = [];
  try {
    const [objects] = stage.objects;
    if (objects === undefined) throw new Error("There is no data.");
    for (const endpoint of ENDPOINTS) {
      for (const peer of stage.peers.filter((each) => has(each, endpoint))) {
        const { url } = stage.serverOf(peer);
        const ask = async () => (await send(url, objects.user, endpoint.request(objects))).arrayBuffer();
        await ask();
        await stage.client.query("select pg_stat_statements_reset()");
        const before = stage.delay?.turns() ?? 0;
        await ask();
        const roundTrips = (stage.delay?.turns() ?? 0) - before;
        const { rows } = await stage.client.query(
          `select coalesce(sum(calls), 0)::int as statements from pg_stat_statements s
           join pg_roles r on r.oid = s.userid where r.rolname = 'budgeting_worker'`,
        );
        counts.push({ peer: peer.name, endpoint: endpoint.name, statements: rows[0].statements, roundTrips });
      }
    }
    return counts;
  } finally {
    await stage.close();
  }
}
