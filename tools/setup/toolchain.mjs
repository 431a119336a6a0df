// The C++ programs and libraries that a build needs, the browser that tests need, and how to install them.
import { access } from "node:fs/promises";
import { join } from "node:path";
import { attempt, findProgram, run } from "../common/run.mjs";
import { install, isDebian } from "./apt.mjs";
import { findBrowser } from "./browser.mjs";

/** Debian's package names. Do not add packages of another LLVM version: its wasm32 parts would replace these. */
const wasmPackages = [
  "clang-22",
  "lld-22",
  "llvm-22",
  "libclang-rt-22-dev-wasm32",
  "libc++-22-dev-wasm32",
  "libc++abi-22-dev-wasm32",
  "wasi-libc",
];
/** The sanitizers' runtime, and what the tests and checks need. The native build uses g++'s headers. */
const nativePackages = ["clang-22", "llvm-22", "libclang-rt-22-dev", "doctest-dev", "clang-format-22", "clang-tidy-22"];
/** The other WebAssembly toolchain, unless EMSDK points to one. */
const emscriptenPackages = ["emscripten"];

/** Programs that need not come from a package. */
const buildPrograms = [
  { program: "cmake", package: "cmake" },
  { program: "ninja", package: "ninja-build" },
];
const nativePrograms = [{ program: "g++", package: "g++" }];

const oldestCmake = [3, 22];

/**
 * Installs what is missing, or throws an error with the command to run.
 *
 * @param {{ native: boolean, emscripten: boolean, browser: boolean }} options native: also what the tests of the core
 *   need; emscripten: also the other WebAssembly toolchain; browser: also a Chromium
 */
export async function requireToolchain({ native, emscripten, browser }) {
  const sdk = process.env.WASI_SDK_PATH;
  if (sdk) await checkSdk(sdk);
  const debian = await isDebian();
  const packages = [
    ...(sdk === undefined ? wasmPackages : []),
    ...(native ? nativePackages : []),
    ...(emscripten && !process.env.EMSDK ? emscriptenPackages : []),
  ];
  const missing = await missingPackages({ native, debian, wasm: sdk === undefined, packages: [...new Set(packages)] });
  if (browser && (await findBrowser()) === undefined) missing.push("chromium");
  if (missing.length > 0) {
    if (!debian) throw new Error(withoutApt(missing, sdk));
    await install(missing, otherwise(missing));
  }
  await checkCmake();
  return missing.length > 0 ? `installed ${missing.join(" ")}` : "present";
}

/** @param {string} sdk */
async function checkSdk(sdk) {
  const found = await access(join(sdk, "bin", process.platform === "win32" ? "clang++.exe" : "clang++")).then(
    () => true,
    () => false,
  );
  if (!found)
    throw new Error(`WASI_SDK_PATH is ${sdk}, but there is no bin/clang++ in it. Unpack a wasi-sdk release there.`);
}

/**
 * @param {{ native: boolean, debian: boolean, wasm: boolean, packages: string[] }} wanted wasm: false where a
 *   wasi-sdk serves; packages: Debian's names of what a program alone does not show
 */
async function missingPackages({ native, debian, wasm, packages }) {
  const programs = [...buildPrograms, ...(native ? nativePrograms : [])];
  const missing = [];
  for (const { program, package: name } of programs) {
    if (!(await findProgram(program))) missing.push(name);
  }
  if (!debian) return [...missing, ...(wasm ? ["wasi-sdk"] : []), ...(native ? await missingElsewhere() : [])];
  if (packages.length === 0) return missing;
  // The command fails if it does not know one of them, but still lists the others.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query fills these in, not JavaScript
  const { stdout } = await attempt("dpkg-query", ["-W", "-f", "${Package} ${db:Status-Status}\\n", ...packages]);
  const installed = new Set(stdout.split("\n").filter((line) => line.endsWith(" installed")));
  return [...missing, ...packages.filter((name) => !installed.has(`${name} installed`))];
}

/** What the tests need on a system without Debian packages. */
async function missingElsewhere() {
  const missing = [];
  for (const program of ["clang-format", "clang-tidy"]) {
    if (!(await findProgram(`${program}-22`, program))) missing.push(program);
  }
  return missing;
}

/**
 * @param {string[]} missing
 * @param {string | undefined} sdk
 */
function withoutApt(missing, sdk) {
  const lines = [
    `This system lacks: ${missing.join(", ")}. They can be installed automatically on Debian and Ubuntu only.`,
  ];
  const others = missing.filter((name) => name !== "wasi-sdk");
  if (others.length > 0) {
    const brew = others.map((name) => ({ "ninja-build": "ninja", "g++": "gcc" })[name] ?? name);
    lines.push(`Install ${others.join(", ")} (macOS: brew install ${brew.join(" ")}).`);
  }
  if (missing.includes("chromium")) lines.push("Any Chromium or Chrome will do; CHROMIUM may name it.");
  if (!sdk && missing.includes("wasi-sdk")) {
    lines.push(
      "Unpack a wasi-sdk release (github.com/WebAssembly/wasi-sdk/releases) and name its folder:",
      "  export WASI_SDK_PATH=/path/to/wasi-sdk",
    );
  }
  return lines.join("\n");
}

/** @param {string[]} packages that a system's release may be without */
function otherwise(packages) {
  return (
    "If this system's release is without these packages, unpack a wasi-sdk release " +
    "(github.com/WebAssembly/wasi-sdk/releases) and set WASI_SDK_PATH to its folder." +
    (packages.includes("chromium") ? " CHROMIUM may name a Chromium or Chrome from elsewhere." : "")
  );
}

async function checkCmake() {
  const { stdout } = await run("cmake", ["--version"]);
  const [major = 0, minor = 0] = (/version (\d+)\.(\d+)/.exec(stdout) ?? []).slice(1).map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestCmake;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Error(
    `CMake ${major}.${minor} is too old; ${oldestCmake.join(".")} or newer is needed. ` +
      "Install a newer one, for example with: pipx install cmake",
  );
}
