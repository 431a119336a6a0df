/** Many clients, random requests, faults at random moments; and at the end everything must be as the answers said. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { checkData } from "../../tools/check-data.mjs";
import { inRoot } from "../../tools/common/paths.mjs";
import { startWorkerd } from "../../tools/serve/workerd.mjs";
import { startPooler } from "../../tools/test/pooler.mjs";
import { startCluster } from "../faults/support/cluster.mjs";
import { as, sender } from "../worker/support/client.mjs";
import { startProxy } from "../worker/support/proxy.mjs";
import { randomly } from "../worker/support/random.mjs";
import { newClient } from "./client.mjs";
import { NETWORK, newFaults, POOLER, RESTARTS, SERVER } from "./faults.mjs";
import { judgeMemory, watchMemory } from "./memory.mjs";
import { newModel, OWNERS, TABLES } from "./model.mjs";

/** @typedef {import("./faults.mjs").Kinds} Kinds */
/** @typedef {import("./client.mjs").Failure} Failure */
/** @typedef {import("./model.mjs").Model} Model */
/** @typedef {Awaited<ReturnType<typeof soak>>} Outcome */

const CLIENTS = 12;
const DEADLINES = { CONNECT_TIMEOUT_MS: "1000", STATEMENT_TIMEOUT_MS: "1000", REQUEST_TIMEOUT_MS: "3000" };
/** Killing workerd is for the beginning: what comes after shows whether one that goes on for long needs ever more memory. */
const RESTARTS_UNTIL = 0.2;

/**
 * @typedef {object} Options
 * @property {number} requests it ends after so many,
 * @property {number} seconds or after this time
 * @property {number} seed
 * @property {[least: number, most: number]} [pause] ms between two faults
 * @property {(done: number) => Kinds} [kinds] what may happen when this share of it is done
 * @property {boolean} [pooled] PostgreSQL stands behind a pooler, which fails too
 * @property {(requests: number, now: string) => void} [progress]
 */

/** @param {Options} options */
export async function soak({ requests, seconds, seed, pause = [500, 3000], kinds = usualKinds, pooled, progress }) {
  const cluster = await startCluster({ max_connections: "40", shared_buffers: "32MB" });
  const pooler = pooled ? await startPooler(cluster.workerUrl) : undefined;
  const proxy = await startProxy(pooler?.url ?? cluster.workerUrl);
  /** The requests whose failure the log tells. @type {Set<string>} */
  const logged = new Set();
  let retried = 0;
  const worker = await startWorkerd({
    main: inRoot("tests", "soak", "worker", "index.js"),
    databaseUrl: proxy.url,
    vars: { AUTH_MODE: "dev", DEMO_USER: randomUUID(), ...DEADLINES },
    log: (line) => {
      if (line.includes('"retried"')) retried += 1;
      if (line.includes('"event"')) logged.add(JSON.parse(line).requestId);
    },
  });
  try {
    const started = performance.now();
    const random = randomly(seed);
    const faults = newFaults({ proxy, cluster, pooler, worker, random: randomly(random.between(0, 2 ** 31)) }, pause);
    const memory = watchMemory(worker);
    /** @type {Failure[]} */
    const failures = [];
    /** @type {import("./client.mjs").Untruth[]} */
    const untruths = [];
    const hears = {
      failed: (/** @type {Failure} */ failure) => failures.push(failure),
      lied: (/** @type {import("./client.mjs").Untruth} */ untruth) => untruths.push(untruth),
    };
    const clients = startClients(worker.url, random, hears, cluster);
    const sent = () => clients.reduce((sum, { client }) => sum + client.requests(), 0);
    const done = () => Math.max(sent() / requests, (performance.now() - started) / 1000 / seconds);

    let broken = false;
    /** One that fails ends all. @param {Promise<void>} work */
    const orEnd = (work) =>
      work.catch((error) => {
        broken = true;
        throw error;
      });
    const telling = setInterval(() => {
      progress?.(sent(), faults.periods.at(-1)?.name ?? "no fault yet");
      proxy.take();
    }, 500);
    const making = orEnd(faults.run(() => ({ ...kinds(done()), ...(pooler ? POOLER : {}) })));
    const settled = await Promise.allSettled(
      clients.map(({ client }) =>
        orEnd(
          (async () => {
            while (done() < 1 && !broken) await client.step();
          })(),
        ),
      ),
    );
    faults.stop();
    settled.push(...(await Promise.allSettled([making])));
    clearInterval(telling);
    const samples = await memory.stop();
    for (const result of settled) if (result.status === "rejected") throw result.reason;

    return {
      seed,
      requests: sent(),
      seconds: (performance.now() - started) / 1000,
      retried,
      faults: faults.periods.map(({ name }) => name),
      failures,
      untruths,
      unexplained: failures.filter((failure) => failure.status === 500 || !faults.explains(failure)),
      unlogged: failures.filter(({ requestId }) => requestId !== "" && !logged.has(requestId)),
      memory: judgeMemory(samples),
      connectionsLeft: await connectionsLeft(() => (pooler ? pooler.clients() : backends(cluster))),
      pooled: pooler !== undefined,
      rows: await compare(
        cluster,
        clients.map(({ model }) => model),
      ),
      inconsistent: (await checkData({ databaseUrl: cluster.url })).findings.filter(({ count }) => count > 0),
    };
  } finally {
    await worker.close();
    await proxy.close();
    await pooler?.close();
    await cluster.close();
  }
}

