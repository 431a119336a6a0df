import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { inRoot } from "../../tools/common/paths.mjs";
import { isFree } from "../../tools/common/ports.mjs";
import { connect } from "../../tools/database/connect.mjs";
import { startPostgres } from "../../tools/database/postgres.mjs";

const settings = { fsync: "off" };

/**
 * A process of its own that starts a database, and prints its port and its server's process id.
 *
 * @param {string} dataDir
 */
async function startElsewhere(dataDir) {
  const script = `
    import { startPostgres } from ${JSON.stringify(inRoot("tools", "database", "postgres.mjs"))};
    import { connect } from ${JSON.stringify(inRoot("tools", "database", "connect.mjs"))};
    const { url, port } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, settings: { fsync: "off" } });
    const client = await connect(url);
    const { rows } = await client.query("select pg_read_file('postmaster.pid') as lock");
    await client.end();
    console.log(port + " " + rows[0].lock.split("\\n")[0]);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const [port = 0, server = 0] = String(line).split(" ").map(Number);
  return { child, port, server };
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("the embedded PostgreSQL", () => {
  /** @type {string} */
  let folder;
  /** @type {string} */
  let dataDir;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "budgeting-postgres-"));
    await chmod(folder, 0o755);
    dataDir = join(folder, "postgres");
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test("is created on first use, and keeps its data and its port", async () => {
    const first = await startPostgres({ dataDir, settings });
    const client = await connect(first.url);
    await client.query("create table kept as select 42 as answer");
    const { rows } = await client.query(`
      select current_setting('server_encoding') as encoding, current_setting('listen_addresses') as listens,
        current_setting('search_path') as path, lower('É') as lower,
        (select rolsuper from pg_roles where rolname = current_user) as super`);
    assert.deepEqual(rows, [{ encoding: "UTF8", listens: "127.0.0.1", path: "public", lower: "é", super: true }]);
    await client.end();
    await first.stop();
    assert.ok(await isFree(first.port));
    assert.ok(first.port < 32768);

    const second = await startPostgres({ dataDir, settings });
    const again = await connect(second.url);
    assert.deepEqual((await again.query("select answer from kept")).rows, [{ answer: 42 }]);
    await again.end();
    assert.equal(second.port, first.port);
    await second.stop();
    await second.stop();
  });

  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    test(`stops with a tool that gets ${signal}`, async () => {
      const { child, port, server } = await startElsewhere(dataDir);
      assert.ok(isAlive(server));
      child.kill(signal);
      const [code] = await once(child, "exit");
      assert.equal(code, { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]);
      assert.ok(!isAlive(server), "the server is gone when the tool is");
      assert.ok(await isFree(port));
    });
  }

  test("says that another process uses the same folder, and what to do", async () => {
    const { child, server } = await startElsewhere(dataDir);
    await assert.rejects(startPostgres({ dataDir, settings }), (/** @type {Error} */ error) => {
      assert.match(error.message, new RegExp(`process ${server}.* already runs`));
      assert.match(error.message, /BUDGETING_DATA/);
      return true;
    });
    child.kill("SIGTERM");
    await once(child, "exit");
  });

  test("starts after a kill -9 of both, though the lock file is left", async () => {
    const { child, server } = await startElsewhere(dataDir);
    child.kill("SIGKILL");
    process.kill(server, "SIGKILL");
    await once(child, "exit");
    const { stop } = await startPostgres({ dataDir, settings });
    await stop();
  });

  test("starts even if a leftover lock file has the number of an unrelated process", async () => {
    // One that PostgreSQL could signal, or it would know by itself that it isn't a server.
    const { uid, gid } = await stat(dataDir);
    const other = spawn("sleep", ["60"], process.getuid?.() === 0 ? { uid, gid } : {});
    await once(other, "spawn");
    await writeFile(join(dataDir, "postmaster.pid"), `${other.pid}\n${dataDir}\n1700000000\n20000\n\n127.0.0.1\n`);
    const { stop } = await startPostgres({ dataDir, settings });
    await stop();
    other.kill();
  });

  test("works below a folder that only its owner can access", async () => {
    const closed = join(folder, "closed");
    await mkdir(closed, { mode: 0o700 });
    /** @type {string[]} */
    const said = [];
    const running = await startPostgres({
      dataDir: join(closed, "postgres"),
      settings,
      log: (line) => said.push(line),
    });
    const client = await connect(running.url);
    const { rows } = await client.query("show data_directory");
    const kept = rows[0].data_directory;
    await client.end();
    await running.stop();
    if (process.getuid?.() === 0) {
      // PostgreSQL runs as another user then, and the folder is kept where that user can reach it.
      assert.ok(said.join("\n").includes(`kept in ${kept}`), said.join("\n"));
      await rm(kept, { recursive: true, force: true });
    } else {
      assert.equal(kept, join(closed, "postgres"));
    }
  });

  test("of another version reports that, and does not touch the folder", async () => {
    const other = join(folder, "other");
    await mkdir(other);
    await writeFile(join(other, "PG_VERSION"), "16\n");
    await assert.rejects(startPostgres({ dataDir: other, settings }), /made by PostgreSQL 16.*BUDGETING_DATA/s);
  });
});
