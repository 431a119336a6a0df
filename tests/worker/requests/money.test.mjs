/** From the digits in a body to cents in a row: exact, and never through binary floating point. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { invalid } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeOneOfEach } from "../support/make.mjs";

const api = await forAllTests(startApi());
const user = api.newUser();
const ids = await makeOneOfEach(user);

const ZEROS = "0".repeat(500);

/** What is written, and the cents that it is; `null` where it is refused. @type {[string, number | null][]} */
const IN_CURRENCY_UNITS = [
  ["1.005", 101],
  ["1.004", 100],
  ["1.00499999999999999999999999", 100],
  ["1.0050000000000000000000001", 101],
  ["0.1", 10],
  ["0.29", 29],
  ["4.35", 435],
  ["1.115", 112],
  ["1.145", 115],
  ["8.115", 812],
  ["10.075", 1008],
  ["1234.5", 123_450],
  ["1e2", 10_000],
  ["1E+2", 10_000],
  ["0.1e1", 100],
  ["12.5e-1", 125],
  ["1005e-3", 101],
  ["1004e-3", 100],
  ["5e-3", 1],
  ["4.9e-3", 0],
  ["0.005", 1],
  ["0.004", 0],
  ["0.0049999999999999999999999999999999999999999999999999", 0],
  ["-0", 0],
  ["-0.0", 0],
  ["-0e5", 0],
  ["0e999999999999", 0],
  ["1e-400", 0],
  ["1e-99999999999999999999", 0],
  [`0.${ZEROS}1`, 0],
  [`1.${ZEROS}`, 100],
  [`1${ZEROS}e-500`, 100],
  [`0.${ZEROS}1e501`, 100],
  ["21474836.47", 2_147_483_647],
  ["2147483647e-2", 2_147_483_647],
  ["21474836.474999", 2_147_483_647],
  ["21474836.475", null],
  ["21474836.48", null],
  ["21474837", null],
  ["90071992547409.93", null],
  ["12345678901234567890", null],
  ["184467440737095516.16", null],
  ["42949672.96", null],
  ["1e10", null],
  ["1e400", null],
  ["1e99999999999999999999", null],
  [`1${ZEROS}`, null],
  ["-0.01", null],
  ["-1", null],
  ["-1e-400", null],
];

/** @param {string} text */
const shown = (text) => (text.length > 60 ? `${text.slice(0, 20)}... (${text.length} characters)` : text);

describe("an amount in currency units", { concurrency: 10 }, () => {
  for (const [text, cents] of IN_CURRENCY_UNITS) {
    it(`${shown(text)} is ${cents === null ? "refused" : `${cents} cents`}`, async () => {
      const answer = await user.post("/api/fixed-payments", `{"monthId":${ids.month},"name":"x","amount":${text}}`);
      if (cents === null) {
        invalid(answer, ["amount"]);
        return;
      }
      assert.equal(answer.body?.amount, cents, answer.text);
      assert.ok(!Object.is(answer.body.amount, -0));
      const row = await api.database.row("select amount from budgeting.transaction_fixed_payments where id = $1", [
        answer.body.id,
      ]);
      assert.equal(row.amount, cents);
    });
  }

  it("may be negative for a refund, by the same rule", async () => {
    const IN_REFUNDS = /** @type {[string, number | null][]} */ ([
      ["-12.5", -1250],
      ["-1.005", -101],
      ["-1.004", -100],
      ["-0.004", 0],
      ["-0", 0],
      ["-21474836.48", -2_147_483_648],
      ["-21474836.484999", -2_147_483_648],
      ["-21474836.485", null],
      ["-1e400", null],
    ]);
    for (const [text, cents] of IN_REFUNDS) {
      for (const answer of [
        await user.post("/api/transactions", `{"categoryId":${ids.category},"amount":${text}}`),
        await user.patch(`/api/transactions/${ids.transaction}`, `{"amount":${text}}`),
      ]) {
        if (cents === null) {
          assert.deepEqual(invalid(answer, ["amount"]), ["Amount must be at least -21474836.48"]);
          continue;
        }
        assert.equal(answer.body?.amount, cents, answer.text);
        assert.ok(!Object.is(answer.body.amount, -0));
      }
    }
  });

  it("follows the same rule in every field that accepts one", async () => {
    const text = "1.005";
    const month = `"year":2025,"month":1`;
    for (const [method, path, body, key] of [
      ["POST", "/api/months", `{"name":"m1",${month},"income":${text}}`, "income"],
      ["PATCH", `/api/months/${ids.month}`, `{"income":${text}}`, "income"],
      ["POST", "/api/categories", `{"monthId":${ids.month},"name":"c","allocatedAmount":${text}}`, "allocatedAmount"],
      ["PATCH", `/api/categories/${ids.category}`, `{"allocatedAmount":${text}}`, "allocatedAmount"],
      ["POST", "/api/fixed-payments", `{"monthId":${ids.month},"name":"p","amount":${text}}`, "amount"],
      ["POST", "/api/transactions", `{"categoryId":${ids.category},"amount":${text}}`, "amount"],
      ["PATCH", `/api/transactions/${ids.transaction}`, `{"amount":${text}}`, "amount"],
    ]) {
      const headers = { "content-type": "application/json" };
      const answer = await user.request(String(method), String(path), { headers, body: String(body) });
      assert.equal(answer.body?.[String(key)], 101, `${method} ${path}: ${answer.text}`);
    }
  });
});

/** @type {[string, number | null][]} */
const IN_CENTS = [
  ["0", 0],
  ["-0", 0],
  ["1", 1],
  ["1.0", 1],
  ["1e2", 100],
  ["1.5e1", 15],
  ["100e-2", 1],
  ["0.2147483647e10", 2_147_483_647],
  ["2147483647", 2_147_483_647],
  ["2147483647.0", 2_147_483_647],
  [`1.${ZEROS}`, 1],
  ["2147483648", null],
  ["4294967296", null],
  ["4294967297", null],
  ["9223372036854775807", null],
  ["18446744073709551616", null],
  ["1e400", null],
  ["1.5", null],
  ["0.1", null],
  ["1e-1", null],
  ["1e-400", null],
  ["1.00000000000000000000000000000001", null],
  [`1.${ZEROS}1`, null],
  ["2147483647.5", null],
  ["-1", null],
  [`"1"`, null],
  ["true", null],
  ["null", null],
];

describe("an amount in cents", { concurrency: 10 }, () => {
  for (const [text, cents] of IN_CENTS) {
    it(`${shown(text)} is ${cents === null ? "refused" : cents}`, async () => {
      const path = `/api/yearly/category-entries/${ids.categoryEntry}`;
      const answer = await user.patch(path, `{"amount":${text}}`);
      if (cents === null) invalid(answer, ["amount"]);
      else assert.equal(answer.body?.amount, cents, answer.text);
    });
  }
});
