/** A POST with an `Idempotency-Key` happens once, however often it is sent, and is answered the same each time. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";
import { rightBody } from "../support/bodies.mjs";
import { ENDPOINTS, fill, split } from "../support/endpoints.mjs";
import { created, invalid, refused, succeeded, tally } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeCategory, makeFilledYear, makeMonth, makeOneOfEach } from "../support/make.mjs";
import { underWay } from "../support/races.mjs";

/** @typedef {import("../support/client.mjs").Client} Client */
const api = await forAllTests(startApi());

const POSTS = ENDPOINTS.filter((endpoint) => endpoint.startsWith("POST "));
const MONTH = { name: "March", year: 2025, month: 3, income: 1 };

/** @param {Client} user @param {string} path @param {unknown} body @param {string} key */
const send = (user, path, body, key) =>
  user.request("POST", path, {
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify(body),
  });

/** Makes every row look as if it had been touched long ago, so that one that is touched stands out. */
async function ageAll() {
  for (const table of Object.keys(await api.database.dump())) {
    await api.database.query(`update budgeting.${table} set updated_at = 1`);
  }
}

describe("the same request with the same key", () => {
  for (const endpoint of POSTS) {
    it(`has one effect and one response: ${endpoint}`, async () => {
      const user = api.newUser();
      const ids = await makeOneOfEach(user);
      const path = fill(split(endpoint).pattern, ids);
      const body = rightBody(endpoint, ids);
      const key = randomUUID();
      await ageAll();
      const before = await api.database.dump();
      const first = await send(user, path, body, key);
      assert.ok(first.status < 300, first.text);
      assert.notDeepEqual(await api.database.dump(), before, "it has an effect, or repeating it proves nothing");

      await ageAll();
      const data = await api.database.dump();
      for (let again = 0; again < 2; again += 1) {
        const { status, text, headers } = await send(user, path, body, key);
        assert.deepEqual([status, text, headers.etag], [first.status, first.text, first.headers.etag]);
      }
      assert.deepEqual(await api.database.dump(), data);

      /** @type {Record<string, unknown>} */
      const other = { ...body, ...(endpoint.endsWith("/bulk") ? { updates: [{ id: ids.categoryEntry }] } : {}) };
      for (const [name, value] of Object.entries(other)) {
        if (typeof value === "number") other[name] = value + 1;
      }
      invalid(await send(user, path, other, key), ["Idempotency-Key"]);
      assert.deepEqual(await api.database.dump(), data);
    });
  }

  it("is recognized however its body is written", async () => {
    const user = api.newUser();
    const first = created(await send(user, "/api/months", MONTH, "k"));
    const { headers, ...written } = await user.request("POST", "/api/months/", {
      headers: { "content-type": "application/json", "idempotency-key": '"k"' },
      body: ' {"month": 3.0, "income": 1.00, "year": 2025e0, "name": "\\u004darch", "other": 1}',
    });
    assert.deepEqual(created({ headers, ...written }), first);
  });

  it("is somebody else's own for somebody else", async () => {
    const [one, two] = [api.newUser(), api.newUser()];
    const first = created(await send(one, "/api/months", MONTH, "shared"));
    const second = created(await send(two, "/api/months", { ...MONTH, income: 2 }, "shared"));
    assert.notEqual(first.id, second.id);
    assert.deepEqual(created(await send(one, "/api/months", MONTH, "shared")), first);
  });

  it("differs on another route or for another thing: the key is rejected", async () => {
    const user = api.newUser();
    const { year } = await makeFilledYear(user);
    const other = await makeFilledYear(user, { year: 2026 });
    const { id: monthId } = await makeMonth(user);
    const path = `/api/yearly/${year.id}/clear-month`;
    succeeded(await send(user, path, { month: 1 }, "used"));
    invalid(await send(user, `/api/yearly/${other.year.id}/clear-month`, { month: 1 }, "used"), ["Idempotency-Key"]);
    invalid(await send(user, "/api/categories", { monthId, name: "x", allocatedAmount: 1 }, "used"), [
      "Idempotency-Key",
    ]);
    succeeded(await send(user, path, { month: 1 }, "used"));
  });

  it("gets its stored answer even if what it created is deleted, also for an error found in the data", async () => {
    const user = api.newUser();
    const month = created(await send(user, "/api/months", MONTH, "month"));
    const payment = { monthId: month.id, name: "Rent", amount: 1 };
    const made = created(await send(user, "/api/fixed-payments", payment, "made"));
    const clash = await send(user, "/api/months", MONTH, "clash");
    refused(clash, 409);
    succeeded(await user.delete(`/api/fixed-payments/${made.id}`));
    assert.deepEqual(created(await send(user, "/api/fixed-payments", payment, "made")), made);
    assert.equal(refused(await send(user, "/api/months", MONTH, "clash"), 409).message, clash.body.message);
    assert.deepEqual(succeeded(await user.get(`/api/months/${month.id}`)).fixedPayments, []);
  });

  it("is tried again after one without effect, because of a missing owner or an invalid body", async () => {
    const user = api.newUser();
    const { id } = await makeMonth(user);
    const category = { monthId: id + 1000, name: "x", allocatedAmount: 1 };
    refused(await send(user, "/api/categories", category, "k"), 404);
    invalid(await send(user, "/api/categories", { ...category, name: 1 }, "k"), ["name"]);
    created(await send(user, "/api/categories", { ...category, monthId: id }, "k"));
  });

  it("is tried again after one whose source month did not exist", async () => {
    const user = api.newUser();
    const { id } = await makeMonth(user, { name: "source" });
    const copy = { ...MONTH, name: "copy", copyFromMonthId: id + 1000 };
    refused(await send(user, "/api/months", copy, "k"), 404, "Source month not found");
    assert.equal(await api.database.count("idempotency_keys", `auth_user_id = '${user.id}'`), 0);
    created(await send(user, "/api/months", { ...copy, copyFromMonthId: id }, "k"));
  });

  it("takes effect again after a day, and the user's expired answers are deleted", async () => {
    const user = api.newUser();
    const { id: monthId } = await makeMonth(user);
    const payment = { monthId, name: "Rent", amount: 1 };
    const first = created(await send(user, "/api/fixed-payments", payment, "daily"));
    created(await send(user, "/api/fixed-payments", payment, "other"));
    const mine = `auth_user_id = '${user.id}'`;
    const back = (/** @type {number} */ seconds) =>
      api.database.query(`update budgeting.idempotency_keys set created_at = created_at - ${seconds} where ${mine}`);
    await back(86_400 - 60);
    assert.deepEqual(created(await send(user, "/api/fixed-payments", payment, "daily")), first);
    await back(60);
    assert.notDeepEqual(created(await send(user, "/api/fixed-payments", payment, "daily")), first);
    assert.equal(await api.database.count("idempotency_keys", mine), 1);
  });
});

