/** Requests as bytes on a socket, for what no HTTP client would send. */
import { once } from "node:events";
import net from "node:net";

/** How long nothing may come before the exchange counts as over, in ms. */
const QUIET_MS = 400;
const PATIENCE_MS = 15_000;

/** @typedef {{ status: number, head: string, text: string }} RawAnswer */

/**
 * What comes back for these bytes, until the server closes or says no more.
 * @param {URL} url @param {string | Uint8Array} bytes
 */
export async function exchange(url, bytes) {
  const socket = net.connect(Number(url.port), url.hostname);
  const end = setTimeout(() => socket.destroy(), PATIENCE_MS);
  let text = "";
  socket.setTimeout(QUIET_MS, () => text !== "" && socket.destroy());
  socket.on("data", (data) => {
    text += data.toString("latin1");
  });
  // A server that refuses may close before all was sent.
  socket.on("error", () => {});
  socket.write(bytes);
  await once(socket, "close").catch(() => {});
  clearTimeout(end);
  return text;
}

/** The answers in what came back. @param {string} text @returns {RawAnswer[]} */
export function answersIn(text) {
  return text
    .split(/(?=HTTP\/1\.[01] \d{3} )/)
    .filter(Boolean)
    .map((answer) => {
      const [head = "", ...body] = answer.split("\r\n\r\n");
      return { status: Number(head.split(" ")[1]), head, text: body.join("\r\n\r\n") };
    });
}
