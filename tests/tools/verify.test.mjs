/** `npm run verify`: says yes to our Worker, no to broken ones, and leaves nothing behind. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { openApi } from "../../tools/after-deployment/api.mjs";
import { callEveryEndpoint } from "../../tools/after-deployment/endpoints.mjs";
import { removeTemporary } from "../../tools/after-deployment/temporary.mjs";
import { inRoot } from "../../tools/common/paths.mjs";
import { startWorkerd } from "../../tools/serve/workerd.mjs";
import { openDatabase } from "../worker/support/database.mjs";
import { ENDPOINTS, split } from "../worker/support/endpoints.mjs";
import { startFront } from "./verify/front.mjs";

const USER = randomUUID();
const TOKEN = `dev:${USER}`;
const FEW = ["--requests", "40", "--concurrency", "8"];

/** @type {Awaited<ReturnType<typeof openDatabase>>} */
let database;
/** @type {import("../../tools/serve/workerd.mjs").Workerd} */
let worker;
before(async () => {
  database = await openDatabase();
  worker = await startWorkerd(serving({ AUTH_MODE: "dev", DEMO_USER: randomUUID() }));
  // Something of the user's that must be left alone, in the very year that would be taken first.
  const api = openApi(worker.url, TOKEN);
  await api.call("POST", "/api/yearly", { year: 2100 }, 201);
  await api.call("POST", "/api/months", { name: "mine", year: 2099, month: 1, income: 1 }, 201);
});
after(async () => {
  await worker?.close();
  await database?.close();
});

/** @param {Record<string, string>} vars */
const serving = (vars) => ({ databaseUrl: database.pooledUrl, vars, log: () => {} });

/** @param {string[]} args @param {Record<string, string>} [env] */
function startVerify(args, env = {}) {
  const child = spawn(process.execPath, [inRoot("tools", "verify.mjs"), ...args], { env: { ...process.env, ...env } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      output += text;
    });
  }
  const ended = once(child, "close").then(([code]) => ({ code, output }));
  return { child, ended, output: () => output };
}

/** @param {string[]} args @param {Record<string, string>} [env] */
const verify = (args, env) => startVerify(args, env).ended;

/** All that a run might leave behind. */
const contents = async () => JSON.stringify(await database.dump());

/** The verdict is no, for this reason and with this advice, and nothing is left. @param {{ code: number, output: string }} verdict @param {RegExp} what @param {RegExp} advice */
function rejects({ code, output }, what, advice) {
  assert.equal(code, 1, output);
  assert.match(output, what);
  assert.match(output, advice);
  assert.match(output, /do not rely on it yet/);
}