describe("a key", () => {
  it("has 1 to 255 visible characters", async () => {
    const user = api.newUser();
    for (const key of ["", " ", '""', "a b", "a, b", "k".repeat(256)]) {
      refused(
        await send(user, "/api/months", MONTH, key),
        400,
        "Idempotency-Key must have 1 to 255 visible ASCII characters",
      );
    }
    created(await send(user, "/api/months", MONTH, "k".repeat(255)));
  });

  it("is ignored by other methods, which may be repeated anyway", async () => {
    const user = api.newUser();
    const { id } = await makeMonth(user);
    for (const income of [1, 2]) {
      const answer = await user.request("PATCH", `/api/months/${id}`, {
        headers: { "content-type": "application/json", "idempotency-key": "k" },
        body: JSON.stringify({ income }),
      });
      assert.equal(succeeded(answer).income, income * 100);
    }
  });

  it("can be used again after a request that fails", async () => {
    const user = api.newUser();
    const { id: monthId } = await makeMonth(user);
    await api.database.query(
      `create function budgeting.fail() returns trigger language plpgsql as
       $$ begin raise exception 'full' using errcode = '53100'; end $$;
       create trigger fail before insert on budgeting.transaction_categories execute function budgeting.fail()`,
    );
    const category = { monthId, name: "x", allocatedAmount: 1 };
    refused(await send(user, "/api/categories", category, "k"), 503);
    await api.database.query("drop function budgeting.fail() cascade");
    assert.equal(await api.database.count("idempotency_keys", `auth_user_id = '${user.id}'`), 0);
    created(await send(user, "/api/categories", category, "k"));
  });
});

