// Requests to a deployed Worker, and how long they took.
import { setTimeout as sleep } from "node:timers/promises";
import { Finding, KEPT, wrongStatus } from "./findings.mjs";

/** @typedef {{ status: number, headers: Headers, text: string, body: any, ms: number }} Answer */
/** @typedef {ReturnType<typeof openApi>} Api */

const PATIENCE_MS = 30_000;
/** A rate-limited response says how long to wait; the longest period of Workers' rate limiting is a minute. */
const MOST_WAIT_SECONDS = 60;

/**
 * @param {URL} base
 * @param {string | undefined} token
 */
export function openApi(base, token) {
  /** @type {Map<string, number[]>} */
  const times = new Map();
  /** @type {Set<string>} */
  const made = new Set();
  let group = "";
  const stopping = new AbortController();

  /** @param {string} method @param {string} path @param {unknown} [body] @param {{ anonymous?: boolean, headers?: Record<string, string> }} [options] @returns {Promise<Answer>} */
  const request = async (method, path, body, options = {}) => {
    const { anonymous = false, headers = {} } = options;
    const url = new URL(path, base);
    const started = performance.now();
    let response;
    let text;
    try {
      response = await fetch(url, {
        method,
        headers: {
          ...(token !== undefined && !anonymous ? { authorization: `Bearer ${token}` } : {}),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        redirect: "manual",
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(PATIENCE_MS)]),
      });
      text = await response.text();
    } catch (error) {
      throw noAnswer(`${method} ${path}`, url, error);
    }
    const ms = performance.now() - started;
    const wait = Number(response.headers.get("retry-after"));
    if (response.status === 429 && wait > 0) {
      await sleep(Math.min(wait, MOST_WAIT_SECONDS) * 1000, undefined, { signal: stopping.signal });
      return request(method, path, body, options);
    }
    const all = times.get(group) ?? [];
    times.set(group, all);
    all.push(ms);
    const answer = { status: response.status, headers: response.headers, text, body: parsed(text), ms };
    const isRoot = path === "/api/months" || path === "/api/yearly";
    if (method === "POST" && isRoot && Number.isInteger(answer.body?.id)) made.add(`${path}/${answer.body.id}`);
    return answer;
  };

  return {
    request,
    /** The body of a response that must have this status. @param {string} method @param {string} path @param {unknown} [body] @param {number} [status] @returns {Promise<any>} */
    async call(method, path, body, status = 200) {
      const answer = await request(method, path, body);
      if (answer.status !== status) throw wrongStatus(`${method} ${path}`, answer, status);
      return answer.body;
    },
    /** From now on, times are recorded under this name. @param {string} name */
    measure(name) {
      group = name;
    },
    /** The paths of the months and budgets that were created. */
    made,
    /** The times of each group, in ms. */
    times,
    /** Aborts all requests in progress. */
    abort: () => stopping.abort(new Error("interrupted")),
  };
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {string} request @param {URL} url @param {unknown} error */
function noAnswer(request, url, error) {
  const { name, message, cause } = /** @type {Error & { cause?: { code?: string } }} */ (error);
  if (name === "TimeoutError") {
    return new Finding(`${request} was not answered in ${PATIENCE_MS / 1000} s`, KEPT);
  }
  return new Finding(
    `${request}: no answer from ${url.origin} (${cause?.code ?? message})`,
    "Is the address right, and is the Worker deployed? `npx wrangler deployments list` lists deployments.",
  );
}
