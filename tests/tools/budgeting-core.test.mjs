/** The command-line driver that runs a request file through the native core. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { it } from "node:test";
import { inRoot } from "../../tools/common/paths.mjs";

const program = inRoot("build", "native", "budgeting-core");

/** @param {string} name */
const run = (name) => execFileSync(program, [inRoot("tests", "requests", name)], { encoding: "utf8" });

it("shows the statement, its parameters and the answer", () => {
  const output = run("update-month.http");
  assert.match(output, /^statement: with target as \(select transaction_months\.id/);
  assert.match(output, /^ {2}\$\d+ = 123457$/m);
  assert.match(output, /^ {2}\$\d+ = March$/m);
  assert.match(output, /^answer: 200$/m);
  assert.match(output, /the row's body, as it stands/);
});

it("shows a refusal, and no statement", () => {
  const output = run("refused.http");
  assert.match(output, /^answer: 422\n/);
  assert.match(output, /"field":"categoryId".*"field":"amount"/);
  assert.doesNotMatch(output, /statement/);
});

it("shows the error for a row's problem", () => {
  assert.match(run("clash.http"), /answer: 409\n.*Budget for year 2025 already exists/s);
});

it("computes a summary from its row", () => {
  assert.match(run("month-summary.http"), /"availableAfterFixed":700.*"overBudget":50/);
});

it("says what it needs when it cannot continue", () => {
  assert.match(spawnSync(program, [], { encoding: "utf8" }).stderr, /usage: budgeting-core request\.http/);
  assert.match(spawnSync(program, ["nowhere.http"], { encoding: "utf8" }).stderr, /cannot read nowhere\.http/);
});
