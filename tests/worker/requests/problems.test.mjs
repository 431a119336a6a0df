/** Errors under the media type of RFC 9457, for those who ask. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";

const api = await forAllTests(startApi());

const JSON_TYPE = "application/json; charset=utf-8";
const PROBLEM_TYPE = "application/problem+json";

/** @param {string} method @param {string} path @param {string} accept */
const ask = (method, path, accept) => api.demo.request(method, path, { headers: { accept } });

describe("an error", () => {
  it("is application/problem+json if the client names that type", async () => {
    for (const accept of [
      PROBLEM_TYPE,
      `application/json, ${PROBLEM_TYPE}`,
      "text/html;q=0.9 , Application/Problem+JSON ; q=0.1",
      `${PROBLEM_TYPE};q=0.001`,
    ]) {
      const answer = await ask("GET", "/api/months/1", accept);
      assert.equal(answer.headers["content-type"], PROBLEM_TYPE, accept);
      assert.match(answer.headers.vary ?? "", /\bAccept\b/);
      refused({ ...answer, headers: { ...answer.headers, "content-type": JSON_TYPE } }, 404, "Month not found");
    }
  });

  it("is application/json for all others", async () => {
    for (const accept of ["*/*", "application/*", "application/json", "", `${PROBLEM_TYPE};q=0`, `x${PROBLEM_TYPE}`]) {
      refused(await ask("GET", "/api/months/1", accept), 404, "Month not found");
    }
  });

  it("has that type wherever it occurs", async () => {
    for (const [method, path, status] of /** @type {const} */ ([
      ["GET", "/api/nothing", 404],
      ["PUT", "/api/months", 405],
      ["GET", "/api/months/x", 400],
      ["POST", "/api/months", 400],
      ["HEAD", "/api/months/1", 404],
    ])) {
      const answer = await ask(method, path, PROBLEM_TYPE);
      assert.equal(answer.status, status);
      assert.equal(answer.headers["content-type"], PROBLEM_TYPE, `${method} ${path}`);
    }
  });
});

describe("a response that is not an error", () => {
  it("stays application/json", async () => {
    const answer = await ask("GET", "/api/months", PROBLEM_TYPE);
    succeeded(answer);
    assert.equal(answer.headers["content-type"], JSON_TYPE);
  });
});
