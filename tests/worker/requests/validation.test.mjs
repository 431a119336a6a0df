/** Every field of every body: what it takes, what it refuses, and that no fault of many goes unmentioned. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rightBody } from "../support/bodies.mjs";
import { BODIES, fill, split } from "../support/endpoints.mjs";
import { answered, invalid } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeOneOfEach } from "../support/make.mjs";

/** @typedef {import("../support/endpoints.mjs").Field} Field */
/** @typedef {import("../support/endpoints.mjs").Kind} Kind */

const api = await forAllTests(startApi());
const user = api.newUser();
const ids = await makeOneOfEach(user);

// Values as JSON text, so that each reaches the Worker to the letter.
const NOT_NUMBERS = [`"1"`, `""`, "true", "false", "[]", "[1]", "{}"];
const NOT_WHOLE = [...NOT_NUMBERS, "1.5", "0.1", "1e-1", "1e10", "99999999999999999999", "1e400", "-1e400"];
const TOO_LONG = (/** @type {number} */ length) => JSON.stringify("x".repeat(length + 1));
const NOT_TEXT = [
  "1",
  "true",
  "[]",
  `["x"]`,
  "{}",
  String.raw`"a\u0000b"`,
  String.raw`"\ud800"`,
  String.raw`"\udc00x"`,
];

/** @type {Record<Kind, { good: string[], bad: string[] }>} */
const VALUES = {
  money: { good: ["0", "0.1", "21474836.47"], bad: [...NOT_NUMBERS, "-1", "-0.01", "21474836.48", "1e400"] },
  signedMoney: {
    good: ["0", "-0.1", "-21474836.48", "21474836.47"],
    bad: [...NOT_NUMBERS, "-21474836.49", "21474836.48", "1e400", "-1e400"],
  },
  cents: { good: ["0", "1.0", "1e2", "2147483647"], bad: [...NOT_WHOLE, "-1", "2147483648"] },
  signedCents: {
    good: ["0", "-1.0", "-2147483648", "2147483647"],
    bad: [...NOT_WHOLE, "-1.5", "-2147483649", "2147483648"],
  },
  text: {
    good: [`"x"`, `"0"`, `"\u00e9\\n"`, JSON.stringify("x".repeat(200))],
    bad: [...NOT_TEXT, `""`, TOO_LONG(200)],
  },
  description: { good: [`""`, `"x"`, JSON.stringify("x".repeat(2000))], bad: [...NOT_TEXT, TOO_LONG(2000)] },
  index: { good: ["0", "1.0", "2147483647"], bad: [...NOT_WHOLE, "-1", "2147483648"] },
  id: { good: [], bad: [...NOT_WHOLE, "0", "-1", "2147483648"] },
  boolean: { good: ["true", "false"], bad: ["0", "1", `"true"`, `""`, "[]", "{}"] },
  percent: { good: ["0", "1e2"], bad: [...NOT_WHOLE, "-1", "101"] },
  year: { good: ["2000", "2100", "2025.0", "2.025e3"], bad: [...NOT_WHOLE, "1999", "2101"] },
  month: { good: ["12", "1.1e1"], bad: [...NOT_WHOLE, "0", "13", "-1"] },
  date: { good: ["0", "1700000000", "2147483647"], bad: [...NOT_WHOLE, "-1", "-5", "2147483648"] },
};

