/** Made-up requests: the API never fails, and answers each as its description says. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { ENDPOINTS, split } from "../support/endpoints.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { expectedStatuses, madeUp, OPERATIONS, REFERENCES, requestOf } from "../support/made-up.mjs";
import { makeOneOfEach } from "../support/make.mjs";

// Without credentials nobody is signed in.
const api = await forAllTests(startApi({ vars: { AUTH_MODE: "dev" } }));

const SECONDS = Number(process.env.FUZZ_SECONDS ?? 12);
/** On a busy machine it takes longer until there were enough to have met everything. */
const LEAST_REQUESTS = 500;
const AT_ONCE = 8;
/** Of a run that failed, to run it again. */
const SEED = process.env.FUZZ_SEED;

/** How often each operation has answered each status. @type {Map<string, Record<number, number>>} */
const seen = new Map(OPERATIONS.map(({ described }) => [described.operationId, {}]));

/** How many requests were answered so. @param {(status: number) => boolean} which */
const requests = (which) =>
  [...seen.values()]
    .flatMap(Object.entries)
    .reduce((total, [status, count]) => total + (which(Number(status)) ? count : 0), 0);

/** Sends requests of one user, some at a time. @param {import("../support/made-up.mjs").Template[]} templates */
async function run(templates) {
  const user = api.newUser();
  const ids = await makeOneOfEach(user);
  for (let at = 0; at < templates.length; at += AT_ONCE) {
    const batch = templates.slice(at, at + AT_ONCE).map((template) => requestOf(template, ids));
    await Promise.all(batch.map((request) => check(request, request.signedIn ? user : api.demo)));
  }
}

/** @param {import("../support/made-up.mjs").MadeUp} request @param {import("../support/harness.mjs").Client} client */
async function check(request, client) {
  const { operation, headers, text } = request;
  const path = operation.template.replace(/\{\w+\}/, String(request.id));
  // The client judges the answer by the description.
  const { status, ...answer } = await client.request(operation.method, path, { headers, body: text });
  const allowed = expectedStatuses(request);
  assert.ok(
    allowed.includes(status),
    `${operation.method} ${path} ${JSON.stringify(headers)} ${text}\nis ${status} instead of ${allowed}: ${answer.text}`,
  );
  const counts = seen.get(operation.described.operationId) ?? {};
  counts[status] = (counts[status] ?? 0) + 1;
}

describe("the description", () => {
  it("has the endpoints in docs/api.md, and those about the service", () => {
    const described = OPERATIONS.map(({ method, template }) => `${method} ${template.replace(/\{\w+\}/, "{}")}`);
    const known = [...ENDPOINTS, "GET /api/health", "GET /api/ready"]
      .map(split)
      .map(({ method, pattern }) => `${method} ${pattern.replace(/:\w+/, "{}")}`);
    assert.deepEqual(described.sort(), known.sort());
  });

  it("has examples that the API accepts", async () => {
    for (const method of ["POST", "PATCH"]) {
      const user = api.newUser();
      /** @type {Record<string, number>} */
      const ids = await makeOneOfEach(user);
      for (const { template, thing, described } of OPERATIONS.filter((operation) => operation.method === method)) {
        const { example } = described.requestBody.content["application/json"];
        // Their ids are of things that this user has not. No category can be moved below the one of `ids`.
        const body = JSON.parse(JSON.stringify(example), (key, value) =>
          key === "parentId" ? null : (ids[REFERENCES[key] ?? ""] ?? value),
        );
        const path = template.replace(/\{\w+\}/, String(ids[thing ?? ""]));
        const { status, text } = await user.request(method, path, { body: JSON.stringify(body) });
        assert.ok([200, 201].includes(status), `${method} ${path}: ${text}`);
      }
    }
  });
});

describe("generated requests", () => {
  it("are answered as described, and never with a server error", async () => {
    const property = fc.asyncProperty(madeUp, run);
    // A failure is told at once: looking for a smaller one would take minutes of requests.
    const options = { endOnFailure: true, ...(SEED === undefined ? {} : { seed: Number(SEED) }) };
    await fc.assert(property, { numRuns: 10_000, interruptAfterTimeLimit: SECONDS * 1000, ...options });
    while (requests(() => true) < LEAST_REQUESTS) await fc.assert(property, { numRuns: 2, endOnFailure: true });
  });

  it("have covered every operation and each kind of response", () => {
    const taken = requests((status) => status < 300);
    console.log(`${requests(() => true)} requests, ${taken} of them taken`);
    assert.ok([...seen.values()].every((counts) => Object.keys(counts).length > 0));
    assert.ok(taken > requests(() => true) / 4, "too few were right");
    for (const status of [400, 401, 404, 415, 422]) assert.ok(requests((each) => each === status) > 0, String(status));
  });
});
