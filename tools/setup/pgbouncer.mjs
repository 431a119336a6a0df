// PgBouncer, which tests and benchmarks use in place of Hyperdrive. Both pass on named prepared statements, PgBouncer
// from 1.21 on. Debian 12 has an older one, so there it is built from the sources of the next release.
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inRoot } from "../common/paths.mjs";
import { attempt, findProgram, run } from "../common/run.mjs";
import { note } from "../common/steps.mjs";
import { install, isDebian } from "./apt.mjs";

const oldest = [1, 21];
const sourceRelease = "trixie";
const folder = inRoot("build", "pgbouncer");
const built = join(folder, "pgbouncer");

/** The program: the one in the PATH if it is new enough, or the one that was built here; undefined if there is neither. */
export async function findPgbouncer() {
  for (const program of [await findProgram("pgbouncer"), built]) {
    if (program !== undefined && (await isNewEnough(program))) return program;
  }
  return undefined;
}

/** Installs or builds PgBouncer if it is missing. @returns {Promise<string>} what was done */
export async function requirePgbouncer() {
  if ((await findPgbouncer()) !== undefined) return "present";
  if (!(await isDebian())) {
    throw new Error(`PgBouncer ${oldest.join(".")} or newer is missing. Install it (macOS: brew install pgbouncer).`);
  }
  const { stdout } = await attempt("apt-cache", ["policy", "pgbouncer"]);
  if (isVersionNewEnough(/Candidate: (\S+)/.exec(stdout)?.[1] ?? "")) {
    await install(["pgbouncer"]);
    return "installed";
  }
  await buildFromSources();
  return "built";
}

/** @param {string} program */
async function isNewEnough(program) {
  const { stdout } = await attempt(program, ["--version"]).catch(() => ({ stdout: "" }));
  return isVersionNewEnough(stdout);
}

/** @param {string} text with a version */
function isVersionNewEnough(text) {
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(text) ?? []).slice(1).map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

async function buildFromSources() {
  await install(["gcc", "libc6-dev", "libevent-dev", "libssl-dev", "make", "pkg-config"]);
  note(`building PgBouncer from the sources in Debian's ${sourceRelease}, since this release's is too old`);
  const work = `${folder}.new`;
  await rm(work, { recursive: true, force: true });
  await download(work);
  const archive = (await readdir(work)).find((name) => name.endsWith(".orig.tar.gz"));
  if (archive === undefined) throw new Error(`apt-get downloaded no sources of PgBouncer into ${work}.`);
  await run("tar", ["xzf", archive, "--strip-components=1"], { cwd: work });
  await run("./configure", ["--without-cares", "--without-systemd", "CFLAGS=-O2"], { cwd: work });
  await run("make", ["-j2", "pgbouncer"], { cwd: work });
  await run("strip", ["pgbouncer"], { cwd: work });
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  await rename(join(work, "pgbouncer"), built);
  await rm(work, { recursive: true, force: true });
}

/**
 * Downloads the sources with package lists of its own, so that the system's stay as they are.
 *
 * @param {string} to a folder
 */
async function download(to) {
  // From where the system's own packages come, so that a mirror serves too.
  const { stdout } = await run("apt-get", ["indextargets", "--format", "$(SITE)", "Origin: Debian", "Component: main"]);
  const site = stdout.split("\n").find((line) => !line.includes("security"));
  if (!site) throw new Error(`This system's PgBouncer is too old. Install ${oldest.join(".")} or newer.`);
  await mkdir(join(to, "lists", "partial"), { recursive: true });
  await mkdir(join(to, "cache", "archives", "partial"), { recursive: true });
  const keys = "/usr/share/keyrings/debian-archive-keyring.gpg";
  await writeFile(join(to, "sources.list"), `deb-src [signed-by=${keys}] ${site} ${sourceRelease} main\n`);
  const options = [
    `Dir::Etc::sourcelist=${join(to, "sources.list")}`,
    "Dir::Etc::sourceparts=-",
    `Dir::State::lists=${join(to, "lists")}`,
    `Dir::Cache=${join(to, "cache")}`,
    ...(process.getuid?.() === 0 ? ["APT::Sandbox::User=root"] : []),
  ].flatMap((option) => ["-o", option]);
  await run("apt-get", [...options, "update"], { cwd: to });
  await run("apt-get", [...options, "source", "--download-only", "pgbouncer"], { cwd: to });
}
