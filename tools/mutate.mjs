// `npm run mutate`: makes each of the mistakes in tools/mutants in a copy of the project, and records which test
// notices it. A mistake that no test notices is a gap in the tests: exit code 1. docs/mutations.md then lists all of
// them.
// `npm run mutate -- <words>` tries only the mistakes whose description or file contains the words, or any of several
// alternatives separated by "|"; `npm run mutate -- --untried` only those that the page says were not tried. For the
// others the page keeps what it says.
import { copyFile, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { inRoot } from "./common/paths.mjs";
import { attempt, run, shortened } from "./common/run.mjs";
import { shutdown } from "./common/shutdown.mjs";
import { seconds, step } from "./common/steps.mjs";
import { projectFiles } from "./lint/names.mjs";
import { mutants } from "./mutants/index.mjs";
import { runTool, setUp } from "./setup/index.mjs";
import { findPgbouncer } from "./setup/pgbouncer.mjs";

/** @typedef {import("./mutants/index.mjs").Mutant} Mutant */
/** @typedef {import("./test/database.mjs").Servers} Servers */

const pageFile = inRoot("docs", "mutations.md");
const NOT_TRIED = "*not tried*";
const NOBODY = "**nobody**";
const copy = inRoot("build", "mutants");
/** The parts of the project that the tests need. */
const copied =
  /^(wasm|tests\/(core|kinds|worker|faults)|tools|worker-js|schema|cmake)\/|^(CMake|wrangler\.toml|package\.json)/;
/** A mistake may make a test run forever. */
const patience = "240";

/**
 * Writes a file only if its content differs, because a newer file is rebuilt.
 * @param {string} path
 * @param {string} text
 */
async function put(path, text) {
  const before = await readFile(path, "utf8").catch(() => undefined);
  if (before === text) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** A copy of the project as it is now, which keeps what was built in it before. */
async function copyProject() {
  const files = (await projectFiles()).filter((file) => copied.test(file));
  for (const file of files) await put(join(copy, file), await readFile(inRoot(file), "utf8"));
  const there = (await readdir(copy, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(copy.length + 1)
        .replaceAll("\\", "/"),
    );
  for (const file of there) {
    if (copied.test(file) && !files.includes(file)) await rm(join(copy, file));
  }
  // The Worker does not start without a folder of static files; no test here requests one.
  await mkdir(join(copy, "build", "assets"), { recursive: true });
  await symlink(inRoot("node_modules"), join(copy, "node_modules"), "junction").catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
}

/** @param {string[]} args */
const cmake = (...args) => attempt("cmake", args, { cwd: copy });

/** Built more than fifty times, so without sanitizers and symbols. */
async function configure() {
  // Without the sanitizers, for speed; but as in the module, an index out of range must stop the tests.
  const flags = "-DCMAKE_CXX_FLAGS_DEBUG=-O1 -D_GLIBCXX_ASSERTIONS";
  await run("cmake", ["--preset", "native", "-DBUDGETING_SANITIZE=OFF", "-DBUDGETING_COVERAGE=OFF", flags], {
    cwd: copy,
  });
  await run("cmake", ["--preset", "wasi"], { cwd: copy });
}

/** Builds and runs the core's tests; returns the first one that failed, or undefined. */
async function runCore() {
  const built = await cmake("--build", "--preset", "native", "--target", "core_tests");
  if (built.code !== 0) return notBuilt(built.output);
  for (const name of ["core_tests", "kinds_tests"]) {
    const program = join(copy, "build", "native", name);
    const { code, output } = await attempt("timeout", [patience, program, "--no-colors", "--abort-after=1"]);
    if (code === 0) continue;
    return /^TEST CASE: {2}(.*)$/m.exec(output)?.[1] ?? (code === 124 ? "the time a test may take" : shortened(output));
  }
  return undefined;
}

/**
 * Builds the module and runs the Worker's tests with it.
 * @param {string} file
 * @param {Partial<Servers>} servers
 * @param {string} [only]
 */
async function runWorker(file, servers, only) {
  const built = await cmake("--build", "--preset", "wasi", "--target", "module", "kinds_module");
  if (built.code !== 0) return notBuilt(built.output);
  await copyFile(join(copy, "build", "wasi", "core.wasm"), join(copy, "build", "core.wasm"));
  const chosen = only === undefined ? [] : [`--test-name-pattern=${only}`];
  const args = [patience, process.execPath, "--test", "--test-reporter=tap", ...chosen, join("tests", "worker", file)];
  const { code, output } = await attempt("timeout", args, {
    cwd: copy,
    env: { ...process.env, ...servers, PATH: await withPgbouncer() },
  });
  if (code === 0) return undefined;
  return /^ *not ok \d+ - (.*)$/m.exec(output)?.[1] ?? shortened(output);
}

/** The PATH with the PgBouncer that this checkout has built, since the copy has none. */
async function withPgbouncer() {
  const program = await findPgbouncer();
  return [...(program ? [dirname(program)] : []), process.env.PATH].join(delimiter);
}

/** Only an error in the program counts as noticed; a missing tool does not. @param {string} output */
function notBuilt(output) {
  const assertion = /error: (static assertion failed.*|.*constant expression.*|.*constant initializer.*)/.exec(output);
  if (!assertion) throw new Error(shortened(output));
  return "the compiler";
}

/** @param {Mutant} mutant @param {Partial<Servers>} servers @returns {Promise<string | undefined>} the test that noticed */
async function noticedBy({ file, search, replace, database, only }, servers) {
  const path = join(copy, file);
  const right = await readFile(path, "utf8");
  if (right.split(search).length !== 2) {
    throw new Error(`The text to replace is not once in ${file}:\n${search}\nBring tools/mutants up to date.`);
  }
  await writeFile(
    path,
    right.replace(search, () => replace),
  );
  try {
    const test = await (database ? runWorker(database, servers, only) : runCore());
    return test && database ? `${test} (${database})` : test;
  } finally {
    await writeFile(path, right);
  }
}

/**
 * The pattern for the names of the tests in a file that these mistakes need; undefined if one mistake needs all.
 * @param {string} suite
 * @param {Mutant[]} chosen
 */
function worthTheirTime(suite, chosen) {
  const parts = chosen.filter(({ database }) => database === suite).map(({ only }) => only);
  return parts.includes(undefined) ? undefined : parts.join("|");
}

/** What the page says of each mistake that was tried: the test that noticed it, or null. */
async function readPage() {
  /** @type {Map<string, string | null>} */
  const known = new Map();
  const text = await readFile(pageFile, "utf8").catch(() => "");
  for (const [, what = "", by = ""] of text.matchAll(/^\| \d+ \| (.*?) \| `[^`]*` \| (.*) \|$/gm)) {
    if (by !== NOT_TRIED) known.set(what, by === NOBODY ? null : by.replaceAll("\\|", "|"));
  }
  return known;
}

/** @param {Map<string, string | null>} known */
function page(known) {
  const results = mutants.map((mutant) => ({ mutant, by: known.get(mutant.what) }));
  const tried = results.filter(({ by }) => by !== undefined);
  const cell = (/** @type {string} */ text) => text.replaceAll("|", "\\|");
  const rows = results.map(
    ({ mutant, by }, index) =>
      `| ${index + 1} | ${mutant.what} | \`${mutant.file}\` | ${cell(by === undefined ? NOT_TRIED : (by ?? NOBODY))} |`,
  );
  return `# Seeded mistakes

Each of these mistakes was made in a copy of the project, one at a time, and the tests were run. Generated by
\`npm run mutate\` from \`tools/mutants\`, where the texts that are replaced stand. Where a file is named behind the
test, it is a test of the Worker with PostgreSQL; all others are tests of the native core. A mistake that the last run
did not try keeps what was found before.

${tried.filter(({ by }) => by).length} of ${tried.length} were noticed${tried.length < results.length ? `; ${results.length - tried.length} have not been tried yet` : ""}.

| | mistake | in | noticed first by |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}

await runTool(async () => {
  await setUp({ native: true });
  const { startTestServers } = await import("./test/database.mjs");
  const args = process.argv.slice(2);
  const known = await readPage();
  const words = args
    .filter((each) => each !== "--untried")
    .join(" ")
    .split("|");
  const chosen = mutants.filter(
    ({ what, file }) =>
      words.some((each) => `${what} ${file}`.includes(each)) && !(args.includes("--untried") && known.has(what)),
  );
  const suites = [...new Set(chosen.flatMap(({ database }) => database ?? []))];

  await step("copy of the project", copyProject);
  await step("configuration", configure);
  const servers = suites.length > 0 ? await startTestServers() : {};
  await step("without a mistake", async () => {
    const failed = chosen.some(({ database }) => !database) ? [await runCore()] : [];
    for (const suite of suites) failed.push(await runWorker(suite, servers, worthTheirTime(suite, chosen)));
    if (failed.some(Boolean)) throw new Error(`It fails without a mistake: ${failed.filter(Boolean).join("; ")}`);
    return "every test passes";
  });

  let survivors = 0;
  for (const mutant of chosen) {
    const started = performance.now();
    const by = await noticedBy(mutant, servers);
    if (!by) survivors += 1;
    console.log(`  ${by ? "caught  " : "SURVIVED"} ${mutant.what}\n      ${by ?? "no test"}, ${seconds(started)}`);
    known.set(mutant.what, by ?? null);
    await put(pageFile, page(known));
  }
  await shutdown();
  console.log(`\n${chosen.length - survivors} caught, ${survivors} survived`);
  process.exitCode = survivors === 0 && chosen.length > 0 ? 0 : 1;
});
