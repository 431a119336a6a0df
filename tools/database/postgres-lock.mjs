// Checks whether a server is already running on a data folder. PostgreSQL's own check mistakes any process with the
// number in a leftover postmaster.pid for a server, which is common in a restarted container.
import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";

/**
 * Throws if a server is running on `folder`; removes a lock file left by a killed server.
 *
 * @param {string} folder
 */
export async function refuseIfRunning(folder) {
  const file = join(folder, "postmaster.pid");
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return;
  const [pid = "", , , port = ""] = text.split("\n");
  if (await isPostgres(Number(pid))) {
    throw new Error(
      `A PostgreSQL (process ${pid}, port ${port}) already runs on ${folder}, probably from another \`npm start\`.\n` +
        `Stop that one with Ctrl-C, or, if it was left behind by a killed terminal: kill -INT ${pid}\n` +
        "To run a second one beside it, set BUDGETING_DATA to another folder.",
    );
  }
  await rm(file, { force: true });
}

/** @param {number} pid */
async function isPostgres(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (process.platform === "win32") return isAlive(pid);
  // A dead process that its parent has not reaped yet (state Z) has no open files.
  const { stdout } = await promisify(execFile)("ps", ["-o", "stat=,comm=", "-p", String(pid)]).catch((error) => {
    if (error.code === "ENOENT") return { stdout: isAlive(pid) ? "? postgres" : "" };
    return { stdout: "" };
  });
  const [state = "", ...name] = stdout.trim().split(/\s+/);
  return !state.startsWith("Z") && basename(name.join(" ")).startsWith("postgres");
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
