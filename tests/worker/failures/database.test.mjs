/** A database that fails: the caller is told to come back, the log has the reason, and nothing of it leaks. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { DEVELOPMENT, startApi, startWorker } from "../support/harness.mjs";
import { makeMonth } from "../support/make.mjs";
import { untilWaiting } from "../support/races.mjs";

/** @typedef {Awaited<ReturnType<typeof startWorker>>} Worker */
/** @typedef {import("../support/client.mjs").Answer} Answer */

const api = await forAllTests(startApi());

/** The address of the suite's database with some of it changed. @param {Partial<Record<"username" | "password" | "pathname" | "port", string>>} changes */
function address(changes) {
  return Object.assign(new URL(api.database.workerUrl), changes).href;
}

/** Words that only somebody who looks inside would know. */
function internals() {
  const { hostname, port, username, pathname } = new URL(api.database.workerUrl);
  const words = [hostname, port, username, pathname.slice(1), "postgres", "hyperdrive", "ECONN", "password", "role"];
  return new RegExp(
    [...words, "relation", "transaction_months", "select ", "sql", "pg_", "stack", "\\.js", "wasm"].join("|"),
    "i",
  );
}

/** The answer is this refusal, and the log says why. @param {Worker} worker @param {Answer} answer @param {number} status @param {RegExp} [reason] */
function failed(worker, answer, status, reason = /./) {
  const { requestId, message } = refused(answer, status);
  assert.doesNotMatch(message, internals());
  assert.ok(message.length > 10, "something fit to show");
  const retry = answer.headers["retry-after"];
  if (status === 503) assert.ok(/^\d+$/.test(retry ?? "") && Number(retry) > 0, `Retry-After: ${retry}`);
  const lines = worker.logs().filter(({ json }) => json?.requestId === requestId);
  assert.equal(lines.length, 1, `one log line of ${requestId} in ${JSON.stringify(worker.logs())}`);
  assert.equal(lines[0]?.level, "error");
  assert.match(lines[0]?.text ?? "", reason);
  assert.ok(
    !worker.logs().some(({ text }) => text.includes(`${new URL(api.database.workerUrl).password}@`)),
    "no password",
  );
}

/** @param {import("../support/harness.mjs").WorkerOptions} options @param {(worker: Worker) => Promise<void>} work */
async function withWorker(options, work) {
  const worker = await startWorker(options);
  try {
    await work(worker);
  } finally {
    await worker.close();
  }
}

describe("a database that cannot be reached", () => {
  it("because no server listens is a 503", async () => {
    await withWorker({ hyperdrive: address({ port: "9" }) }, async (worker) => {
      failed(worker, await worker.demo.get("/api/months"), 503);
      const month = { name: "x", year: 2025, month: 1, income: 1 };
      failed(worker, await worker.demo.post("/api/months", month), 503);
      for (const answer of await Promise.all(Array.from({ length: 20 }, () => worker.demo.get("/api/yearly")))) {
        failed(worker, answer, 503);
      }
    });
  });

  it("because of a wrong password is a 503", async () => {
    await withWorker({ hyperdrive: address({ password: "wrong-secret-7" }) }, async (worker) => {
      const answer = await worker.demo.get("/api/months");
      failed(worker, answer, 503, /28P01|authentication/);
      assert.ok(!worker.logs().some(({ text }) => text.includes("wrong-secret-7")));
    });
  });

  it("because its name is wrong is a 503", async () => {
    await withWorker({ hyperdrive: address({ pathname: "/no_such_database" }) }, async (worker) => {
      failed(worker, await worker.demo.get("/api/months"), 503, /3D000|does not exist/);
    });
  });

  it("because it has no connection left is a 503, and works once one is free", async () => {
    const role = `limited_${Date.now()}`;
    const { query } = api.database;
    await query(`create role ${role} login password 'limited' connection limit 0`);
    await query(`grant usage on schema budgeting to ${role}`);
    await query(`grant select on all tables in schema budgeting to ${role}`);
    try {
      await withWorker({ hyperdrive: address({ username: role, password: "limited" }) }, async (worker) => {
        failed(worker, await worker.demo.get("/api/months"), 503, /53300|too many connections/);
        await query(`alter role ${role} connection limit -1`);
        succeeded(await worker.demo.get("/api/months"));
      });
    } finally {
      await query(`drop owned by ${role}`);
      await query(`drop role ${role}`);
    }
  });
});

