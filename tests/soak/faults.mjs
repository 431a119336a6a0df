/** Faults at random moments, one at a time, and the times at which something may have failed because of them. */
import { setTimeout as sleep } from "node:timers/promises";

/** @typedef {ReturnType<typeof import("../worker/support/random.mjs").randomly>} Random */
/** @typedef {import("../worker/support/proxy.mjs").Proxy} Proxy */
/** @typedef {import("../faults/support/cluster.mjs").Cluster} Cluster */
/** @typedef {import("../../tools/serve/workerd.mjs").Workerd} Workerd */
/** @typedef {import("../../tools/test/pooler.mjs").Pooler} Pooler */
/** @typedef {{ proxy: Proxy, cluster: Cluster, pooler?: Pooler, worker: Workerd, random: Random }} Stage */
/** When something was wrong, in ms of `performance.now()`. @typedef {{ name: string, from: number, to: number }} Period */

/** For so long after a fault, a request may still meet what it left behind: a backend that starts, a queue. */
const AFTERMATH_MS = 1500;
/** A pooler looks for a server that was gone once a second. */
const AFTERMATH_WITH_POOLER_MS = 3500;

/** @param {Random} random */
const moment = (random) => sleep(random.between(50, 400));

/** Connections break, or are slow, for a moment. @param {(random: Random) => import("../worker/support/proxy.mjs").Fault} fault */
const onTheWire =
  (fault) =>
  /** @param {Stage} stage */
  async ({ proxy, random }) => {
    proxy.set(() => (random.chance(0.7) ? fault(random) : {}));
    await moment(random);
    proxy.heal();
  };

/** @param {Random} random @param {import("../worker/support/proxy.mjs").Break["by"]} by @returns {import("../worker/support/proxy.mjs").Fault} */
const breakBy = (random, by) => ({
  break: { from: random.one(["client", "server"]), after: random.between(0, 2500), by },
});

/** @typedef {Record<string, (stage: Stage) => Promise<void>>} Kinds by name */

/** @type {Kinds} */
export const NETWORK = {
  "connections cut": onTheWire((random) => breakBy(random, random.one(["reset", "end"]))),
  "connections silent": onTheWire((random) => breakBy(random, "silence")),
  "nonsense from the server": onTheWire((random) => breakBy(random, "nonsense")),
  "connections slow": onTheWire((random) => ({ pace: { bytes: 400, ms: random.between(1, 30) } })),
  async "connections refused"({ proxy, random }) {
    await proxy.refuse();
    await moment(random);
    await proxy.listen();
  },
};

/** Everybody else's backends. */
const OTHERS = "pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";

/** @type {Kinds} */
export const SERVER = {
  async "backends ended"({ cluster, random }) {
    for (let times = random.between(1, 5); times > 0; times -= 1) {
      await cluster.query(`select pg_terminate_backend(pid) from ${OTHERS}`);
      await sleep(random.between(0, 100));
    }
  },
  async "writes refused"({ cluster, random }) {
    await cluster.query("alter system set default_transaction_read_only = on", "select pg_reload_conf()");
    await moment(random);
    await cluster.query("alter system reset default_transaction_read_only", "select pg_reload_conf()");
    await sleep(200);
  },
  async "a table locked"({ cluster, random }) {
    const session = await cluster.session();
    await session.query("begin");
    await session.query(
      `lock table budgeting.${random.one(["transaction_months", "yearly_budgets", "profiles"])} in access exclusive mode`,
    );
    await sleep(random.between(100, 1500));
    await session.end();
  },
  async "no connection left"({ cluster, random }) {
    const [{ max_connections }] = await cluster.query("show max_connections");
    const sessions = await Promise.allSettled(Array.from({ length: Number(max_connections) }, () => cluster.session()));
    await moment(random);
    await Promise.all(sessions.map((session) => session.status === "fulfilled" && session.value.end()));
  },
};

/** @type {Kinds} */
export const RESTARTS = {
  async "PostgreSQL restarted"({ cluster }) {
    await cluster.stop();
    await cluster.start();
  },
  async "PostgreSQL crashed"({ cluster }) {
    await cluster.crash();
    await cluster.start();
  },
  async "workerd killed"({ worker }) {
    await worker.kill();
    await worker.start();
  },
  async "workerd killed, PostgreSQL crashed"({ worker, cluster }) {
    await Promise.all([worker.kill(), cluster.crash()]);
    await Promise.all([worker.start(), cluster.start()]);
  },
};

/** @type {Kinds} */
export const POOLER = {
  async "pooler restarted"({ pooler }) {
    await pooler?.restart();
  },
};

/** @param {Stage} stage @param {[least: number, most: number]} pause ms between two faults */
export function newFaults(stage, pause) {
  const { random } = stage;
  /** @type {Period[]} */
  const periods = [];
  const stopping = new AbortController();
  return {
    periods,
    /** Makes faults until `stop`. @param {() => Kinds} kinds which of them are to happen now */
    async run(kinds) {
      while (!stopping.signal.aborted) {
        await sleep(random.between(...pause), undefined, { signal: stopping.signal }).catch(() => {});
        if (stopping.signal.aborted) return;
        const [name, happens] = random.one(Object.entries(kinds()));
        const period = { name, from: performance.now(), to: Number.POSITIVE_INFINITY };
        periods.push(period);
        await happens(stage);
        period.to = performance.now() + (stage.pooler ? AFTERMATH_WITH_POOLER_MS : AFTERMATH_MS);
      }
    },
    stop: () => stopping.abort(),
    /** Whether something was wrong while a request was under way. @param {{ from: number, to: number }} request */
    explains: (request) => periods.some(({ from, to }) => from <= request.to && request.from <= to),
  };
}