/** A body as text, in which one field has this text. @param {Record<string, unknown>} body @param {string} name @param {string} text */
function withText(body, name, text) {
  const others = Object.entries(body).filter(([key]) => key !== name);
  return `{${[...others.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`), `"${name}":${text}`]}}`;
}

/**
 * What is answered to each of these, all sent at once.
 * @param {string[]} texts @param {(text: string) => Promise<import("../support/client.mjs").Answer>} send
 */
const all = (texts, send) => Promise.all(texts.map(async (text) => /** @type {const} */ ([text, await send(text)])));

for (const [endpoint, fields] of Object.entries(BODIES)) {
  const { method, pattern } = split(endpoint);
  /** @param {string | object} body */
  const send = (body) =>
    // A user has each year, and each name of a month, only once.
    (["POST /api/yearly", "POST /api/months"].includes(endpoint) ? api.newUser() : user).request(
      method,
      fill(pattern, ids),
      {
        headers: { "content-type": "application/json" },
        body: typeof body === "string" ? body : JSON.stringify(body),
      },
    );
  /** A right body with one field as told. @param {string} name @param {string} text */
  const sendWith = (name, text) => send(withText(rightBody(endpoint, ids) ?? {}, name, text));

  /** The id that a right body has in a field, written as a number with a fraction of nothing. @param {string} name */
  const idWithFraction = (name) => {
    const id = rightBody(endpoint, ids)?.[name];
    return id === undefined ? [] : [`${id}.0`];
  };

  describe(endpoint, () => {
    for (const [name, field] of /** @type {[string, Field][]} */ (Object.entries(fields))) {
      it(`validates ${name}`, async () => {
        const { bad } = VALUES[field.kind];
        const good = field.kind === "id" ? idWithFraction(name) : VALUES[field.kind].good;
        const refused = await all(field.nullable ? bad : [...bad, "null"], (text) => sendWith(name, text));
        for (const [text, answer] of refused) {
          assert.equal(answer.status, 422, `${name}: ${text.slice(0, 80)} is ${answer.status} ${answer.text}`);
          invalid(answer, [name]);
        }
        const taken = await all(field.nullable ? [...good, "null"] : good, (text) => sendWith(name, text));
        for (const [text, answer] of taken) {
          assert.ok([200, 201].includes(answer.status), `${name}: ${text.slice(0, 80)} is ${answer.text}`);
        }
        const { [name]: _, ...others } = rightBody(endpoint, ids) ?? {};
        const without = await send(others);
        if (field.required) invalid(without, [name]);
        else assert.ok([200, 201].includes(without.status), without.text);
      });
    }

    it("lists every invalid field once, in declared order", async () => {
      const names = Object.keys(fields);
      const backwards = Object.fromEntries(names.reverse().map((name) => [name, { not: "this" }]));
      invalid(await send(backwards), Object.keys(fields));
    });

    it("lists every missing required field", async () => {
      const needed = Object.entries(fields).filter(([, field]) => /** @type {Field} */ (field).required);
      const answer = await send({});
      if (needed.length === 0) assert.equal(answer.status, 200, answer.text);
      else
        invalid(
          answer,
          needed.map(([name]) => name),
        );
    });

    it("ignores unknown keys, whatever their names", async () => {
      const strange = `"__proto__":{"name":1},"constructor":1,"toString":null,"id":"x","profileToken":"y","":[],"NAME":1`;
      const body = JSON.stringify(rightBody(endpoint, ids)).slice(0, -1);
      const odd = String.raw`"big":1e400,"digits":${"9".repeat(99)},"nul":"\u0000","half":"\ud800","a\u0000":0`;
      const answer = await send(`${body},${strange},${odd},"createdAt":"never"}`);
      assert.ok([200, 201].includes(answer.status), answer.text);
      assert.ok(!answer.text.includes("rofile"), "the profile token is nobody's business");
    });
  });
}

describe("a name", () => {
  it("is measured in characters, whatever their encoding", async () => {
    for (const character of ["é", "€", "🏦"]) {
      const name = character.repeat(200);
      const payment = { monthId: ids.month, name, amount: 1 };
      const answer = await user.post("/api/fixed-payments", payment);
      assert.equal(answer.body.name, name, answer.text);
      invalid(await user.post("/api/fixed-payments", { ...payment, name: name + character }), ["name"]);
    }
    const description = "🏦".repeat(2000);
    const transaction = { categoryId: ids.category, amount: 1, description };
    assert.equal((await user.post("/api/transactions", transaction)).body.description, description);
    invalid(await user.post("/api/transactions", { ...transaction, description: `${description}!` }), ["description"]);
  });

  it("is returned and stored unchanged", async () => {
    for (const name of [
      `'; drop table budgeting.profiles; --`,
      `\\ / " ' \` $1 %s {}`,
      "Ω≈ç√∫ 日本語 العربية 👩‍👩‍👧‍👦 \u0301 \u2028\u2029 \ufeff \uffff",
      "__proto__",
      "null",
    ]) {
      const answer = await user.patch(`/api/fixed-payments/${ids.payment}`, { name });
      assert.equal(answer.body.name, name, answer.text);
      const row = await api.database.row("select name from budgeting.transaction_fixed_payments where id = $1", [
        ids.payment,
      ]);
      assert.equal(row.name, name);
      const month = await user.get(`/api/months/${ids.month}`);
      assert.ok(month.body.fixedPayments.some((/** @type {any} */ payment) => payment.name === name));
    }
  });

  it("may be written with escapes", async () => {
    const escaped = String.raw`{"name":"\u00e9\ud83c\udfe6\/\"\\"}`;
    const answer = await user.patch(`/api/fixed-payments/${ids.payment}`, escaped);
    assert.equal(answer.body.name, `é🏦/"\\`);
    answered(await user.patch(`/api/fixed-payments/${ids.payment}`, String.raw`{"\u006eame":"by escaped key"}`), 200, {
      ...answer.body,
      name: "by escaped key",
      createdAt: "<now>",
      updatedAt: "<now>",
    });
  });
});
