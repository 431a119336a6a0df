/** Who is signed in, in each way the Worker can be set up. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { ENDPOINTS, fill, split } from "../support/endpoints.mjs";
import { refused, succeeded } from "../support/expect.mjs";
import { DEMO_USER, DEVELOPMENT, startApi, startWorker } from "../support/harness.mjs";
import { makeMonth } from "../support/make.mjs";
import { deployedConfig } from "../support/wrangler-worker.mjs";

/** @typedef {Awaited<ReturnType<typeof startWorker>>} Worker */

const DENIED = "You must be logged in";
const NOWHERE = "postgres://nobody:nothing@127.0.0.1:9/nothing";

/** Sends a header as it stands. @param {Worker} worker @param {string | undefined} authorization @param {string} [path] */
const knock = (worker, authorization, path = "/api/months") =>
  worker.send("GET", path, { headers: authorization === undefined ? {} : { authorization } });

describe("development sign-in", () => {
  /** @type {Awaited<ReturnType<typeof startApi>>} */
  let api;
  before(async () => {
    api = await startApi();
  });
  after(() => api?.close());

  it("is the demo user without credentials", async () => {
    const { id } = await makeMonth(api.demo);
    assert.deepEqual(
      succeeded(await api.as(DEMO_USER).get("/api/months")).map((/** @type {any} */ month) => month.id),
      [id],
    );
    assert.equal(await api.database.count("profiles", `auth_user_id = '${DEMO_USER}'`), 1);
  });

  it("is the user named by a bearer token", async () => {
    const user = api.newUser();
    await makeMonth(user);
    assert.equal(succeeded(await user.get("/api/months")).length, 1);
    assert.equal(succeeded(await api.newUser().get("/api/months")).length, 0);
    assert.equal(await api.database.count("profiles", `auth_user_id = '${user.id}'`), 1);
  });

  it("accepts the scheme in any case", async () => {
    const user = api.newUser();
    await makeMonth(user);
    for (const scheme of ["bearer", "BEARER"]) {
      assert.equal(succeeded(await knock(api, `${scheme} dev:${user.id}`)).length, 1);
    }
  });

  it("says how to sign in, with a 401", async () => {
    for (const method of ["GET", "HEAD", "POST"]) {
      const { status, headers } = await api.send(method, "/api/months", {
        headers: { authorization: "Bearer nonsense" },
      });
      assert.equal(status, 401);
      assert.equal(headers["www-authenticate"], 'Bearer realm="Budgeting API"');
    }
  });

  it("rejects malformed credentials, instead of ignoring them", async () => {
    for (const authorization of [
      "Bearer",
      "Bearer dev:",
      "Bearer dev: ",
      "Bearer nonsense",
      `Bearer ${DEMO_USER}`,
      `Basic dev:${DEMO_USER}`,
      `dev:${DEMO_USER}`,
      "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
    ]) {
      refused(await knock(api, authorization), 401, DENIED);
    }
  });
});

describe("any other way", () => {
  /** @type {[what: string, vars: Record<string, string>][]} */
  const WAYS = [
    ["without AUTH_MODE", { DEMO_USER }],
    ["with another AUTH_MODE", { AUTH_MODE: "development", DEMO_USER }],
    ["with AUTH_MODE in capitals", { AUTH_MODE: "DEV", DEMO_USER }],
  ];
  for (const [what, vars] of WAYS) {
    it(`${what}, nobody is signed in, and no database is asked`, async () => {
      const worker = await startWorker({ hyperdrive: NOWHERE, vars });
      try {
        for (const authorization of [undefined, `Bearer dev:${DEMO_USER}`, "Bearer nonsense", "Basic eA=="]) {
          refused(await knock(worker, authorization), 401, DENIED);
        }
        if (what !== "without AUTH_MODE") return;
        for (const endpoint of ENDPOINTS) {
          const { method, pattern } = split(endpoint);
          const path = fill(pattern, Object.fromEntries([[split(endpoint).parameter ?? "", 1]]));
          const headers = { "content-type": "application/json", authorization: `Bearer dev:${DEMO_USER}` };
          const body = ["POST", "PATCH"].includes(method) ? "{}" : undefined;
          refused(await worker.send(method, path, { headers, body }), 401, DENIED);
        }
      } finally {
        await worker.close();
      }
    });
  }

  it("is the deployed setting", () => {
    const { vars } = deployedConfig();
    for (const name of Object.keys(DEVELOPMENT)) assert.equal(vars[name], undefined, `${name} in wrangler.toml`);
  });
});

describe("a request that needs no database", () => {
  it("is answered without one", async () => {
    const worker = await startWorker({ hyperdrive: NOWHERE });
    try {
      const { demo } = worker;
      refused(await demo.get("/api/nothing"), 404, "Not found");
      refused(await demo.get("/api/months/abc"), 400);
      refused(await demo.get("/api/yearly/categories"), 405);
      refused(await demo.post("/api/months", "{"), 400);
      refused(await demo.post("/api/months", {}), 422);
      refused(await demo.post("/api/months", `{"pad":"${"x".repeat(1024 * 1024)}"}`), 413);
      refused(
        await demo.request("POST", "/api/months", { headers: { "content-type": "text/plain" }, body: "{}" }),
        415,
      );
      refused(await knock(worker, "Bearer nonsense"), 401, DENIED);
      refused(await demo.get("/api/months"), 503);
    } finally {
      await worker.close();
    }
  });
});