describe("npm run verify", () => {
  test("says that our Worker works, with times, and leaves the data unchanged", async () => {
    const before = await contents();
    const { code, output } = await verify([worker.url.href, "--token", TOKEN, ...FEW]);
    assert.equal(code, 0, output);
    assert.match(output, /ok {5}what is sent again happens once/);
    assert.match(output, /ok {5}all \d+ endpoints/);
    assert.match(output, /removed the year 2098 again/, "neither 2100 nor 2099 is free");
    assert.match(output, /40 requests, 8 at once +40 +\d+ +\d+ +\d+ +\d+\n/);
    assert.match(output, /\nIt works\.\n/);
    assert.equal(await contents(), before);
  });

  test("calls every endpoint", async () => {
    const api = openApi(worker.url, `dev:${randomUUID()}`);
    const temporary = { year: 2050, name: "verification x", latest: { month: 2050, budget: 2050 } };
    const { called } = await callEveryEndpoint(api, temporary, () => {});
    const all = ENDPOINTS.map((endpoint) => {
      const { method, pattern } = split(endpoint);
      return `${method} ${pattern
        .replace(":calendarYear", ":YEAR")
        .replace(/:[a-z]\w*/, ":id")
        .replace(":YEAR", ":year")}`;
    });
    assert.deepEqual([...called].sort(), all.sort());
    await removeTemporary(api, temporary, []);
    assert.deepEqual(await api.call("GET", "/api/yearly"), []);
    assert.deepEqual(await api.call("GET", "/api/months"), []);
  });

  test("reads the token from the environment, and never shows it", async () => {
    const { code, output } = await verify([worker.url.href, ...FEW], { VERIFY_TOKEN: TOKEN });
    assert.equal(code, 0, output);
    assert.ok(!output.includes(USER));
  });

  for (const [what, caches] of /** @type {[string, (path: string) => boolean][]} */ ([
    ["all reads", (path) => path !== "/api/ready" && path !== "/api/health"],
    ["one kind of read", (path) => path.endsWith("/summary")],
  ])) {
    test(`notices a cache of ${what}`, async () => {
      const before = await contents();
      const front = await startFront(worker.url, { caches });
      try {
        const verdict = await verify([front.url, "--token", TOKEN, ...FEW]);
        rejects(verdict, /FAILED reads show what was just written\n +\d+ of 120 reads/, /--caching-disabled/);
      } finally {
        await front.close();
      }
      // Although the cache hides it.
      assert.equal(await contents(), before);
    });
  }

  test("notices a proxy that drops headers", async () => {
    const before = await contents();
    const front = await startFront(worker.url);
    try {
      const verdict = await verify([front.url, "--token", TOKEN, ...FEW]);
      rejects(verdict, /FAILED what is sent again happens once.*\n.*Idempotency-Key answered 409/i, /drop the headers/);
    } finally {
      await front.close();
    }
    assert.equal(await contents(), before);
  });

  test("notices a connection that is kept between requests", async () => {
    const alias = { pg: inRoot("tests", "tools", "verify", "cached-pg.js") };
    const vars = { AUTH_MODE: "dev", DEMO_USER: randomUUID(), STATEMENT_TIMEOUT_MS: "500", REQUEST_TIMEOUT_MS: "2000" };
    const broken = await startWorkerd({ ...serving(vars), alias });
    try {
      rejects(
        await verify([broken.url.href, "--token", TOKEN, ...FEW]),
        /FAILED .*\n.* answered 50\d/,
        /docs\/deploy\.md/,
      );
    } finally {
      await broken.close();
    }
  });

  test("removes what it created when it is interrupted", async () => {
    const before = await contents();
    const { child, ended, output } = startVerify([worker.url.href, "--token", TOKEN, "--requests", "100000"]);
    while (!/all \d+ endpoints/.test(output())) await once(child.stdout, "data");
    assert.notEqual(await contents(), before);
    child.kill("SIGINT");
    assert.equal((await ended).code, 130);
    assert.equal(await contents(), before);
  });

  test("says that it needs a token", async () => {
    const secret = "a-secret-of-the-legacy-kind-with-enough-characters";
    const vars = { SUPABASE_URL: "https://project.supabase.co", SUPABASE_JWT_SECRET: secret };
    const strict = await startWorkerd(serving(vars));
    try {
      rejects(await verify([strict.url.href]), /wants credentials/, /--token/);
      rejects(await verify([strict.url.href, "--token", "nonsense"]), /answered 401/, /token is not accepted/);
    } finally {
      await strict.close();
    }
  });

  test("notices a deployed Worker that lets anybody in", async () => {
    // Loopback too, but nothing that a developer would call their own machine.
    const front = await startFront(worker.url, { host: "127.0.0.2" });
    try {
      rejects(await verify([front.url]), /lets in whoever asks/, /AUTH_MODE/);
    } finally {
      await front.close();
    }
  });

  test("says that the database cannot be reached", async () => {
    const databaseUrl = Object.assign(new URL(database.workerUrl), { port: "9" }).href;
    const lonely = await startWorkerd({ ...serving({ AUTH_MODE: "dev", DEMO_USER: randomUUID() }), databaseUrl });
    try {
      rejects(await verify([lonely.url.href]), /answered 503/, /Hyperdrive/);
    } finally {
      await lonely.close();
    }
  });

  test("says that the tables are too old", async () => {
    const { version } = await database.row(
      "select obj_description('budgeting'::regnamespace, 'pg_namespace') as version",
    );
    await database.query("comment on schema budgeting is '20250101000000'");
    try {
      rejects(await verify([worker.url.href]), /GET \/api\/ready answered 503/, /npm run migrate/);
    } finally {
      await database.query(`comment on schema budgeting is '${version}'`);
    }
  });

  test("says that there is no such Worker, or a different one", async () => {
    rejects(await verify(["http://127.0.0.1:9"]), /no answer from http:\/\/127\.0\.0\.1:9/, /address right/);
    const other = await startWorkerd({
      ...serving({}),
      main: inRoot("tests", "worker", "database", "cached-client", "index.mjs"),
    });
    try {
      rejects(await verify([other.url.href]), /FAILED/, /->/);
    } finally {
      await other.close();
    }
  });

  test("shows its usage, without repeating a token in the wrong place", async () => {
    for (const args of [[], ["--tokn", TOKEN], ["nonsense"], [worker.url.href, "--requests", "many"]]) {
      const { code, output } = await verify(args);
      assert.equal(code, 1);
      assert.match(output, /npm run verify -- <url>/);
      assert.ok(!output.includes(USER));
    }
  });
});
