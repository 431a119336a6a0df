// Distance between the pooler and PostgreSQL: a relay that holds back every piece for half of the round trip.
import { once } from "node:events";
import net from "node:net";

/** @typedef {Awaited<ReturnType<typeof startDelay>>} Delay */

/** @param {string} target the database's address */
export async function startDelay(target) {
  const { hostname, port } = new URL(target);
  let half = 0;
  let turns = 0;
  /** @type {Set<net.Socket>} */
  const open = new Set();

  const server = net.createServer({ noDelay: true }, (client) => {
    const upstream = net.connect({ host: hostname, port: Number(port), noDelay: true });
    let answered = true;
    for (const [from, to] of /** @type {const} */ ([
      [client, upstream],
      [upstream, client],
    ])) {
      open.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        open.delete(from);
        to.end();
      });
      const hold = holdingBack((data) => to.write(data));
      from.on("data", (data) => {
        // What is asked after an answer begins another round trip.
        if (from === upstream) answered = true;
        else if (answered) {
          answered = false;
          turns += 1;
        }
        if (half === 0) to.write(data);
        else hold(data, half);
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: own } = /** @type {net.AddressInfo} */ (server.address());
  return {
    url: Object.assign(new URL(target), { port: String(own) }).href,
    /** @param {number} milliseconds of a round trip */
    set(milliseconds) {
      half = milliseconds / 2;
    },
    /** How many round trips there have been so far. */
    turns: () => turns,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Timers are a millisecond late, and more: the last of the time is waited for by looking at the clock. */
const TIMER_MILLISECONDS = 2;

/** Passes pieces on in their order, each so many milliseconds after it came. @param {(data: Buffer) => void} pass */
function holdingBack(pass) {
  /** @type {{ due: number, data: Buffer }[]} */
  const held = [];
  const look = () => {
    for (;;) {
      const [next] = held;
      if (next === undefined) return;
      const left = next.due - performance.now();
      if (left > TIMER_MILLISECONDS) return setTimeout(look, left - TIMER_MILLISECONDS);
      if (left > 0) return setImmediate(look);
      held.shift();
      pass(next.data);
    }
  };
  return (/** @type {Buffer} */ data, /** @type {number} */ milliseconds) => {
    held.push({ due: performance.now() + milliseconds, data });
    if (held.length === 1) look();
  };
}
