// Ports on the loopback interface.
import { createHash } from "node:crypto";
import { connect, createServer } from "node:net";

const host = "127.0.0.1";
/** Below 32768, where the operating systems' range for outgoing connections begins. */
const range = { first: 20000, count: 12000 };

/**
 * A free port. The search starts at a number derived from `name`, so that two checkouts rarely want the same port and a
 * saved connection keeps working.
 *
 * @param {string} name
 */
export async function freePort(name) {
  const start = createHash("sha256").update(name).digest().readUInt32BE(0);
  for (let step = 0; step < 200; step += 1) {
    const port = range.first + ((start + step) % range.count);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port from ${range.first} to ${range.first + range.count - 1}.`);
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isFree(port) {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(true)));
  });
}

/**
 * Whether a program listens on the port. Does not bind it, which could block a program about to do so.
 *
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isTaken(port) {
  return new Promise((done) => {
    const socket = connect({ port, host });
    const settle = (/** @type {boolean} */ taken) => {
      socket.destroy();
      done(taken);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
  });
}

/**
 * The port in the variable PORT.
 *
 * @param {string | undefined} text the variable's
 * @param {number} otherwise the port if it is not set
 */
export function portFrom(text, otherwise) {
  const port = Number(text ?? otherwise);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Error(`PORT is "${text}", which is not a port number (1 to 65535).`);
}
