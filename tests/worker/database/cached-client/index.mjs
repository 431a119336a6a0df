/** A Worker with the mistake that this project exists to end: a client that outlives the request that made it. */
import pg from "pg";

/** @type {pg.Client | undefined} */
let client;

export default {
  /** @param {Request} _ @param {{ HYPERDRIVE: { connectionString: string } }} env */
  async fetch(_, env) {
    if (client === undefined) {
      client = new pg.Client({ connectionString: env.HYPERDRIVE.connectionString });
      await client.connect();
    }
    const { rows } = await client.query("select 1 as one");
    return Response.json(rows);
  },
};
