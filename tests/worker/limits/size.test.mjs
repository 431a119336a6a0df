/** What is deployed stays small, for Workers start faster and every plan of Cloudflare's takes it, and holds no secret. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { bundle } from "../../../tools/build.mjs";
import { secretsIn } from "../../../tools/lint/secrets.mjs";
import { DEMO_USER, repository } from "../support/harness.mjs";

const KIB = 1024;
const { bundleGzip: BUNDLE_LIMIT, moduleGzip: MODULE_LIMIT } = JSON.parse(
  readFileSync(path.join(repository, "bench", "limits.json"), "utf8"),
);

/** @type {{ name: string, raw: number, gzip: number }[]} */
let files;
before(async () => {
  await bundle();
  const folder = path.join(repository, "build", "worker");
  files = readdirSync(folder)
    .filter((name) => /\.(m?js|wasm)$/.test(name))
    .map((name) => {
      const content = readFileSync(path.join(folder, name));
      return { name, raw: content.length, gzip: gzipSync(content).length };
    });
});

/** @param {(file: { name: string }) => boolean} which */
const gzipOf = (which) => files.filter(which).reduce((sum, { gzip }) => sum + gzip, 0);
const kib = (/** @type {number} */ bytes) => `${(bytes / KIB).toFixed(1)} KiB`;

describe("the Worker as deployed", () => {
  it("is one script and one module", () => {
    for (const { name, raw, gzip } of files) console.log(`${name}: ${kib(raw)}, ${kib(gzip)} gzip`);
    assert.deepEqual(files.map(({ name }) => path.extname(name)).sort(), [".js", ".wasm"]);
  });

  it(`has a module under ${kib(MODULE_LIMIT)} gzip`, () => {
    const size = gzipOf(({ name }) => name.endsWith(".wasm"));
    assert.ok(size > KIB && size < MODULE_LIMIT, kib(size));
  });

  it(`is under ${kib(BUNDLE_LIMIT)} gzip in all`, () => {
    const size = gzipOf(() => true);
    console.log(`in all: ${kib(size)} gzip`);
    assert.ok(size > KIB && size < BUNDLE_LIMIT, kib(size));
  });
});

describe("a search of the deployed Worker", () => {
  const text = (/** @type {string} */ name) => readFileSync(path.join(repository, "build", "worker", name), "latin1");

  it("finds no key, password, token, demo user or local path", () => {
    for (const { name } of files) {
      assert.deepEqual(secretsIn(text(name)), [], name);
      for (const word of [DEMO_USER, repository, "budgeting:budgeting", "127.0.0.1", "localhost:"]) {
        assert.ok(!text(name).includes(word), `${word} in ${name}`);
      }
      // Whoever built it could have any of these in the environment.
      for (const [variable, value = ""] of Object.entries(process.env)) {
        const isSecret = /TOKEN|SECRET|PASSWORD|DATABASE_URL/.test(variable) && value.length >= 12;
        assert.ok(!isSecret || !text(name).includes(value), `the value of ${variable} in ${name}`);
      }
    }
  });

  it("would find one", () => {
    const [{ name } = { name: "" }] = files;
    const key = ["-----BEGIN", "PRIVATE KEY-----"].join(" ");
    assert.deepEqual(
      secretsIn(`${text(name)}\n${key}`).map(({ what }) => what),
      ["private key"],
    );
  });
});