describe("a connection string that is missing", () => {
  it("is a 503, and the log says which", async () => {
    await withWorker({ hyperdrive: null }, async (worker) => {
      failed(worker, await worker.demo.get("/api/months"), 503, /HYPERDRIVE/);
      failed(worker, await worker.demo.get("/api/yearly/1"), 503, /DATABASE_URL/);
    });
  });

  it("may be given as DATABASE_URL", async () => {
    const vars = { ...DEVELOPMENT, DATABASE_URL: `${api.database.workerUrl}?sslmode=disable` };
    await withWorker({ hyperdrive: null, vars }, async (worker) => {
      await makeMonth(worker.newUser());
      succeeded(await worker.demo.get("/api/months"));
    });
  });

  it("is Hyperdrive's if both exist", async () => {
    const vars = { ...DEVELOPMENT, DATABASE_URL: address({ port: "9" }) };
    await withWorker({ hyperdrive: api.database.workerUrl, vars }, async (worker) => {
      succeeded(await worker.demo.get("/api/months"));
    });
  });

  it("counts as missing if it is not for PostgreSQL, and the log says why", async () => {
    /** @type {[url: string, reason: RegExp][]} */
    const cases = [
      ["nonsense secret-9", /./],
      ["postgres://u:secret-9@aws-0-eu-central-1.pooler.supabase.com:6543/postgres?sslmode=require", /6543|pooler/],
      ["postgres://u:secret-9@db.example.com:5432/postgres?sslmode=disable", /tls|ssl/i],
    ];
    for (const [url, reason] of cases) {
      await withWorker({ hyperdrive: null, vars: { ...DEVELOPMENT, DATABASE_URL: url } }, async (worker) => {
        const answer = await worker.demo.get("/api/months");
        failed(worker, answer, 503, reason);
        assert.ok(!answer.text.includes("secret-9"));
        assert.ok(!worker.logs().some(({ text }) => text.includes("secret-9")), "no password in the log");
      });
    }
  });
});

describe("a database that fails during a request", () => {
  it("is a 503 when it ends the connection, and the next request works", async () => {
    const user = api.newUser();
    const { id } = await makeMonth(user);
    for (const send of [
      () => user.patch(`/api/months/${id}`, { name: "never" }),
      () => user.post("/api/months", { name: "never", year: 2025, month: 1, income: 1 }),
    ]) {
      const session = await api.database.session();
      try {
        await session.query("begin");
        await session.query("lock table budgeting.transaction_months in access exclusive mode");
        const pending = send();
        assert.ok(await untilWaiting(api.database, 1));
        await api.database.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock'`,
        );
        failed(api, await pending, 503, /57P01|terminat|lost/);
      } finally {
        await session.query("rollback");
        await session.end();
      }
      assert.deepEqual(
        succeeded(await user.get("/api/months")).map((/** @type {any} */ { name }) => name),
        ["March"],
      );
    }
  });

  it("is a 500 when a table is missing, and works once the table exists", async () => {
    const user = api.newUser();
    await makeMonth(user);
    await api.database.query("alter table budgeting.transaction_months rename to gone");
    try {
      failed(api, await user.get("/api/months"), 500, /42P01|does not exist/);
      failed(api, await user.post("/api/months", { name: "x", year: 2025, month: 1, income: 1 }), 500);
    } finally {
      await api.database.query("alter table budgeting.gone rename to transaction_months");
    }
    assert.equal(succeeded(await user.get("/api/months")).length, 1);
  });

  it("is a 500 when the role lacks a privilege", async () => {
    const role = `reader_${Date.now()}`;
    const { query } = api.database;
    await query(`create role ${role} login password 'reader'`);
    try {
      await withWorker({ hyperdrive: address({ username: role, password: "reader" }) }, async (worker) => {
        failed(worker, await worker.demo.get("/api/months"), 500, /42501|permission/);
      });
    } finally {
      await query(`drop role ${role}`);
    }
  });

  it("does not delay other requests", async () => {
    const user = api.newUser();
    await makeMonth(user);
    const session = await api.database.session();
    await session.query("begin");
    await session.query("lock table budgeting.yearly_budgets in access exclusive mode");
    const pending = user.get("/api/yearly");
    await untilWaiting(api.database, 1);
    for (let index = 0; index < 5; index += 1) succeeded(await user.get("/api/months"));
    await session.query("rollback");
    await session.end();
    succeeded(await pending);
  });
});

describe("an aborted request", () => {
  it("does not affect others", async () => {
    const user = api.newUser();
    await makeMonth(user);
    const given = new AbortController();
    const requests = Array.from({ length: 10 }, () =>
      fetch(new URL("/api/months", api.url), {
        headers: { authorization: `Bearer dev:${user.id}` },
        signal: given.signal,
      }).catch(() => undefined),
    );
    await sleep(3);
    given.abort();
    await Promise.all(requests);
    for (let index = 0; index < 10; index += 1) assert.equal(succeeded(await user.get("/api/months")).length, 1);
  });
});

describe("a successful request", () => {
  it("logs no problem", async () => {
    const user = api.newUser();
    api.clearLogs();
    await makeMonth(user);
    succeeded(await user.get("/api/months"));
    refused(await user.get("/api/months/2147483647"), 404);
    refused(await user.post("/api/months", {}), 422);
    assert.deepEqual(
      api.logs().filter(({ level }) => ["error", "warn"].includes(level)),
      [],
    );
  });
});
