/** What may stand in front of a Worker: a server that passes requests on, and keeps answers if it is told to. */
import { once } from "node:events";
import { createServer } from "node:http";

/** @typedef {{ status: number, headers: Record<string, string>, body: Buffer }} Kept */

/**
 * @param {URL} worker
 * @param {{ host?: string, caches?: (path: string) => boolean }} [options] `caches`: answers to reads of this path are
 *   given for ever
 */
export async function startFront(worker, { host = "127.0.0.1", caches = () => false } = {}) {
  /** @type {Map<string, Kept>} */
  const kept = new Map();
  const server = createServer(async (request, response) => {
    const { method = "", url = "/" } = request;
    const isKept = method === "GET" && caches(url);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer =
      (isKept && kept.get(url)) || (await passOn(new URL(url, worker), method, request.headers, Buffer.concat(chunks)));
    if (isKept && answer.status === 200) kept.set(url, answer);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.listen(0, host);
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://${host}:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

/** @param {URL} url @param {string} method @param {import("node:http").IncomingHttpHeaders} headers @param {Buffer} body @returns {Promise<Kept>} */
async function passOn(url, method, { authorization, "content-type": type }, body) {
  const answer = await fetch(url, {
    method,
    headers: { ...(authorization && { authorization }), ...(type && { "content-type": type }) },
    body: body.length === 0 ? undefined : new Uint8Array(body),
  });
  return {
    status: answer.status,
    headers: { "content-type": answer.headers.get("content-type") ?? "" },
    body: Buffer.from(await answer.arrayBuffer()),
  };
}
