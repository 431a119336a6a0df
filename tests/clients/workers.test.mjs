/** An app that is a Worker itself, with the API behind a service binding, or as a part of it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { buildClient } from "../../tools/setup/clients.mjs";
import { judged } from "../worker/support/client.mjs";
import { nonconformance } from "../worker/support/conformance.mjs";
import { openDatabase } from "../worker/support/database.mjs";
import { everyEndpointSucceeds } from "../worker/support/every-endpoint.mjs";
import { created, refused, succeeded } from "../worker/support/expect.mjs";
import { startWorker } from "../worker/support/harness.mjs";
import { makeMonth } from "../worker/support/make.mjs";
import { buildPlayground, playground } from "./support/playground.mjs";
import { signedIn, startSessions } from "./support/sessions.mjs";

/** @type {Awaited<ReturnType<typeof openDatabase>>} */
let database;
/** @type {Awaited<ReturnType<typeof startSessions>>} */
let sessions;
before(async () => {
  [database, sessions] = await Promise.all([openDatabase(), startSessions(), buildClient()]);
});
after(async () => {
  await sessions?.close();
  await database?.close();
});

/** The app's Worker, as Nitro has built it. @param {string} way */
const app = (way) => ({
  main: join(playground, ".output", way, "server", "index.mjs"),
  assets: { assets: { binding: "ASSETS", directory: join(playground, ".output", way, "public") } },
});

/** Not watched: the app's pages name their scripts. @type {Record<string, () => Promise<Awaited<ReturnType<typeof startWorker>>>>} */
const WAYS = {
  binding: () => {
    const api = { hyperdrive: database.workerUrl, vars: sessions.vars };
    const { main, assets } = app("binding");
    const services = [{ binding: "API", service: "budgeting-api" }];
    return startWorker({ main, isWatched: false, vars: {}, bindings: { ...assets, name: "app", services } }, api);
  },
  mounted: () => {
    const { main, assets } = app("mounted");
    return startWorker({
      main,
      isWatched: false,
      vars: sessions.vars,
      hyperdrive: database.workerUrl,
      bindings: assets,
    });
  },
};

for (const [way, start] of Object.entries(WAYS)) {
  describe(`the API ${way === "binding" ? "behind a service binding" : "mounted in the app's Worker"}`, () => {
    /** @type {Awaited<ReturnType<typeof startWorker>>} */
    let worker;
    /** @type {import("../worker/support/client.mjs").Client} */
    let user;
    /** @type {Record<string, string>} */
    let cookie;
    before(async () => {
      await buildPlayground(way);
      worker = await start();
      const session = await sessions.signIn();
      user = signedIn(judged(worker.send, nonconformance), session.bearer);
      cookie = session.cookie;
    });
    after(() => worker?.close());

    it("answers every endpoint as described", () => everyEndpointSucceeds(user));

    it("answers request after request, and many at once", async () => {
      for (let count = 0; count < 20; count += 1) succeeded(await user.get("/api/months"));
      const answers = await Promise.all(Array.from({ length: 40 }, () => user.get("/api/yearly")));
      for (const answer of answers) succeeded(answer);
    });

    it("refuses as described", async () => {
      const body = '{"year": 1999}';
      const headers = { "content-type": "application/json", accept: "application/problem+json" };
      const problem = await user.request("POST", "/api/yearly", { headers, body });
      assert.deepEqual([problem.status, problem.body.fields.length], [422, 1]);
      assert.match(String(problem.headers["content-type"]), /^application\/problem\+json/);
      refused(await user.post("/api/yearly", "{"), 400, /byte offset 1/);
      refused(await user.post("/api/yearly", `{"year": "${"x".repeat(1 << 20)}"}`), 413);
      refused(await user.get("/api/nothing"), 404, "Not found");
      assert.equal((await user.request("PUT", "/api/months")).headers.allow, "GET, HEAD, POST");
      refused(await worker.send("GET", "/api/months"), 401);
    });

    it("renders a page as whoever has the session cookie", async () => {
      await makeMonth(user, { name: "Cookies month", year: 2026 });
      assert.match((await worker.send("GET", "/", { headers: cookie })).text, /Cookies month 2026/);
      assert.match((await worker.send("GET", "/")).text, /unauthorized: You must be logged in/);
    });

    it("lets the app's own pages write with the session cookie, and no others", async () => {
      const write = (/** @type {string} */ origin) =>
        signedIn(worker.send, { ...cookie, origin }).post("/api/yearly", { year: 2077 });
      refused(await write("https://elsewhere.example"), 403);
      created(await write(worker.url.origin));
    });
  });
}