/** @param {number} done */
const usualKinds = (done) => ({ ...NETWORK, ...SERVER, ...(done < RESTARTS_UNTIL ? RESTARTS : {}) });

/**
 * @param {URL} url
 * @param {ReturnType<typeof randomly>} random
 * @param {Parameters<typeof newClient>[2]} hears
 * @param {import("../faults/support/cluster.mjs").Cluster} cluster
 */
function startClients(url, random, hears, cluster) {
  const send = sender(url, new http.Agent({ keepAlive: true }));
  const models = Array.from({ length: CLIENTS }, newModel);
  return models.map((model, index) => {
    /** @param {import("./model.mjs").Table} table */
    const foreign = (table) => models[(index + 1) % CLIENTS]?.rows(table)[0]?.id ?? 2_147_483_647;
    const context = { model, random: randomly(random.between(0, 2 ** 31)), foreign };
    const user = randomUUID();
    return { model, client: newClient(context, as(send, user), hears, () => isAsModelled(cluster, user, model)) };
  });
}

/**
 * Whether the database has what one user's model has, as soon as it can be asked.
 * @param {import("../faults/support/cluster.mjs").Cluster} cluster @param {string} user @param {Model} model
 */
async function isAsModelled({ query }, user, model) {
  const tables = TABLES.map(
    (table) => `'${table}', (select coalesce(jsonb_agg(to_jsonb(found) - '{created_at,updated_at,profile_token}'::text[]
      order by found.id), '[]') from budgeting.${table} as found where ${ownedBy(user, table)})`,
  );
  for (;;) {
    const rows = await query(`select jsonb_build_object(${tables}) as found`).catch(() => undefined);
    if (rows === undefined) {
      await sleep(100);
      continue;
    }
    const expected = TABLES.map((table) => [table, model.rows(table).sort((a, b) => a.id - b.id)]);
    return isDeepStrictEqual(rows[0].found, Object.fromEntries(expected));
  }
}

/** The condition for a user's rows. @param {string} user @param {import("./model.mjs").Table} table @returns {string} */
function ownedBy(user, table) {
  const [owner] = OWNERS[table];
  if (owner === undefined) {
    return `profile_token in (select profile_token from budgeting.profiles where auth_user_id = '${user}')`;
  }
  const [above, column] = owner;
  return `${column} in (select id from budgeting.${above} where ${ownedBy(user, above)})`;
}

/** How many connections are left once nobody asks any more. @param {() => Promise<number>} count */
async function connectionsLeft(count) {
  for (const end = Date.now() + 10_000; ; await sleep(200)) {
    const left = await count();
    if (left === 0 || Date.now() > end) return left;
  }
}

/** @param {import("../faults/support/cluster.mjs").Cluster} cluster @returns {Promise<number>} */
async function backends({ query }) {
  const others = "pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()";
  return (await query(`select count(*)::int as left from ${others}`))[0].left;
}

/** The database has every row of the models, and no other; gives how many. @param {import("../faults/support/cluster.mjs").Cluster} cluster @param {Model[]} models */
async function compare({ query }, models) {
  let compared = 0;
  for (const table of TABLES) {
    const rows = await query(`select * from budgeting.${table} order by id`);
    const found = rows.map(({ created_at: _, updated_at: __, profile_token: ___, ...row }) => row);
    const expected = models.flatMap((model) => model.rows(table)).sort((a, b) => a.id - b.id);
    assert.deepEqual(found, expected, `the rows of ${table}`);
    compared += rows.length;
  }
  return compared;
}