describe("a stored answer", () => {
  const keysOf = (/** @type {Client} */ user) => api.database.count("idempotency_keys", `auth_user_id = '${user.id}'`);

  for (const [root, others] of /** @type {const} */ ([
    ["month", ["POST /api/months", "POST /api/categories", "POST /api/fixed-payments", "POST /api/transactions"]],
    [
      "year",
      [
        ...["POST /api/yearly", "POST /api/yearly/:year/copy-month", "POST /api/yearly/:year/clear-month"],
        ...["POST /api/yearly/income-sources", "POST /api/yearly/deductions", "POST /api/yearly/categories"],
      ],
    ],
  ])) {
    it(`is deleted with the ${root} that it is about`, async () => {
      const user = api.newUser();
      const ids = await makeOneOfEach(user);
      const stays = await makeMonth(user, { name: "stays" });
      created(await send(user, "/api/categories", { monthId: stays.id, name: "x", allocatedAmount: 1 }, "stays"));
      for (const [at, endpoint] of others.entries()) {
        const answer = await send(user, fill(split(endpoint).pattern, ids), rightBody(endpoint, ids), `key-${at}`);
        assert.ok(answer.status < 300, answer.text);
        // The first makes a root of its own, and is forgotten with that one.
        if (at === 0) succeeded(await user.delete(`/api/${root === "month" ? "months" : "yearly"}/${answer.body.id}`));
      }
      assert.equal(await keysOf(user), others.length);
      succeeded(await user.delete(root === "month" ? `/api/months/${ids.month}` : `/api/yearly/${ids.year}`));
      assert.equal(await keysOf(user), 1);
    });
  }

  it("is deleted with its profile, and other users' answers are not", async () => {
    const [one, two] = [api.newUser(), api.newUser()];
    for (const user of [one, two]) created(await send(user, "/api/months", MONTH, "k"));
    await api.database.query("delete from budgeting.profiles where auth_user_id = $1", [one.id]);
    assert.deepEqual([await keysOf(one), await keysOf(two)], [0, 1]);
  });

  it("is deleted within days even if its user never returns", async () => {
    await api.database.query(
      `insert into budgeting.idempotency_keys (auth_user_id, key, fingerprint, body, created_at)
       select 'gone ' || n % 7, n, 'x', '{}', n from generate_series(1, 25) n`,
    );
    const user = api.newUser();
    const left = () => api.database.count("idempotency_keys", "auth_user_id like 'gone %'");
    const seen = [];
    for (let at = 0; at < 3; at += 1) {
      created(await send(user, "/api/months", { ...MONTH, name: `m ${at}` }, `k${at}`));
      seen.push(await left());
    }
    assert.deepEqual(seen, [15, 5, 0]);
  });

  it("costs a request little, however many have expired, of any user", async () => {
    const user = api.newUser();
    const { id: monthId } = await makeMonth(user);
    // Autovacuum would read the table too.
    await api.database.query("alter table budgeting.idempotency_keys set (autovacuum_enabled = false)");
    await api.database.query(
      `insert into budgeting.idempotency_keys (auth_user_id, key, fingerprint, body, created_at)
       select case when n % 2 = 0 then $1 else 'gone' end, n, 'x', '{}', n from generate_series(1, 1000000) n`,
      [user.id],
    );
    const blocks = async () => {
      // A session reports what it has read at the latest when it ends.
      await api.database.endWorkerConnections();
      await api.database.query("select pg_stat_force_next_flush()");
      const { n } = await api.database.row(
        `select heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit as n from pg_statio_all_tables
         where relid = 'budgeting.idempotency_keys'::regclass`,
      );
      return Number(n);
    };
    for (const analyzed of [false, true]) {
      if (analyzed) await api.database.query("analyze budgeting.idempotency_keys");
      await blocks();
      const before = await blocks();
      created(await send(user, "/api/fixed-payments", { monthId, name: "x", amount: 1 }, `k-${analyzed}`));
      const touched = (await blocks()) - before;
      assert.ok(touched > 0 && touched < 400, `${touched} blocks`);
    }
    await api.database.query("truncate budgeting.idempotency_keys");
  });
});

describe("eight identical concurrent requests", () => {
  for (const endpoint of POSTS) {
    it(`have one effect, and all get its response: ${endpoint}`, async () => {
      const user = api.newUser();
      const ids = await makeOneOfEach(user);
      const path = fill(split(endpoint).pattern, ids);
      const body = rightBody(endpoint, ids);
      const answers = await Promise.all(Array.from({ length: 8 }, () => send(user, path, body, "all")));
      assert.equal(Object.keys(tally(answers)).length, 1, JSON.stringify(tally(answers)));
      assert.ok((answers[0]?.status ?? 0) < 300, answers[0]?.text);
      assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
      assert.equal(await api.database.count("idempotency_keys", `auth_user_id = '${user.id}'`), 1);
    });
  }

  it("do so even as a user's very first requests", async () => {
    for (const [path, body] of /** @type {const} */ ([
      ["/api/months", MONTH],
      ["/api/yearly", { year: 2025 }],
    ])) {
      const user = api.newUser();
      const answers = await Promise.all(Array.from({ length: 8 }, () => send(user, path, body, "first")));
      assert.deepEqual(tally(answers), { 201: 8 });
      assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
      assert.equal(succeeded(await user.get(path)).length, 1);
    }
  });

  it("wait for the one in progress, and get its answer", async () => {
    const user = api.newUser();
    const { id: monthId } = await makeMonth(user);
    const { id: categoryId } = await makeCategory(user, { monthId });
    const transaction = { categoryId, amount: 12.5 };
    const request = () => send(user, "/api/transactions", transaction, "slow");
    const [first, second] = await underWay(api.database, "transaction_entries", request, request);
    assert.deepEqual(created(second), created(first));
    assert.equal(await api.database.count("transaction_entries", `category_id = ${categoryId}`), 1);
  });

  it("with different bodies are rejected", async () => {
    const user = api.newUser();
    const { id: monthId } = await makeMonth(user);
    const [first, second] = await underWay(
      api.database,
      "transaction_fixed_payments",
      () => send(user, "/api/fixed-payments", { monthId, name: "Rent", amount: 1 }, "one"),
      () => send(user, "/api/fixed-payments", { monthId, name: "Rent", amount: 2 }, "one"),
    );
    created(first);
    invalid(second, ["Idempotency-Key"]);
    assert.equal(await api.database.count("transaction_fixed_payments", `month_id = ${monthId}`), 1);
  });
});
