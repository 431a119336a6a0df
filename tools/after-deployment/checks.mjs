// Checks of a deployed Worker, besides those of its endpoints.
import { Finding, wrongStatus } from "./findings.mjs";

/** @typedef {import("./api.mjs").Api} Api */
/** @typedef {import("./api.mjs").Answer} Answer */
/** What the checks work on. @typedef {{ month: { id: number }, budget: { id: number }, year: number }} Ground */

/**
 * How often a read is repeated: a cache that keeps responses for a minute shows at the second, one that only some
 * requests meet takes more.
 */
export const FRESHNESS_ROUNDS = 20;
const DROPPED =
  "Does a proxy in front of the Worker drop the headers Idempotency-Key, If-Match, If-None-Match or ETag? Let it pass them on.";
/** After this many failures the result is clear. */
const MOST_FAILURES = 10;

/**
 * Checks that the Worker runs, reaches its database, and authenticates the right requests.
 *
 * @param {Api} api
 * @param {URL} base
 * @param {boolean} hasToken
 */
export async function checkAccess(api, base, hasToken) {
  await api.call("GET", "/api/health");
  await api.call("GET", "/api/ready");
  const stranger = await api.request("GET", "/api/months", undefined, { anonymous: true });
  const isLocal = ["127.0.0.1", "localhost", "[::1]"].includes(base.hostname);
  if (stranger.status === 200 && !isLocal) {
    throw new Finding(
      "it lets in whoever asks, without any credentials",
      "AUTH_MODE is `dev`. That accepts any user id without proof, and must never be set on a deployed Worker.",
    );
  }
  if (stranger.status !== 401 && stranger.status !== 200) {
    throw wrongStatus("GET /api/months without credentials", stranger, 401);
  }
  if (!hasToken && stranger.status === 401) {
    throw new Finding(
      "it runs, and wants credentials for the rest",
      "Pass the access token of a user, preferably one created for this purpose: npm run verify -- <url> --token <token>, or VERIFY_TOKEN. " +
        "In a page with supabase-js: (await supabase.auth.getSession()).data.session.access_token",
    );
  }
  await api.call("GET", "/api/months");
}

/**
 * Checks that a read returns what was just written, even if the same read was made before.
 *
 * @param {Api} api
 * @param {import("./temporary.mjs").Temporary} temporary
 * @param {() => void} advance after each round
 */
export async function checkFreshness(api, { year, name }, advance) {
  const budget = await api.call("POST", "/api/yearly", { year }, 201);
  const month = await api.call("POST", "/api/months", { name: `${name} fresh`, year, month: 1, income: 0 }, 201);
  /** @type {[string, (body: any) => unknown][]} */
  const reads = [
    [`/api/yearly/${budget.id}`, (body) => body.spendTarget],
    [`/api/yearly/by-year/${year}`, (body) => body.spendTarget],
    ["/api/yearly", (body) => body.find((/** @type {any} */ { id }) => id === budget.id)?.spendTarget],
    [`/api/yearly/${budget.id}/summary`, (body) => body.spendTarget],
    [`/api/months/${month.id}`, (body) => body.income],
    ["/api/months", (body) => body.find((/** @type {any} */ { id }) => id === month.id)?.income],
  ];
  /** @type {Set<string>} */
  const stale = new Set();
  let old = 0;
  for (let round = 1; round <= FRESHNESS_ROUNDS; round += 1) {
    const value = round * 100;
    await api.call("PATCH", `/api/yearly/${budget.id}`, { spendTarget: value });
    await api.call("PATCH", `/api/months/${month.id}`, { income: round });
    const shown = await Promise.all(reads.map(async ([path, pick]) => pick(await api.call("GET", path))));
    for (const [index, each] of shown.entries()) {
      if (each === value) continue;
      old += 1;
      stale.add(reads[index]?.[0].replace(/\d+/, ":id") ?? "");
    }
    advance();
  }
  await api.call("DELETE", `/api/yearly/${budget.id}`);
  await api.call("DELETE", `/api/months/${month.id}`);
  if (old === 0) return;
  throw new Finding(
    `${old} of ${FRESHNESS_ROUNDS * reads.length} reads returned outdated data: GET ${[...stale].join(", GET ")}`,
    "Something between client and database caches reads. Hyperdrive: `npx wrangler hyperdrive update <id> --caching-disabled`. " +
      "A cache rule or proxy in front of the Worker: exclude /api/ from it. A replica: connect to the primary.",
  );
}

