/** `pg` with the mistake that this project exists to end: all clients share one connection, made by the first of them. */
// The path, because the name leads here.
import pg from "../../../node_modules/pg/lib/index.js";

/** @type {pg.Client | undefined} */
let connection;

class Client {
  /** @param {pg.ClientConfig} config */
  constructor(config) {
    this.config = config;
  }
  on() {}
  async connect() {
    if (connection !== undefined) return;
    connection = new pg.Client(this.config);
    await connection.connect();
  }
  /** @param {pg.QueryArrayConfig} query */
  query(query) {
    return connection?.query(query);
  }
  async end() {}
}

export default { DatabaseError: pg.DatabaseError, Client };
