/** No request takes longer than it may, what fails on the way is tried again where that is safe, and the log tells. */
import assert from "node:assert/strict";
import net from "node:net";
import { describe, it } from "node:test";
import { openDatabase } from "../support/database.mjs";
import { refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { DEVELOPMENT, startWorker } from "../support/harness.mjs";
import { makeMonth } from "../support/make.mjs";
import { startWireTap } from "../support/wire-tap.mjs";

const LIMITS = { CONNECT_TIMEOUT_MS: "400", STATEMENT_TIMEOUT_MS: "600", REQUEST_TIMEOUT_MS: "3000" };
/** How much later than its deadline an answer may come on a busy machine. */
const SLACK_MS = 1500;
const MONTH = { name: "March", year: 2025, month: 3, income: 1 };
const UNKNOWN = /not known whether the change was made/;

const database = await forAllTests(openDatabase());
const tap = await forAllTests(startWireTap(database.url));
const worker = await forAllTests(startWorker({ hyperdrive: tap.url, vars: { ...DEVELOPMENT, ...LIMITS } }));

/** The log's line of an answer. @param {Awaited<ReturnType<typeof startWorker>>} from @param {string} requestId */
function lineOf(from, requestId) {
  const lines = from.logs().filter(({ json }) => json?.requestId === requestId);
  assert.equal(lines.length, 1, JSON.stringify(lines));
  return lines[0]?.json;
}

/** @template T @param {() => Promise<T>} work @returns {Promise<{ result: T, milliseconds: number }>} */
async function timed(work) {
  const started = Date.now();
  return { result: await work(), milliseconds: Date.now() - started };
}

/** A server that takes connections and does with each what it is told. @param {(socket: net.Socket) => void} take */
async function serverThat(take) {
  /** @type {net.Socket[]} */
  const sockets = [];
  const server = net.createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    take(socket);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  return {
    url: Object.assign(new URL(database.url), { port: String(port) }).href,
    connections: () => sockets.length,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe("a statement past its deadline", () => {
  it("is a 504 in time and closes its connection; a write is not reported as not made", async () => {
    const user = worker.newUser();
    const { id } = await makeMonth(user);
    const session = await database.session();
    try {
      await session.query("begin");
      await session.query("lock table budgeting.transaction_months in access exclusive mode");
      tap.take();
      for (const [send, unknown] of /** @type {const} */ ([
        [() => user.get("/api/months"), false],
        [() => user.patch(`/api/months/${id}`, { name: "April" }), true],
      ])) {
        const { result, milliseconds } = await timed(send);
        const { message, requestId } = refused(result, 504);
        assert.equal(UNKNOWN.test(message), unknown, message);
        assert.ok(milliseconds >= 600 && milliseconds < 1100 + SLACK_MS, `${milliseconds} ms`);
        const line = lineOf(worker, requestId);
        assert.equal(line.event, "timeout");
        assert.equal(line.retried, undefined);
        assert.ok(line.ms.query >= 600);
      }
      const sessions = tap.take();
      assert.equal(sessions.length, 2, "no second attempt");
      assert.ok(sessions.every(({ closed }) => closed));
    } finally {
      await session.query("rollback");
      await session.end();
    }
    succeeded(await user.get("/api/months"));
  });

  it("is a 504 in time even if connecting may take longer", async () => {
    const patient = await startWorker({ hyperdrive: tap.url, vars: { ...DEVELOPMENT, STATEMENT_TIMEOUT_MS: "600" } });
    const session = await database.session();
    try {
      await session.query("begin");
      await session.query("lock table budgeting.transaction_months in access exclusive mode");
      const { result, milliseconds } = await timed(() => patient.newUser().get("/api/months"));
      refused(result, 504);
      assert.ok(milliseconds < 1100 + SLACK_MS, `${milliseconds} ms`);
    } finally {
      await session.end();
      await patient.close();
    }
  });

  it("is cancelled by PostgreSQL itself if the Worker connects to it directly", async () => {
    const vars = { ...DEVELOPMENT, ...LIMITS, DATABASE_URL: `${tap.url}?sslmode=disable` };
    const direct = await startWorker({ vars });
    const session = await database.session();
    try {
      const user = direct.newUser();
      const { id } = await makeMonth(user);
      await session.query("begin");
      await session.query("lock table budgeting.transaction_months in access exclusive mode");
      const { message, requestId } = refused(await user.patch(`/api/months/${id}`, { name: "April" }), 504);
      assert.equal(message, "The database took too long; nothing was changed");
      assert.equal(lineOf(direct, requestId).sqlstate, "57014");
    } finally {
      await session.query("rollback");
      await session.end();
      await direct.close();
    }
  });
});

describe("a database that does not answer", () => {
  it("is asked twice, and is a 503 within the request's time", async () => {
    const silent = await serverThat(() => {});
    const lonely = await startWorker({ hyperdrive: silent.url, vars: { ...DEVELOPMENT, ...LIMITS } });
    try {
      for (const send of [() => lonely.demo.get("/api/months"), () => lonely.demo.post("/api/months", MONTH)]) {
        const { result, milliseconds } = await timed(send);
        const { message, requestId } = refused(result, 503);
        assert.doesNotMatch(message, UNKNOWN);
        assert.ok(milliseconds < 1000 + SLACK_MS, `${milliseconds} ms`);
        assert.match(lineOf(lonely, requestId).retried, /./);
      }
      assert.equal(silent.connections(), 4);
    } finally {
      await lonely.close();
      silent.close();
    }
  });

  it("costs no request more than its whole time", async () => {
    const silent = await serverThat(() => {});
    const vars = { ...DEVELOPMENT, CONNECT_TIMEOUT_MS: "60000", REQUEST_TIMEOUT_MS: "900" };
    const lonely = await startWorker({ hyperdrive: silent.url, vars });
    try {
      const { result, milliseconds } = await timed(() => lonely.demo.get("/api/months"));
      refused(result, 503);
      assert.ok(milliseconds < 900 + SLACK_MS, `${milliseconds} ms`);
    } finally {
      await lonely.close();
      silent.close();
    }
  });
});

describe("a connection that fails once", () => {
  /** Ends the first connection at once, or once it has sent a statement; relays all others. @param {"start" | "statement"} when */
  function failingOnce(when) {
    let first = true;
    return serverThat((socket) => {
      const { hostname, port } = new URL(database.url);
      const upstream = net.connect(Number(port), hostname);
      upstream.on("error", () => socket.destroy());
      upstream.on("close", () => socket.destroy());
      socket.on("close", () => upstream.destroy());
      if (first && when === "start") {
        first = false;
        socket.destroy();
        return;
      }
      socket.on("data", (data) => {
        // A Parse message: the statement has been sent.
        if (first && data.includes("budgeting.")) {
          first = false;
          socket.destroy();
        } else {
          upstream.write(data);
        }
      });
      upstream.on("data", (data) => socket.write(data));
    });
  }

  for (const when of /** @type {const} */ (["start", "statement"])) {
    it(`at its ${when} is retried for a read, and for a write only before it was sent`, async () => {
      for (const isRead of [true, false]) {
        const failing = await failingOnce(when);
        const through = await startWorker({ hyperdrive: failing.url, vars: { ...DEVELOPMENT, ...LIMITS } });
        try {
          const user = through.newUser();
          const answer = isRead ? await user.get("/api/months") : await user.post("/api/months", MONTH);
          const again = isRead || when === "start";
          if (again) {
            assert.equal(answer.status, isRead ? 200 : 201, answer.text);
            const [line] = through.logs().filter(({ json }) => json?.retried);
            assert.equal(line?.json.status, answer.status);
          } else {
            assert.match(refused(answer, 503).message, UNKNOWN);
          }
          assert.equal(failing.connections(), again ? 2 : 1);
          assert.equal(succeeded(await user.get("/api/months")).length, Number(!isRead && again));
        } finally {
          await through.close();
          failing.close();
        }
      }
    });
  }
});

describe("the log", () => {
  it("has one line for each request, with no data in it", async () => {
    const user = worker.newUser();
    const { id } = await makeMonth(user, { name: "Secret-name" });
    worker.clearLogs();
    await user.get(`/api/months/${id}?secret-query`);
    await user.get("/api/secret-path");
    await user.patch(`/api/months/${id}`, { name: "" });
    await user.request("PUT", "/api/months");
    const lines = worker.logs().map(({ json }) => json);
    assert.deepEqual(
      lines.map(({ method, route, status, rows }) => [method, route, status, rows]),
      [
        ["GET", "/api/months/:id", 200, 1],
        ["GET", "", 404, undefined],
        ["PATCH", "/api/months/:id", 422, undefined],
        ["PUT", "/api/months", 405, undefined],
      ],
    );
    for (const line of lines) {
      assert.match(line.requestId, /^[\da-f-]{36}$/);
      assert.ok(line.ms.total >= 0 && line.ms.core >= 0);
      assert.doesNotMatch(JSON.stringify(line), /secret/i);
      assert.ok(!JSON.stringify(line).includes(user.id));
    }
    assert.ok(lines[0].ms.connect > 0 && lines[0].ms.query > 0);
  });

  it("is also sent to the browser as Server-Timing", async () => {
    const { headers } = await worker.newUser().get("/api/months");
    const timing = String(headers["server-timing"]);
    for (const part of ["core", "connect", "query", "total"]) assert.match(timing, new RegExp(`\\b${part};dur=\\d`));
  });
});
