import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { borderFile, describeApi, describeBorder, descriptionFile } from "../../tools/describe.mjs";
import { descriptionFaults } from "../../tools/lint/description.mjs";
import { build } from "../../tools/setup/cmake.mjs";

describe("worker-js/border.js", () => {
  test("matches the core's lists of messages", async () => {
    await build("native");
    const now = await describeBorder();
    assert.ok(now === (await readFile(borderFile, "utf8")), "it is not current: run `npm run describe`");
  });
});

describe("schema/openapi.json", () => {
  test("matches the core's tables", async () => {
    await build("native");
    const now = await describeApi();
    assert.ok(now === (await readFile(descriptionFile, "utf8")), "it is not current: run `npm run describe`");
  });

  test("is rejected by the linter if something is missing", async () => {
    const folder = await mkdtemp(join(tmpdir(), "budgeting-description-"));
    try {
      const file = join(folder, "openapi.json");
      const description = JSON.parse(await readFile(descriptionFile, "utf8"));
      delete description.paths["/api/months"].get.operationId; // an error of Redocly's
      delete description.info.license.identifier; // a warning
      await writeFile(file, JSON.stringify(description));
      const faults = await descriptionFaults(file);
      assert.match(faults, /\(operation-operationId\)/);
      assert.match(faults, /\(info-license-strict\)/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
