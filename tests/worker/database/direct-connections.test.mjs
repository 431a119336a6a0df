/** DATABASE_URL: taken apart once, never in plaintext to another host, and understood by poolers that know no settings. */
import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import { after, before, describe, it } from "node:test";
import { startPooler } from "../../../tools/test/pooler.mjs";
import { openDatabase } from "../support/database.mjs";
import { refused, succeeded } from "../support/expect.mjs";
import { DEVELOPMENT, startWorker } from "../support/harness.mjs";
import { makeMonth } from "../support/make.mjs";

const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** @typedef {Awaited<ReturnType<typeof startWorker>>} Worker */

/** @param {Record<string, string>} vars @param {(worker: Worker) => Promise<void>} work */
async function withWorker(vars, work) {
  const worker = await startWorker({ vars: { ...DEVELOPMENT, ...vars } });
  try {
    await work(worker);
  } finally {
    await worker.close();
  }
}

/** The request's log line. @param {Worker} worker @param {string} requestId @returns {Record<string, any>} */
function lineOf(worker, requestId) {
  const lines = worker.logs().filter(({ json }) => json?.requestId === requestId);
  assert.equal(lines.length, 1);
  return lines[0]?.json ?? {};
}

/** @param {(socket: net.Socket) => void} connected */
async function listen(connected) {
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    connected(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  return { port, close: () => new Promise((closed) => server.close(closed)) };
}

describe("a host whose name does not mean this machine", () => {
  it("is never contacted without TLS", async () => {
    /** @type {Buffer[]} */
    let heard = [];
    const server = await listen((socket) => {
      socket.on("data", (data) => {
        heard.push(data);
        // As a server without TLS answers, and then whoever would go on without it does.
        socket.write("N");
      });
    });
    // It leads to this machine, but is none of its addresses.
    const remote = `0.0.0.0:${server.port}`;
    try {
      /** @type {[url: string, connects: boolean][]} */
      const urls = [
        [`postgres://u:plain-secret@${remote}/db`, true],
        [`postgres://u:plain-secret@${remote}/db?sslmode=require`, true],
        [`postgres://u:plain-secret@${remote}/db?channel_binding=require`, true],
        [`postgres://u:plain-secret@${remote}/db#x`, false],
        [`postgres://u:plain-secret@${remote}/db?sslmode=require&sslmode=disable`, false],
        [`postgres://u:plain-secret@${remote}/db?ssl%6Dode=disable&sslmode=require`, false],
        [`postgres://u:plain-secret@${remote}/db?sslmode=require&ssl=0`, false],
        [`postgres://u:plain-secret@${remote}/db?sslmode=require&uselibpqcompat=true`, false],
        [`postgres://u:plain-secret@localhost/db?host=0.0.0.0&port=${server.port}`, false],
      ];
      for (const [url, connects] of urls) {
        heard = [];
        await withWorker({ DATABASE_URL: url }, async (worker) => {
          const { requestId } = refused(await worker.demo.get("/api/months"), 503);
          assert.match(lineOf(worker, requestId).message, connects ? /SSL/ : /^DATABASE_URL/);
        });
        assert.equal(heard.length > 0, connects, url);
        for (const data of heard) assert.deepEqual(data, SSL_REQUEST, url);
      }
    } finally {
      await server.close();
    }
  });
});

describe("an invalid connection string", () => {
  it("is a 503 on every route, whose log line says how to encode it", async () => {
    for (const mark of ["#", "/", "?", "@"]) {
      await withWorker({ DATABASE_URL: `postgres://u:123${mark}pass-word@127.0.0.1:5432/db` }, async (worker) => {
        for (const path of ["/api/months", "/api/ready"]) {
          const { requestId } = refused(await worker.demo.get(path), 503);
          const { message } = lineOf(worker, requestId);
          assert.match(message, /^DATABASE_URL .*%23/);
          assert.doesNotMatch(message, /123|pass-word/);
        }
        assert.equal((await worker.demo.get("/api/health")).status, 200);
      });
    }
  });

  it("is a 503 too if pg cannot create a client from it", async () => {
    const vars = { DATABASE_URL: "postgres://u:pass-word@127.0.0.1:9/db", PGSSLNEGOTIATION: "nonsense" };
    await withWorker(vars, async (worker) => {
      const { requestId } = refused(await worker.demo.get("/api/months"), 503);
      assert.match(lineOf(worker, requestId).message, /DATABASE_URL/);
    });
  });
});

describe("a pooler that refuses settings", () => {
  /** @type {Awaited<ReturnType<typeof openDatabase>>} */
  let database;
  before(async () => {
    database = await openDatabase();
  });
  after(() => database?.close());

  it("gets a second connection without them, and the log says so", async () => {
    const { hostname, port } = new URL(database.workerUrl);
    let [refusals, all] = [0, 0];
    const server = await listen((socket) => {
      socket.once("data", (first) => {
        all += 1;
        if (first.includes("statement_timeout")) {
          refusals += 1;
          socket.end(fatal("08P01", "unsupported startup parameter: statement_timeout"));
          return;
        }
        const upstream = net.connect(Number(port), hostname);
        upstream.on("error", () => socket.destroy());
        upstream.write(first);
        socket.pipe(upstream).pipe(socket);
      });
    });
    const DATABASE_URL = Object.assign(new URL(database.workerUrl), { port: String(server.port) }).href;
    try {
      await withWorker({ DATABASE_URL }, async (worker) => {
        await makeMonth(worker.demo);
        succeeded(await worker.demo.get("/api/months"));
        const lines = worker.logs().filter(({ json }) => json?.requestId);
        assert.equal(lines.length, 2);
        for (const { json } of lines) assert.match(json?.settings ?? "", /statement_timeout/);
      });
      // Asked once, by the first request; what is refused was not sent a statement.
      assert.deepEqual({ refusals, all }, { refusals: 1, all: 3 });
    } finally {
      await server.close();
    }
  });

  it("may be pgbouncer", async () => {
    const pooler = await startPooler(database.workerUrl);
    try {
      await withWorker({ DATABASE_URL: pooler.url }, async (worker) => {
        succeeded(await worker.demo.get("/api/months"));
      });
    } finally {
      await pooler.close();
    }
  });
});

/** PostgreSQL's message for an error that ends the connection. @param {string} code @param {string} message */
function fatal(code, message) {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write("E");
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