/**
 * Checks that a request with a key takes effect once, and that nobody overwrites a version they have not seen.
 *
 * @param {Api} api
 * @param {import("./temporary.mjs").Temporary} temporary
 */
export async function checkRepetition(api, { year, name }) {
  /** @param {string} method @param {string} path @param {number} status @param {Record<string, string>} headers @param {unknown} [body] */
  const ask = async (method, path, status, headers, body) => {
    const answer = await api.request(method, path, body, { headers });
    if (answer.status === status) return answer;
    const { message } = wrongStatus(`${method} ${path} with ${Object.keys(headers)[0]}`, answer, status);
    throw new Finding(message, DROPPED);
  };
  const key = { "idempotency-key": crypto.randomUUID() };
  const month = { name: `${name} once`, year, month: 2, income: 0 };
  const first = await ask("POST", "/api/months", 201, key, month);
  const path = `/api/months/${first.body.id}`;
  const again = await ask("POST", "/api/months", 201, key, month);
  if (again.body.id !== first.body.id)
    throw new Finding("a repeated POST with the same Idempotency-Key took effect twice", DROPPED);
  const tag = (await api.request("GET", path)).headers.get("etag") ?? "none";
  await ask("GET", path, 304, { "if-none-match": tag });
  await ask("PATCH", path, 412, { "if-match": '"0"' }, { income: 1 });
  await ask("PATCH", path, 200, { "if-match": tag }, { income: 1 });
  await api.call("DELETE", path);
}

/** @param {Ground} ground @param {number} index @returns {[method: string, path: string, body?: unknown]} */
function someRequest({ month, budget, year }, index) {
  /** @type {[method: string, path: string, body?: unknown][]} */
  const mix = [
    ["GET", `/api/months/${month.id}`],
    ["GET", `/api/yearly/${budget.id}`],
    ["PATCH", `/api/months/${month.id}`, { income: index }],
    ["GET", `/api/yearly/${budget.id}/summary`],
    ["GET", `/api/yearly/by-year/${year}`],
  ];
  return mix[index % mix.length] ?? ["GET", "/api/months"];
}

/**
 * Checks that many requests succeed, `lanes` at a time, and not only the first one.
 *
 * @param {Api} api
 * @param {Ground} ground
 * @param {{ requests: number, lanes: number }} load
 * @param {() => void} advance after each request
 */
export async function checkLoad(api, ground, { requests, lanes }, advance) {
  let sent = 0;
  let worked = 0;
  let workedFirst = 0;
  /** @type {{ finding: Finding, status: number }[]} */
  const failures = [];
  const lane = async () => {
    while (sent < requests && failures.length < MOST_FAILURES) {
      const [method, path, body] = someRequest(ground, sent);
      sent += 1;
      try {
        const answer = await api.request(method, path, body);
        if (answer.status === 200) worked += 1;
        else failures.push({ finding: wrongStatus(`${method} ${path}`, answer, 200), status: answer.status });
      } catch (error) {
        if (!(error instanceof Finding)) throw error;
        failures.push({ finding: error, status: 0 });
      }
      if (failures.length === 0) workedFirst = worked;
      advance();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const [first] = failures;
  if (first === undefined) return;
  const crowded = failures.every(({ status }) => status === 503);
  throw new Finding(
    `${failures.length} of ${worked + failures.length} requests failed, after the first ${workedFirst} had succeeded: ${first.finding.message}`,
    crowded && lanes > 1
      ? "Too few connections for so many requests at once: is Hyperdrive's limit below what the database allows? `npx wrangler hyperdrive get <id>`"
      : first.finding.advice,
  );
}
