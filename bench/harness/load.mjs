// Load by wrk (Debian's package), which takes little of the processors away from those that are measured.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../tools/common/run.mjs";
import { onShutdown } from "../../tools/common/shutdown.mjs";
import { headersOf } from "./endpoints.mjs";

/** @typedef {import("./endpoints.mjs").Endpoint} Endpoint */
/** @typedef {import("./data.mjs").Objects} Objects */
/** Latencies in ms. @typedef {{ requests: number, seconds: number, refused: number, lost: number, bytes: number, p50: number, p99: number }} Load */

/** @param {Endpoint} endpoint @param {Objects} objects */
function message({ request }, objects) {
  const { method, path, body } = request(objects);
  const text = body === undefined ? "" : JSON.stringify(body);
  // In development the API answers nobody who asks for another host.
  const headers = { host: "localhost", ...headersOf(objects.user, { method, path, body }) };
  const lines = Object.entries({ ...headers, ...(text === "" ? {} : { "content-length": String(text.length) }) });
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${text}`;
}

/** JSON's escapes of what occurs here are Lua's. @param {Endpoint} endpoint @param {Objects[]} objects */
const script = (endpoint, objects) => `
local messages = { ${objects.map((each) => JSON.stringify(message(endpoint, each))).join(", ")} }
local last = 0
function request()
  last = last % #messages + 1
  return messages[last]
end
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.6f,"refused":%d,"lost":%d,"bytes":%d,"p50":%.3f,"p99":%.3f}\\n',
    summary.requests, summary.duration / 1e6, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    summary.bytes, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
`;

/**
 * Writes down what is to be sent to each endpoint, and gives what sends it.
 *
 * @param {Endpoint[]} endpoints
 * @param {Objects[]} objects
 */
export async function prepareLoad(endpoints, objects) {
  const folder = await mkdtemp(join(tmpdir(), "budgeting-load-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const forget = onShutdown(remove);
  const fileOf = (/** @type {Endpoint} */ { name }) => join(folder, `${name.replaceAll(" ", "-")}.lua`);
  for (const endpoint of endpoints) await writeFile(fileOf(endpoint), script(endpoint, objects));
  return {
    /**
     * @param {URL} url
     * @param {Endpoint} endpoint
     * @param {{ clients: number, seconds: number, threads?: number, isTolerant?: boolean }} options each client sends its
     *   next request when it has its answer; a tolerant load may be refused
     * @returns {Promise<Load>}
     */
    async send(url, endpoint, { clients, seconds, threads = 1, isTolerant = false }) {
      const { stdout } = await run("wrk", [
        ...[
          "--threads",
          String(threads),
          "--connections",
          String(clients),
          "--duration",
          `${seconds}s`,
          "--timeout",
          "20s",
        ],
        ...["--script", fileOf(endpoint), url.href],
      ]);
      const load = JSON.parse(stdout.slice(stdout.lastIndexOf("{")));
      const expected = endpoint.status >= 400 ? load.requests : 0;
      if (!isTolerant && (load.refused !== expected || load.requests === 0)) {
        throw new Error(`${endpoint.name} of ${url}: ${load.refused} of ${load.requests} requests were refused.`);
      }
      return load;
    },
    async close() {
      forget();
      await remove();
    },
  };
}
