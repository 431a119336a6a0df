/** What the documents name has to be there. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { inRoot } from "../../tools/common/paths.mjs";

const DOCUMENTS = [
  "README.md",
  "SECURITY.md",
  ...readdirSync(inRoot("docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const text = (/** @type {string} */ document) => readFileSync(inRoot(document), "utf8");
/** Files and folders of the checkout. @param {string} markdown */
const named = (markdown) =>
  [...markdown.matchAll(/`((?:tests|tools|docs|schema|wasm|worker-js)\/[\w./-]+)`/g)].map(([, path]) => String(path));
/** What links lead to, apart from other sites and places on the same page. @param {string} markdown */
const linked = (markdown) =>
  [...markdown.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => String(target));

describe("documents", () => {
  for (const document of DOCUMENTS) {
    it(`name and link only to what exists: ${document}`, () => {
      const paths = [...named(text(document)), ...linked(text(document)).map((to) => join(dirname(document), to))];
      assert.deepEqual(
        paths.filter((path) => !existsSync(inRoot(path))),
        [],
      );
    });
  }

  it("are searched for names and links", () => {
    assert.deepEqual(named("a `tests/worker/gone.test.mjs` and `tests/<any>`"), ["tests/worker/gone.test.mjs"]);
    assert.deepEqual(linked("[a](b.md), [c](../d.md#e), [f](#g), [h](https://i.example/)"), ["b.md", "../d.md"]);
  });
});

describe("docs/security.md", () => {
  it("has all ten of OWASP's risks, each with the tests that cover it, and every test of an attack", () => {
    const rows = text("docs/security.md").match(/^\| API\d+ .*$/gm) ?? [];
    assert.deepEqual(
      rows.map((row) => row.match(/API\d+/)?.[0]),
      Array.from({ length: 10 }, (_, index) => `API${index + 1}`),
    );
    for (const row of rows)
      assert.ok(
        named(row).some((path) => path.endsWith(".test.mjs")),
        row,
      );
    const attacks = readdirSync(inRoot("tests/worker/attacks")).map((name) => `tests/worker/attacks/${name}`);
    assert.deepEqual(
      attacks.filter((path) => !named(text("docs/security.md")).includes(path)),
      [],
    );
  });
});
