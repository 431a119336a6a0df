/** What a name may be made of, what becomes of it, and that two which look alike are one. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { rightBody } from "../support/bodies.mjs";
import { BODIES, fill, split } from "../support/endpoints.mjs";
import { created, invalid, refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeFilledMonth, makeMonth, makeOneOfEach } from "../support/make.mjs";

const api = await forAllTests(startApi());
const user = api.newUser();

const INVISIBLE = [" ", "\u00a0\u3000", "\u200b", "\u200c\u200d", "\u200e\u200f", "\u202a\u202c", "\u2066\u2069"];
const FILLERS = [
  "\u00ad",
  "\u2060",
  "\ufeff",
  "\u061c",
  "\u3164",
  "\u115f\u1160",
  "\uffa0",
  "\u2800",
  "\ufe0f",
  "\u{e0041}",
];
const CONTROLS = ["a\u0000b", "a\u0001b", "a\tb", "a\nb", "a\rb", "a\u001fb", "a\u007fb", "a\u0080b", "a\u009fb"];

const NAMED = Object.entries(BODIES).filter(([, fields]) => "name" in fields);

for (const [endpoint] of NAMED) {
  describe(`a name in ${endpoint}`, () => {
    /** @type {Record<string, number>} */
    let ids;
    before(async () => {
      ids = await makeOneOfEach(user, 2001 + NAMED.findIndex(([each]) => each === endpoint));
    });
    /** @param {unknown} name */
    const send = (name) => {
      const { method, pattern } = split(endpoint);
      return user.request(method, fill(pattern, ids), {
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...rightBody(endpoint, ids), name }),
      });
    };

    it("is trimmed at both ends", async () => {
      const { status, body } = await send(" \t\u00a0\u200bRent  and water\ufeff\u2003\r\n");
      assert.ok([200, 201].includes(status));
      assert.equal(body.name, "Rent  and water");
    });

    it("needs a visible character, and may have no control characters", async () => {
      const refusals = await Promise.all(["", ...INVISIBLE, ...FILLERS, ...CONTROLS].map(send));
      for (const answer of refusals) invalid(answer, ["name"]);
    });
  });
}

describe("a name", () => {
  it("keeps joiners and marks, even at its ends", async () => {
    for (const name of [
      "❤️",
      "👩‍👩‍👧‍👦",
      "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
      "\u200fשכר (נטו)\u200e",
      "ന്\u200d",
    ]) {
      const { month } = await makeFilledMonth(api.newUser(), { name });
      assert.equal(month.name, name);
    }
  });

  it("is stored in NFC, however it was written", async () => {
    const owner = api.newUser();
    for (const [year, json] of [
      [2001, '"Caf\u0065\u0301 \u1112\u1161\u11ab"'],
      [2002, String.raw`"Caf\u0065\u0301 \u1112\u1161\u11ab"`],
    ]) {
      const body = `{"name":${json},"year":${year},"month":1,"income":1}`;
      assert.equal(created(await owner.post("/api/months", body)).name, "Caf\u00e9 \ud55c");
    }
    const [row] = await api.database.query(
      `select array_agg(distinct encode(convert_to(month_name, 'UTF8'), 'hex')) as bytes from budgeting.transaction_months
       where month_name like 'Caf%'`,
    );
    assert.deepEqual(row.bytes, [Buffer.from("Caf\u00e9 \ud55c").toString("hex")]);
  });

  it("conflicts with an equivalent name", async () => {
    const owner = api.newUser();
    await makeMonth(owner, { name: "Caf\u00e9" });
    const other = await makeMonth(owner, { name: "other" });
    const clash = 'A month named "Caf\u00e9" already exists for 2025';
    for (const name of ["Cafe\u0301", " Cafe\u0301 ", "Caf\u00e9\u200b"]) {
      refused(await owner.post("/api/months", { name, year: 2025, month: 3, income: 1 }), 409, clash);
      refused(await owner.patch(`/api/months/${other.id}`, { name }), 409, clash);
    }
  });

  it("stored by another app can be read, left alone by changes, copied and replaced", async () => {
    const owner = api.newUser();
    const { month, category } = await makeFilledMonth(owner);
    const old = " Cafe\u0301\u0007\n";
    await api.database.query("update budgeting.transaction_months set month_name = $1 where id = $2", [old, month.id]);
    await api.database.query("update budgeting.transaction_categories set name = '\u200b' where id = $1", [
      category.id,
    ]);
    const path = `/api/months/${month.id}`;
    assert.equal(succeeded(await owner.get(path)).name, old);
    assert.equal(succeeded(await owner.patch(path, { income: 7 })).name, old);
    assert.equal(succeeded(await owner.patch(`/api/categories/${category.id}`, { orderIndex: 7 })).name, "\u200b");
    const copy = await makeMonth(owner, { name: "copy", copyFromMonthId: month.id });
    assert.equal(succeeded(await owner.get(`/api/months/${copy.id}`)).categories[0].name, "\u200b");
    assert.equal(succeeded(await owner.patch(path, { name: "Café" })).name, "Café");
  });
});

describe("a description", () => {
  it("may have tabs and line ends, and no other control characters", async () => {
    const { category } = await makeFilledMonth(user, { name: "described" });
    const send = (/** @type {string} */ description) =>
      user.post("/api/transactions", { categoryId: category.id, amount: 1, description });
    const text = " two\r\n\tlines \u200b";
    assert.equal(created(await send(text)).description, text);
    for (const control of [...CONTROLS, "\u000b"]) {
      const answer = await send(control);
      if (/^a[\t\n\r]b$/.test(control)) created(answer);
      else invalid(answer, ["description"]);
    }
  });
});
