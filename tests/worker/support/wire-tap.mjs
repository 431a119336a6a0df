/** A TCP relay to PostgreSQL that notes what is asked of it. */
import net from "node:net";

/** @typedef {{ sql: string, values: (string | null)[] }} Statement */
/** @typedef {{ statements: Statement[], terminated: boolean, closed: boolean, bytesOut: number }} Session */

/** @param {string} target the database's address */
export async function startWireTap(target) {
  const { hostname, port } = new URL(target);
  /** @type {Session[]} */
  let sessions = [];
  const server = net.createServer((client) => {
    /** @type {Session} */
    const session = { statements: [], terminated: false, closed: false, bytesOut: 0 };
    sessions.push(session);
    const upstream = net.connect(Number(port), hostname);
    const read = reader(session);
    client.on("data", (data) => {
      read(data);
      upstream.write(data);
    });
    upstream.on("data", (data) => {
      session.bytesOut += data.length;
      client.write(data);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ]) {
      one?.on("end", () => other?.end());
      one?.on("error", () => other?.destroy());
      one?.on("close", () => {
        session.closed = true;
        other?.destroy();
      });
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  const { port: own } = /** @type {net.AddressInfo} */ (server.address());
  return {
    url: Object.assign(new URL(target), { port: String(own) }).href,
    /** The sessions since the last time this was asked. */
    take() {
      const taken = sessions;
      sessions = [];
      return taken;
    },
    close: () => new Promise((closed) => server.close(closed)),
  };
}

/** Reads the frontend's messages off a stream. @param {Session} session */
function reader(session) {
  let rest = Buffer.alloc(0);
  let started = false;
  return (/** @type {Buffer} */ data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= (started ? 5 : 8)) {
      const head = started ? 1 : 0;
      const length = rest.readInt32BE(head);
      if (rest.length < head + length) return;
      if (started) note(session, String.fromCharCode(rest[0] ?? 0), rest.subarray(5, 1 + length));
      // A request for TLS comes before the real start-up message.
      else started = rest.readInt32BE(4) !== 80877103;
      rest = rest.subarray(head + length);
    }
  };
}

/** @param {Session} session @param {string} type @param {Buffer} payload */
function note(session, type, payload) {
  if (type === "Q") session.statements.push({ sql: text(payload, 0).value, values: [] });
  if (type === "P") session.statements.push({ sql: text(payload, text(payload, 0).next).value, values: [] });
  if (type === "B") session.statements.at(-1)?.values.push(...bound(payload));
  if (type === "X") session.terminated = true;
}

/** @param {Buffer} payload @param {number} at */
function text(payload, at) {
  const end = payload.indexOf(0, at);
  return { value: payload.toString("utf8", at, end), next: end + 1 };
}

/** The values of a Bind message. @param {Buffer} payload @returns {(string | null)[]} */
function bound(payload) {
  let at = text(payload, text(payload, 0).next).next;
  at += 2 + 2 * payload.readInt16BE(at);
  const count = payload.readInt16BE(at);
  at += 2;
  const values = [];
  for (let index = 0; index < count; index += 1) {
    const length = payload.readInt32BE(at);
    at += 4;
    values.push(length < 0 ? null : payload.toString("utf8", at, at + length));
    at += Math.max(0, length);
  }
  return values;
}
