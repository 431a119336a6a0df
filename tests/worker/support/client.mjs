/** Requests to the Worker, over plain HTTP so that a test decides about every byte of them. */
import { once } from "node:events";
import http from "node:http";

/** @typedef {{ status: number, headers: http.IncomingHttpHeaders, text: string, body: any }} Answer */
/** @typedef {string | Uint8Array | Iterable<string>} Payload parts are sent in chunks, without a length */
/** @typedef {{ headers?: Record<string, string>, body?: Payload }} Message */
/** @typedef {(method: string, path: string, message?: Message) => Promise<Answer>} Send */
/** @typedef {ReturnType<typeof as>} Client */
/** What is wrong with an answer to a request, empty if nothing is. */
/** @typedef {(method: string, path: string, message: Message, answer: Answer) => string} Judge */

const PATIENCE_MS = 30_000;

/** @param {URL} url @param {http.Agent | false} [agent] keeps connections; a new one for each request unless told @returns {Send} */
export function sender(url, agent = false) {
  return (method, path, { headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const request = http.request({ host: url.hostname, port: url.port, method, path, headers, agent });
      let settled = false;
      request.setTimeout(PATIENCE_MS, () => request.destroy(new Error(`${method} ${path}: no answer`)));
      request.on("response", (response) => {
        /** @type {Buffer[]} */
        const parts = [];
        response.on("data", (part) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => {
          settled = true;
          resolve(answer(response, Buffer.concat(parts).toString("utf8")));
        });
      });
      // A server may answer before it has read everything and close: the answer is what counts.
      request.on("error", (error) => setTimeout(() => settled || reject(error), 100));
      // What goes wrong while sending is an error of the request.
      write(request, body).catch(() => {});
    });
}

/** Sends, and fails where the answer is wrong. @param {Send} send @param {Judge} judge @returns {Send} */
export const judged =
  (send, judge) =>
  async (method, path, message = {}) => {
    const given = await send(method, path, message);
    const fault = judge(method, path, message, given);
    if (fault === "") return given;
    throw new Error(`${method} ${path} is not answered as described: ${fault}\n${given.status} ${given.text}`);
  };

/** @param {http.ClientRequest} request @param {Payload | undefined} body */
async function write(request, body) {
  if (body !== undefined && typeof body !== "string" && !(body instanceof Uint8Array)) {
    const closed = once(request, "close").catch(() => {});
    for (const chunk of body) {
      if (!request.write(chunk)) await Promise.race([once(request, "drain"), closed]);
      if (request.destroyed) return;
    }
    request.end();
  } else {
    request.end(body);
  }
}

/** @param {http.IncomingMessage} response @param {string} text @returns {Answer} */
function answer(response, text) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status: response.statusCode ?? 0, headers: response.headers, text, body };
}

/** The client of somebody who sends no credentials. @param {Send} send */
export const anonymous = (send) => client(send, {}, "");

/** The client of a signed-in user. @param {Send} send @param {string} user */
export const as = (send, user) => client(send, { authorization: `Bearer dev:${user}` }, user);

/** @param {Send} send @param {Record<string, string>} identity @param {string} id */
function client(send, identity, id) {
  /** @param {string} method @param {string} path @param {Message} [message] */
  const request = (method, path, message = {}) =>
    send(method, path, { ...message, headers: { ...identity, ...message.headers } });
  /** @param {string} method */
  const withJson =
    (method) =>
    /** @param {string} path @param {unknown} [body] a string goes out as it stands */
    (path, body) =>
      request(method, path, {
        headers: { "content-type": "application/json" },
        body: typeof body === "string" ? body : JSON.stringify(body),
      });
  return {
    id,
    request,
    /** @param {string} path */
    get: (path) => request("GET", path),
    /** @param {string} path */
    delete: (path) => request("DELETE", path),
    post: withJson("POST"),
    patch: withJson("PATCH"),
  };
}
