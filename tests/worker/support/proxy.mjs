/** A TCP relay to PostgreSQL that can do to an exchange what a network or a broken server does. */
import { once } from "node:events";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** @typedef {"client" | "server"} Side the one that sends */
/**
 * What happens once this many bytes of one side have been passed on, or with `whenMore` in place of the next one; the
 * other side's are passed on until then.
 * `reset` and `end` close both connections, hard and in order; `silence` keeps them open and passes on nothing more;
 * `garbage` and `nonsense` send the client what no server says, and nothing more after that: another protocol, which
 * reads like the beginning of a very long message, and a whole message of an unknown type. An SQLSTATE sends the client
 * that error as PostgreSQL would, and then ends both.
 * @typedef {{ from: Side, after: number, by: "reset" | "end" | "silence" | keyof typeof STRANGE | { sqlstate: string },
 *   whenMore?: boolean }} Break
 */
/** How fast: every piece of at most so many bytes waits for so long. @typedef {{ bytes: number, ms: number }} Pace */
/** @typedef {{ break?: Break, pace?: Pace }} Fault nothing: passes everything on */
/** What went through a connection in all; `closed` by the client. @typedef {{ client: number, server: number, closed: boolean }} Session */
/** Is told of all that a side sends, passed on or not. @typedef {(session: Session, side: Side, data: Buffer) => void} Heard */
/** @typedef {Awaited<ReturnType<typeof startProxy>>} Proxy */

const STRANGE = {
  garbage: Buffer.from("HTTP/1.1 400 Bad Request\r\ncontent-type: text/html\r\n\r\n<h1>\u0000\uffff</h1>\r\n"),
  nonsense: Buffer.from([0x7f, 0, 0, 0, 8, 1, 2, 3, 4]),
};

/**
 * @param {string} target the database's address
 * @param {Heard} [heard]
 */
export async function startProxy(target, heard = () => {}) {
  const { hostname, port: targetPort } = new URL(target);
  /** @type {() => Fault} */
  let fault = () => ({});
  let times = 0;
  /** @type {Session[]} */
  let sessions = [];
  /** @type {Set<net.Socket>} */
  const open = new Set();

  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const chosen = times > 0 ? fault() : {};
    times -= 1;
    /** @type {Session} */
    const session = { client: 0, server: 0, closed: false };
    sessions.push(session);
    const upstream = net.connect({ port: Number(targetPort), host: hostname, allowHalfOpen: true, noDelay: true });
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", () => {
        client.destroy();
        upstream.destroy();
      });
      socket.on("close", () => open.delete(socket));
    }
    for (const event of ["end", "close"]) {
      client.on(event, () => {
        session.closed = true;
      });
    }
    relay({ client, upstream, session }, chosen, heard);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  const close = () => {
    for (const socket of open) reset(socket);
    return new Promise((closed) => server.close(closed));
  };
  return {
    url: Object.assign(new URL(target), { port: String(port) }).href,
    /**
     * The next connections meet this fault, all of them unless told how many.
     * @param {Fault | (() => Fault)} next is asked for each connection, if it is a function
     * @param {number} [count]
     */
    set(next, count = Number.POSITIVE_INFINITY) {
      fault = typeof next === "function" ? next : () => next;
      times = count;
    },
    /** Ends what is open, whatever fault it is in, and passes everything on from now. */
    heal() {
      times = 0;
      for (const socket of open) reset(socket);
    },
    /** Nobody listens any more: connections are refused by the operating system. */
    refuse: close,
    async listen() {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
    /** The sessions since the last time this was asked. */
    take() {
      const taken = sessions;
      sessions = [];
      return taken;
    },
    close,
  };
}

/** postgresql.org/docs/17/protocol-message-formats.html: ErrorResponse. @param {string} sqlstate */
function errorResponse(sqlstate) {
  const fields = Buffer.from(`SERROR\0VERROR\0C${sqlstate}\0Mended by the proxy\0\0`);
  const head = Buffer.from("E\0\0\0\0");
  head.writeInt32BE(4 + fields.length, 1);
  return Buffer.concat([head, fields]);
}

/**
 * @param {{ client: net.Socket, upstream: net.Socket, session: Session }} connection
 * @param {Fault} fault
 * @param {Heard} heard
 */
function relay({ client, upstream, session }, { break: planned, pace }, heard) {
  let broken = false;
  const breakNow = () => {
    broken = true;
    const by = planned?.by;
    if (typeof by === "object") client.write(errorResponse(by.sqlstate));
    else if (by && by in STRANGE) client.write(STRANGE[/** @type {keyof typeof STRANGE} */ (by)]);
    if (by === "end" || typeof by === "object")
      for (const socket of [client, upstream]) socket.end(() => socket.destroy());
    if (by === "reset") for (const socket of [client, upstream]) reset(socket);
  };
  /** @param {Side} side @param {net.Socket} from @param {net.Socket} to */
  const oneWay = (side, from, to) => {
    const breakAfter = planned?.from === side ? planned.after : Number.POSITIVE_INFINITY;
    if (breakAfter === 0 && !planned?.whenMore) breakNow();
    /** @param {Buffer} data */
    const pass = async (data) => {
      if (pace) await sleep(pace.ms);
      if (broken) return;
      const passed = data.subarray(0, breakAfter - session[side]);
      session[side] += passed.length;
      // Broken only when the other end has it: what is cut off together with the connection was not passed on.
      await new Promise((done) => to.write(passed, done));
      if (session[side] === breakAfter && (!planned?.whenMore || passed.length < data.length)) breakNow();
    };
    /** @type {Promise<unknown>} */
    let last = Promise.resolve();
    from.on("data", (data) => {
      heard(session, side, data);
      for (const piece of pieces(data, pace?.bytes)) last = last.then(() => pass(piece));
    });
    from.on("end", () => {
      last.then(() => (broken ? from.destroy() : to.end()));
    });
  };
  oneWay("client", client, upstream);
  oneWay("server", upstream, client);
}

/** One that is being ended can't be reset: its handle would stay for ever, and Node with it. @param {net.Socket} socket */
const reset = (socket) => (socket.writableEnded ? socket.destroy() : socket.resetAndDestroy());

/** @param {Buffer} data @param {number} [most] bytes in a piece */
function* pieces(data, most = data.length) {
  for (let at = 0; at < data.length; at += most) yield data.subarray(at, at + most);
}
