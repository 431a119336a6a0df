import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { root } from "../../tools/common/paths.mjs";
import { freePort, isFree } from "../../tools/common/ports.mjs";
import { connect } from "../../tools/database/connect.mjs";
import { workerLogin } from "../../tools/database/worker-login.mjs";

/**
 * `npm start`, as npm runs it.
 *
 * @param {Record<string, string>} env
 * @param {...string} args
 */
function start(env, ...args) {
  const { DATABASE_URL: _, ...rest } = process.env;
  const child = spawn(process.execPath, ["tools/start.mjs", ...args], { cwd: root, env: { ...rest, ...env } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const ended = once(child, "exit").then(([code]) => code);
  /** @param {RegExp} pattern */
  const says = async (pattern) => {
    while (!pattern.test(output)) {
      const over = await Promise.race([ended.then(() => true), once(child.stdout, "data").then(() => false)]);
      if (over && !pattern.test(output)) throw new Error(`npm start ended without saying ${pattern}:\n${output}`);
    }
  };
  return { child, ended, says, output: () => output };
}

/**
 * The Worker that was started connects as a login with no more rights than it needs: it fails while that may not log in.
 *
 * @param {number} port the Worker's
 * @param {string} databaseUrl
 */
async function connectsAsItsLogin(port, databaseUrl) {
  const client = await connect(databaseUrl);
  try {
    const { rows } = await client.query("select rolsuper from pg_roles where rolname = $1", [workerLogin]);
    assert.deepEqual(rows, [{ rolsuper: false }]);
    await client.query(`alter role ${workerLogin} nologin`);
    assert.equal((await fetch(`http://127.0.0.1:${port}/api/months`)).status, 503);
  } finally {
    await client.end();
  }
}

describe("npm start", () => {
  /** @type {string} */
  let folder;
  /** @type {number} */
  let port;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "budgeting-start-"));
    await chmod(folder, 0o755);
    port = await freePort(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test("serves the demo data, says how to try it, and stops everything on Ctrl-C", async () => {
    const run = start({ PORT: String(port), BUDGETING_DATA: folder });
    await run.says(/Ctrl-C stops everything/);
    const output = run.output();
    for (const step of ["PostgreSQL", "migrations", "demo data", "Worker"]) {
      assert.match(output, new RegExp(`${step} \\.\\.\\. .*, \\d+\\.\\d s`));
    }
    assert.match(output, new RegExp(`Ready in .*http://127.0.0.1:${port}`));
    assert.equal(output.match(/^ {2}curl .*/gm)?.length, 3);
    const response = await fetch(`http://127.0.0.1:${port}/api/months`);
    assert.equal(response.status, 200);
    const months = /** @type {unknown[]} */ (await response.json());
    assert.equal(months.length, 12);
    const database = Number(/on port (\d+)/.exec(output)?.[1]);
    assert.ok(!(await isFree(database)));
    await connectsAsItsLogin(port, /Its database: (\S+)/.exec(output)?.[1] ?? "");

    run.child.kill("SIGINT");
    assert.equal(await run.ended, 0, run.output());
    assert.ok(await isFree(database), "the database has stopped");
    assert.ok(await isFree(port), "the Worker has stopped");
  });

  test("finds nothing left to do the second time, and forwards the Worker's output", async () => {
    const run = start({ PORT: String(port), BUDGETING_DATA: folder });
    await run.says(/Ctrl-C stops everything/);
    assert.match(
      run.output(),
      /WebAssembly module \.\.\. up to date.*migrations \.\.\. up to date.*demo data \.\.\. present/s,
    );
    console.log(`second start: ${/Ready in (.* s)/.exec(run.output())?.[1]}`);
    const latest = await fetch(`http://127.0.0.1:${port}/api/months/latest`);
    assert.equal(latest.status, 200, "the Worker's login may log in again");
    await latest.arrayBuffer();
    await run.says(/GET \/api\/months\/latest/);
    run.child.kill("SIGTERM");
    assert.equal(await run.ended, 0, run.output());
  });

  test("--empty loads no demo data, and DATABASE_URL selects another database", async (t) => {
    const { testDatabase } = await import("../../tools/test/database.mjs");
    const database = await testDatabase({ migrated: false });
    t.after(() => database.drop());
    const run = start({ PORT: String(port), DATABASE_URL: database.url }, "--empty");
    await run.says(/Ctrl-C stops everything/);
    assert.doesNotMatch(run.output(), /demo data|PostgreSQL \.\.\./);
    const response = await fetch(`http://127.0.0.1:${port}/api/months`);
    assert.deepEqual(await response.json(), []);
    run.child.kill("SIGINT");
    assert.equal(await run.ended, 0, run.output());
  });

  test("loads demo data into a given database only on request, and only if it has no users", async (t) => {
    const { testDatabase } = await import("../../tools/test/database.mjs");
    const database = await testDatabase({ migrated: false });
    t.after(() => database.drop());
    const profiles = async () => {
      const client = await connect(database.url);
      try {
        return (await client.query("select auth_user_id from budgeting.profiles")).rowCount;
      } finally {
        await client.end();
      }
    };
    const env = { PORT: String(port), DATABASE_URL: database.url };
    for (const { args, expected } of [
      { args: [], expected: 0 },
      { args: ["--demo"], expected: 1 },
    ]) {
      const run = start(env, ...args);
      await run.says(/Ctrl-C stops everything/);
      run.child.kill("SIGINT");
      assert.equal(await run.ended, 0, run.output());
      assert.equal(await profiles(), expected);
    }
    const client = await connect(database.url);
    await client.query("update budgeting.profiles set auth_user_id = '00000000-0000-4000-8000-00000000000f'");
    await client.end();
    const refused = start(env, "--demo");
    assert.equal(await refused.ended, 1);
    assert.match(refused.output(), /has users already.*leave out --demo/);
    assert.equal(await profiles(), 1);
  });

  test("does not touch a database on another machine unless told to", async () => {
    const DATABASE_URL = "postgres://u:not-to-be-shown@db.example.com:5432/db";
    for (const { args, said } of [
      { args: [], said: /another machine.*Nothing was done.*unset DATABASE_URL.*--migrate/s },
      { args: ["--demo", "--migrate"], said: /another machine. It gets no demo data: unset DATABASE_URL/ },
    ]) {
      const run = start({ PORT: String(port), DATABASE_URL }, ...args);
      assert.equal(await run.ended, 1);
      assert.match(run.output(), said);
      assert.doesNotMatch(run.output(), /not-to-be-shown|migrations \.\.\./);
    }
  });

  test("says that a port is in use, and how to choose another", async (t) => {
    const server = createServer().listen(port, "127.0.0.1");
    t.after(() => server.close());
    await once(server, "listening");
    const run = start({ PORT: String(port), BUDGETING_DATA: folder });
    assert.equal(await run.ended, 1);
    assert.match(run.output(), new RegExp(`Port ${port} is in use.*PORT=${port + 1} npm start`, "s"));
  });

  test("rejects unknown options", async () => {
    const option = start({ PORT: String(port) }, "--emtpy");
    assert.equal(await option.ended, 1);
    assert.match(option.output(), /Unknown option --emtpy.*--empty/);
    const port80x = start({ PORT: "80x" });
    assert.equal(await port80x.ended, 1);
    assert.match(port80x.output(), /PORT is "80x"/);
  });
});
