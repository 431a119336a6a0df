/** A TCP relay to PostgreSQL that notes what is asked of it. */
import { startProxy } from "./proxy.mjs";

/** @typedef {{ name: string, sql: string, values: (string | null)[] }} Statement */
/** @typedef {import("./proxy.mjs").Session & { statements: Statement[] }} Session */

/** @param {string} target the database's address */
export async function startWireTap(target) {
  /** @type {WeakMap<object, { statements: Statement[], read: (data: Buffer) => void }>} */
  const readers = new WeakMap();
  const proxy = await startProxy(target, (session, side, data) => {
    if (side === "client") readerOf(session).read(data);
  });
  const readerOf = (/** @type {object} */ session) => {
    const known = readers.get(session) ?? reader([]);
    readers.set(session, known);
    return known;
  };
  return {
    url: proxy.url,
    /** The sessions since the last time this was asked. @returns {Session[]} */
    take: () => proxy.take().map((session) => Object.assign(session, { statements: readerOf(session).statements })),
    close: proxy.close,
  };
}

/** Reads the frontend's statements off a stream. @param {Statement[]} statements */
function reader(statements) {
  let rest = Buffer.alloc(0);
  let started = false;
  const read = (/** @type {Buffer} */ data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= (started ? 5 : 8)) {
      const head = started ? 1 : 0;
      const length = rest.readInt32BE(head);
      if (rest.length < head + length) return;
      if (started) note(statements, String.fromCharCode(rest[0] ?? 0), rest.subarray(5, 1 + length));
      // A request for TLS comes before the real start-up message.
      else started = rest.readInt32BE(4) !== 80877103;
      rest = rest.subarray(head + length);
    }
  };
  return { statements, read };
}

/** @param {Statement[]} statements @param {string} type @param {Buffer} payload */
function note(statements, type, payload) {
  if (type === "Q") statements.push({ name: "", sql: text(payload, 0).value, values: [] });
  if (type === "P") {
    const { value: name, next } = text(payload, 0);
    statements.push({ name, sql: text(payload, next).value, values: [] });
  }
  if (type === "B") statements.at(-1)?.values.push(...bound(payload));
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
