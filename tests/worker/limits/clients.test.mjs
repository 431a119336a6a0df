/** What one client may ask of the Worker; tests/worker/requests/bodies.test.mjs has the limits on bodies. */
import assert from "node:assert/strict";
import net from "node:net";
import { describe, it } from "node:test";
import { inRoot } from "../../../tools/common/paths.mjs";
import { refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi, startWorker } from "../support/harness.mjs";

const api = await forAllTests(startApi());

describe("a URL", () => {
  it("of more than 8192 bytes is a 414", async () => {
    const user = api.newUser();
    succeeded(await user.get(`/api/months?${"x".repeat(8000)}`));
    refused(await user.get(`/api/months?${"x".repeat(8192)}`), 414);
    refused(await user.get(`/api/${"x".repeat(12_000)}`), 414);
  });
});

describe("credentials", () => {
  it("that are longer than any real ones are a 431", async () => {
    const { send } = api;
    refused(await send("GET", "/api/months", { headers: { authorization: `Bearer ${"x".repeat(17_000)}` } }), 431);
    refused(await send("GET", "/api/months", { headers: { "cf-access-jwt-assertion": "x".repeat(17_000) } }), 431);
    const cookies = Array.from({ length: 9 }, (_, at) => `c${at}=${"x".repeat(4000)}`).join("; ");
    refused(await send("GET", "/api/months", { headers: { cookie: cookies } }), 431);
    // Where nobody is asked for credentials, nobody looks at them.
    refused(await send("GET", "/api/nothing", { headers: { cookie: cookies } }), 404);
    succeeded(await send("GET", "/api/months", { headers: { cookie: cookies.slice(0, 30_000) } }));
  });
});

describe("the rate limit", () => {
  it("is the user's own: who sends too much waits, others do not notice", async () => {
    const simple = { limit: 5, period: 60 };
    const limited = await startWorker({
      hyperdrive: api.database.workerUrl,
      bindings: { ratelimits: [{ name: "RATE_LIMITER", namespace_id: "1001", simple }] },
    });
    try {
      const busy = limited.newUser();
      for (let index = 0; index < simple.limit; index += 1) succeeded(await busy.get("/api/months"));
      const answer = await busy.get("/api/months");
      refused(answer, 429);
      assert.ok(Number(answer.headers["retry-after"]) > 0);
      succeeded(await limited.newUser().get("/api/months"));
    } finally {
      await limited.close();
    }
  });

  it("counts nothing that no endpoint is asked for, nor what is open to everyone", async () => {
    const simple = { limit: 2, period: 60 };
    const limited = await startWorker({
      hyperdrive: api.database.workerUrl,
      bindings: { ratelimits: [{ name: "RATE_LIMITER", namespace_id: "1002", simple }] },
    });
    try {
      const user = limited.newUser();
      for (let index = 0; index < 4; index += 1) {
        refused(await user.get("/api/nothing"), 404);
        refused(await user.request("PUT", "/api/months"), 405);
        succeeded(await user.get("/api/health"));
      }
      for (let index = 0; index < simple.limit; index += 1) succeeded(await user.get("/api/months"));
      refused(await user.get("/api/months"), 429);
      refused(await user.get("/api/nothing"), 404);
    } finally {
      await limited.close();
    }
  });
});

describe("a rate limit that cannot be looked up", () => {
  it("stops nobody, and is told in the log", async () => {
    const unlimited = await startWorker({
      hyperdrive: api.database.workerUrl,
      main: inRoot("tests", "worker", "limits", "failing-limiter", "index.js"),
    });
    try {
      succeeded(await unlimited.newUser().get("/api/months"));
      const [line] = unlimited.logs().filter(({ level }) => level === "error");
      assert.deepEqual(
        [line?.json.event, line?.json.message, line?.json.status],
        ["rate-limiter", "nobody is limited: out of order", 200],
      );
    } finally {
      await unlimited.close();
    }
  });
});

describe("a body that does not come", () => {
  for (const [title, parts] of /** @type {[string, string[]][]} */ ([
    ["at all", []],
    ["to an end", ['{"name":', '"x"']],
  ])) {
    it(`${title} is cut off with a 408`, { timeout: 20_000 }, async () => {
      const socket = net.connect(Number(api.url.port), api.url.hostname);
      const started = Date.now();
      socket.write(
        `POST /api/months HTTP/1.1\r\nHost: ${api.url.host}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n`,
      );
      for (const part of parts) socket.write(part);
      let text = "";
      for await (const chunk of socket) {
        text += chunk;
        if (text.includes('"requestId"')) break;
      }
      socket.destroy();
      assert.match(text, /^HTTP\/1\.1 408 /);
      assert.match(text, /"code":"request_timeout"/);
      assert.ok(Date.now() - started < 15_000);
      succeeded(await api.newUser().get("/api/months"));
    });
  }
});
