/** The client as it would be published: packed, installed without a network, imported, and held against the real Worker. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { inRoot } from "../../tools/common/paths.mjs";
import { attempt, run } from "../../tools/common/run.mjs";
import { startApi } from "../worker/support/harness.mjs";

/** @type {Awaited<ReturnType<typeof startApi>>} */
let api;
/** @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "budgeting-client-"));
  api = await startApi({ vars: { AUTH_MODE: "dev" } });
  await installPacked();
});
after(async () => {
  await api?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Packs the client and what it depends on, and installs these files in `folder`. */
async function installPacked() {
  const packages = ["typescript", "node_modules/openapi-fetch", "node_modules/openapi-typescript-helpers"];
  /** @type {string[]} */
  const files = [];
  for (const name of packages) {
    const scripts = name === "typescript" ? [] : ["--ignore-scripts"];
    const args = ["pack", "--json", "--silent", "--pack-destination", folder, ...scripts];
    const { stdout } = await run("npm", args, { cwd: inRoot("clients", name) });
    files.push(join(folder, /"filename": "(.*)"/.exec(stdout)?.[1] ?? ""));
  }
  await writeFile(join(folder, "package.json"), '{"name":"user","private":true,"type":"module"}');
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", ...files], { cwd: folder });
}

/** What a program prints that imports the client. @param {string} body */
async function runProgram(body) {
  const file = join(folder, "program.mjs");
  const client = `createBudgetingClient({ baseUrl: ${JSON.stringify(api.url.origin)}, token: () => "dev:client" })`;
  await writeFile(
    file,
    `import { ApiError, createBudgetingClient, unwrap } from "budgeting-api-client";\nconst client = ${client};\n${body}`,
  );
  return JSON.parse((await run(process.execPath, [file], { cwd: folder })).stdout);
}

/** What the compiler says of a program. @param {string} body */
async function compile(body) {
  await mkdir(join(folder, "src"), { recursive: true });
  const imports = `import { ApiError, createBudgetingClient, type Schemas, unwrap } from "budgeting-api-client";`;
  await writeFile(join(folder, "src", "program.ts"), `${imports}\nconst client = createBudgetingClient();\n${body}`);
  const compilerOptions = { strict: true, noEmit: true, target: "es2022", module: "nodenext", types: [] };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
  const tsc = inRoot("clients", "node_modules", "typescript", "bin", "tsc");
  const { output } = await attempt(process.execPath, [tsc, "-p", folder], { cwd: folder });
  return output;
}

describe("the packed client", () => {
  it("creates, reads, changes and deletes", async () => {
    const seen = await runProgram(`
      const body = { name: "Packed", year: 2026, month: 2, income: 12.34 };
      const month = await unwrap(client.POST("/api/months", { body }));
      const path = { id: month.id };
      const changed = await unwrap(client.PATCH("/api/months/{id}", { params: { path }, body: { income: 1.005 } }));
      const tree = await unwrap(client.GET("/api/months/{id}", { params: { path } }));
      const deleted = await unwrap(client.DELETE("/api/months/{id}", { params: { path } }));
      const list = await unwrap(client.GET("/api/months"));
      console.log(JSON.stringify({ incomes: [month.income, changed.income, tree.income], deleted, list }));
    `);
    assert.deepEqual(seen, { incomes: [1234, 101, 101], deleted: { success: true }, list: [] });
  });

  it("throws the API's errors, with message, code, fields and request id", async () => {
    const seen = await runProgram(`
      const errors = [];
      const keep = (error) => errors.push({ ...error, is: error instanceof ApiError, message: error.message, of: error.messageOf("year") });
      await unwrap(client.GET("/api/months/{id}", { params: { path: { id: 1 } } })).catch(keep);
      await unwrap(client.POST("/api/yearly", { body: { year: 1 } })).catch(keep);
      console.log(JSON.stringify(errors));
    `);
    const [missing, wrong] = seen;
    assert.deepEqual(
      [missing.is, missing.statusCode, missing.code, missing.message, missing.fields],
      [true, 404, "not_found", "Month not found", []],
    );
    assert.match(missing.requestId, /^[\da-f-]{36}$/);
    assert.deepEqual([wrong.code, wrong.fields.length], ["validation_failed", 1]);
    assert.equal(wrong.of, "Year must be a whole number from 2000 to 2100");
  });

  it("says so where nothing of the API's comes back", async () => {
    const seen = await runProgram(`
      const answers = [() => Promise.reject(new TypeError("fetch failed")), () => Promise.resolve(new Response("<h1>502</h1>", { status: 502 })),
        // A proxy's page to sign in.
        () => Promise.resolve(new Response("<h1>Sign in</h1>", { status: 200, headers: { "content-type": "text/html" } }))];
      const errors = [];
      for (const fetch of answers) {
        const other = createBudgetingClient({ baseUrl: "https://api.test", fetch });
        await unwrap(other.GET("/api/months")).catch((error) => errors.push([error.code, error.statusCode, error.message, error.cause?.name]));
      }
      console.log(JSON.stringify(errors));
    `);
    for (const [index, status, message] of /** @type {const} */ ([
      [0, 0, /cannot be reached/],
      [1, 502, /cannot be reached/],
      [2, 200, /answered in place of the service/],
    ])) {
      assert.deepEqual(seen[index].slice(0, 2), ["unreachable", status]);
      assert.match(seen[index][2], message);
    }
    assert.equal(seen[0][3], "TypeError");
  });
});

describe("the packed client's types", () => {
  it("know bodies, answers and errors", async () => {
    const output = await compile(`
      const made = await unwrap(client.POST("/api/transactions", { body: { categoryId: 1, amount: 2.5, description: null } }));
      const amount: number = made.amount;
      const tree: Schemas["YearTree"] = await unwrap(client.GET("/api/yearly/{id}", { params: { path: { id: 1 } } }));
      const paid: boolean | undefined = tree.sections[0]?.categories[0]?.children[0]?.entries[0]?.isPaid;
      const { error } = await client.POST("/api/yearly", { body: { year: 2026 } });
      if (error?.code === "validation_failed") error.fields.map(({ field, message }) => field + message);
      console.log(amount, paid, ApiError);
    `);
    assert.equal(output, "");
  });

  for (const [what, code] of [
    ["a path that is not there", `client.GET("/api/month");`],
    ["a method that the path has not", `client.DELETE("/api/months");`],
    ["a body without what is needed", `client.POST("/api/months", { body: { name: "x", year: 2026, month: 1 } });`],
    ["a body of another type", `client.POST("/api/yearly", { body: { year: "2026" } });`],
    ["a path without its number", `client.GET("/api/months/{id}");`],
    ["a member that no answer has", `(await unwrap(client.GET("/api/months/latest"))).profileToken;`],
  ]) {
    it(`refuse ${what}`, async () =>
      assert.match(await compile(String(code)), /^src\/program\.ts\(3,\d+\): error TS\d+: .*\n$/s));
  }
});
