/** The API's description and the page that shows it, as they are served beside the Worker. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { inRoot } from "../../../tools/common/paths.mjs";
import { refused } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startWorker } from "../support/harness.mjs";

const worker = await forAllTests(startWorker({ bindings: {} }));

/** @param {string} policy @param {string} name */
const directive = (policy, name) =>
  policy
    .split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name} `));

describe("GET /api/openapi.json", () => {
  it("is schema/openapi.json, for everybody", async () => {
    const { status, headers, body } = await worker.send("GET", "/api/openapi.json");
    assert.equal(status, 200);
    assert.match(headers["content-type"] ?? "", /^application\/json\b/);
    assert.equal(headers["access-control-allow-origin"], "*");
    assert.deepEqual(body, JSON.parse(readFileSync(inRoot("schema", "openapi.json"), "utf8")));
  });

  it("is not transferred again while it is unchanged", async () => {
    const { headers } = await worker.send("GET", "/api/openapi.json");
    const again = await worker.send("GET", "/api/openapi.json", { headers: { "if-none-match": headers.etag ?? "" } });
    assert.equal(again.status, 304);
  });
});

describe("GET /docs", () => {
  it("is a page that may load and run only files from the same origin", async () => {
    const { status, headers, text } = await worker.send("GET", "/docs");
    assert.equal(status, 200);
    assert.match(headers["content-type"] ?? "", /^text\/html\b/);
    const policy = String(headers["content-security-policy"]);
    for (const [name, value] of [
      ["default-src", "'none'"],
      ["script-src", "'self'"],
      ["style-src", "'self'"],
      ["connect-src", "'self'"],
      ["frame-ancestors", "'none'"],
    ]) {
      assert.equal(directive(policy, String(name)), `${name} ${value}`);
    }
    for (const [, path] of text.matchAll(/(?:src|href)="([^"]+)"/g)) {
      assert.match(String(path), /^\/(docs|api)\//);
      assert.equal((await worker.send("GET", String(path))).status, 200, path);
    }
  });
});

describe("a path without a file", () => {
  it("is answered by the Worker", async () => {
    for (const path of ["/docs/nothing", "/api/openapi", "/api/openapi.json/x", "/_headers", "/index.html", "/"]) {
      refused(await worker.send("GET", path), 404, "Not found");
    }
    refused(await worker.send("GET", "/api/months/x"), 400);
  });
});

describe("a file", () => {
  it("accepts only GET and HEAD", async () => {
    for (const path of ["/api/openapi.json", "/docs"]) {
      assert.equal((await worker.send("HEAD", path)).status, 200);
      const { status, headers } = await worker.send("POST", path);
      assert.equal(status, 405);
      assert.equal(headers.allow, "GET, HEAD");
    }
  });
});
