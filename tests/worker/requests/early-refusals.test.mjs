/** Who is not let in is told so at once: nobody waits for a body that nobody reads, and what of it still comes does no harm. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import net from "node:net";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { refused } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi, startWorker } from "../support/harness.mjs";
import { newKey, startIssuer } from "../support/issuer.mjs";
import { answersIn } from "../support/raw.mjs";

const SOON_MS = 3_000;
const BODY = JSON.stringify({ name: "March", year: 2025, month: 3, income: 1 });
const key = await newKey("ES256", "key");
const project = await forAllTests(startIssuer([key]));
const token = await project.token(key, { sub: randomUUID() });
const vars = { SUPABASE_URL: project.url, SUPABASE_JWKS: project.keySet(), AUTH_COOKIE: "session" };
const cookie = `session=${encodeURIComponent(JSON.stringify({ access_token: token }))}`;

const bare = await forAllTests(startApi({ vars }));
/** Behind Wrangler's proxy, with a limit of one request a minute. */
const ratelimits = [{ name: "RATE_LIMITER", namespace_id: "1001", simple: { limit: 1, period: 60 } }];
const proxied = await forAllTests(startWorker({ hyperdrive: bare.database.workerUrl, vars, bindings: { ratelimits } }));

/** Limits begin anew with each minute. */
async function useUpLimit() {
  const headers = { authorization: `Bearer ${token}` };
  for (let status = 0; status !== 429; ) status = (await proxied.send("GET", "/api/months", { headers })).status;
}

/** A connection on which a client sends as slowly as it likes. @param {URL} url */
function connection(url) {
  const socket = net.connect(Number(url.port), url.hostname);
  socket.on("error", () => {});
  let text = "";
  socket.on("data", (data) => {
    text += data;
  });
  return {
    socket,
    /** What came back, once it is so many answers. @param {number} count */
    answers: async (count) => {
      for (let waited = 0; waited < SOON_MS && !socket.closed; waited += 20) {
        const answers = answersIn(text);
        if (answers.length >= count && answers.at(-1)?.text.includes('"requestId"')) return answers;
        await sleep(20);
      }
      return answersIn(text);
    },
  };
}

/** @param {URL} url @param {string[]} lines */
const head = (url, lines) =>
  ["POST /api/months HTTP/1.1", `Host: ${url.host}`, "Content-Type: application/json", ...lines, "", ""].join("\r\n");

describe("a refusal", () => {
  /** @type {[status: number, why: string, lines: string[], onlyProxied?: boolean][]} */
  const refusals = [
    [401, "nobody is signed in", []],
    [401, "the token is not a token", ["Authorization: Bearer nonsense"]],
    [403, "a cookie signs in a write that comes from no page", [`Cookie: ${cookie}`]],
    [431, "the credentials are too long", [`Authorization: Bearer ${"x".repeat(17_000)}`]],
    [429, "the user has sent too much", [`Authorization: Bearer ${token}`], true],
  ];
  for (const [status, why, lines, onlyProxied = false] of refusals) {
    it(`with a ${status} does not wait for the body, if ${why}`, async () => {
      for (const { url } of onlyProxied ? [proxied] : [bare, proxied]) {
        for (const framing of [`Content-Length: ${BODY.length}`, "Transfer-Encoding: chunked"]) {
          if (status === 429) await useUpLimit();
          const client = connection(url);
          client.socket.write(head(url, [...lines, framing]));
          const [answer] = await client.answers(1);
          assert.equal(answer?.status, status, `${url.port} ${framing} ${answer?.head}`);
          assert.match(answer.text, /"requestId"/);
          client.socket.destroy();
        }
      }
    });
  }

  it("leaves the connection usable: the body that follows is not read as a request", async () => {
    for (const { url } of [bare, proxied]) {
      const client = connection(url);
      // What is in the body would be a request of its own.
      const inside = `GET /api/smuggled HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`;
      client.socket.write(head(url, [`Content-Length: ${inside.length}`]));
      assert.equal((await client.answers(1))[0]?.status, 401);
      client.socket.write(inside);
      await sleep(100);
      client.socket.write(`GET /api/nothing HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`);
      const statuses = (await client.answers(2)).map(({ status }) => status);
      // Either the connection is used again, or it was closed: but nobody answers twice.
      assert.ok(["401", "401,404"].includes(statuses.join()), `${url.port}: ${statuses}`);
      client.socket.destroy();
    }
  });

  it("reaches a client that is still sending, and the next client is served", async () => {
    for (const { send } of [bare, proxied]) {
      for (const mebibytes of [1, 8]) {
        const body = Array.from({ length: mebibytes * 16 }, () => " ".repeat(65_536));
        refused(await send("POST", "/api/months", { headers: { "content-type": "application/json" }, body }), 401);
      }
      refused(await send("GET", "/api/months"), 401);
    }
  });
});
