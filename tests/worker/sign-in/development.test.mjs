/** `AUTH_MODE=dev`: for this machine alone, and not for the pages of other sites that its browser shows. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { created, refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { DEVELOPMENT, startApi } from "../support/harness.mjs";
import { answersIn, exchange } from "../support/raw.mjs";

const FRONTEND = "http://localhost:3000";

/** With nothing in front, and behind Wrangler's proxy, as `npm start` has it. */
const vars = { ...DEVELOPMENT, ALLOWED_ORIGINS: FRONTEND };
const bare = await forAllTests(startApi({ vars }));
const proxied = await forAllTests(startApi({ vars, bindings: {} }));

/** @param {URL} url @param {string} host @param {string[]} [lines] */
async function statusOf(url, host, lines = []) {
  const head = ["GET /api/months HTTP/1.1", `Host: ${host}`, "Connection: close", ...lines, "", ""];
  return answersIn(await exchange(url, head.join("\r\n")))[0];
}

describe("a host", () => {
  it("that means this machine is served", async () => {
    for (const { url } of [bare, proxied]) {
      for (const host of [
        url.host,
        `localhost:${url.port}`,
        "localhost",
        "LOCALHOST",
        "127.0.0.1",
        "127.8.9.1:80",
        "[::1]:1",
      ]) {
        assert.equal((await statusOf(url, host))?.status, 200, host);
      }
    }
  });

  it("of any other name is not, whoever asks: a stranger may have it lead here", async () => {
    for (const { url } of [bare, proxied]) {
      for (const host of [
        "evil.example",
        `evil.example:${url.port}`,
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil-localhost",
        "127.evil.example",
        "10.0.0.1",
        "0.0.0.0",
        "[::2]",
        "[::ffff:7f00:1]",
      ]) {
        for (const lines of [[], ["Authorization: Bearer dev:somebody"]]) {
          const answer = await statusOf(url, host, lines);
          assert.equal(answer?.status, 403, host);
          assert.match(answer.text, /for this machine alone: ask for it at localhost/, host);
        }
      }
    }
  });
});

describe("a write without credentials", () => {
  let serial = 0;
  /** @param {{ send: import("../support/client.mjs").Send }} to @param {Record<string, string>} headers */
  const write = ({ send }, headers) => {
    const body = JSON.stringify({ name: `written ${++serial}`, year: 2025, month: 1, income: 1 });
    // Without a content type it is what any page may send anywhere, unasked.
    return send("POST", "/api/months", { headers, body });
  };

  it("is the demo user's unless the browser says that it comes from another site", async () => {
    for (const api of [bare, proxied]) {
      created(await write(api, {}));
      created(await write(api, { origin: api.url.origin }));
      created(await write(api, { "sec-fetch-site": "same-origin" }));
      created(await write(api, { origin: FRONTEND, "sec-fetch-site": "same-site" }));
    }
  });

  it("is nobody's where a page of another site made a browser send it", async () => {
    for (const api of [bare, proxied]) {
      const before = await api.database.dump();
      /** @type {Record<string, string>[]} */
      const foreign = [
        { origin: "https://evil.example" },
        { origin: "null" },
        { origin: "http://localhost:3001" },
        { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
        { "sec-fetch-site": "none" },
        { "sec-fetch-site": "" },
      ];
      for (const headers of foreign) refused(await write(api, headers), 403, "This site may not make changes");
      refused(await api.send("DELETE", "/api/months/1", { headers: { origin: "https://evil.example" } }), 403);
      assert.deepEqual(await api.database.dump(), before);
      succeeded(await api.send("GET", "/api/months", { headers: { origin: "https://evil.example" } }));
    }
    const told = proxied.logs().filter(({ text }) => /ALLOWED_ORIGINS/.test(text));
    assert.ok(told.length > 0, "whoever develops is told why");
  });

  it("is accepted from any page if it names the user: no page can add that header unasked", async () => {
    for (const api of [bare, proxied]) {
      created(await write(api, { authorization: "Bearer dev:one", origin: "https://evil.example" }));
    }
  });
});
