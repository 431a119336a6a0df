/** What the API has no endpoint for yet: query parameters, files, several rows, two numbers in a path (tests/kinds). */
import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { anonymous } from "../support/client.mjs";
import { created, refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { DEMO_USER, repository, startApi } from "../support/harness.mjs";

const api = await forAllTests(startApi({ main: path.join(repository, "tests/worker/requests/kinds/index.js") }));
const user = anonymous(api.send);
const { database } = api;

/** A 400 that names these parameters. @param {import("../support/client.mjs").Answer} answer @param {string[]} names */
function wrong(answer, names) {
  assert.equal(answer.status, 400, answer.text);
  assert.equal(answer.body.code, "bad_request");
  assert.deepEqual(
    answer.body.fields.map((/** @type {any} */ { field }) => field),
    names,
  );
}

describe("query parameters", () => {
  it("reach the statement with their types", async () => {
    const query =
      "number=2026&isPaid=false&day=2024-02-29&month=2026-12&order=name&search=%C3%A9+%26&after=a_-9&limit=1";
    assert.deepEqual(succeeded(await user.get(`/api/things?${query}`)), [
      {
        ...{ row: 1, number: 2026, isPaid: false, day: "2024-02-29", month: "2026-12-01", order: "name" },
        ...{ search: "é &", after: "a_-9" },
      },
    ]);
  });

  it("are null or have their default if they are absent", async () => {
    const rows = succeeded(await user.get("/api/things"));
    const absent = { number: null, isPaid: null, day: null, search: null, after: null };
    assert.deepEqual(
      rows,
      [1, 2].map((row) => ({ row, ...absent, month: "2026-02-01", order: "newest" })),
    );
  });

  it("are a 400 that names them if they are wrong", async () => {
    wrong(await user.get("/api/things?limit=101&x=1&day=2026-02-30&search=%00&isPaid=true&isPaid=true"), [
      ...["limit", "x", "day", "search", "isPaid"],
    ]);
    wrong(await user.get("/api/things?search=%C3"), ["search"]);
    wrong(await user.get("/api/things/sum"), ["rows"]);
  });

  it("are text as people see it, whatever its form", async () => {
    const [row] = succeeded(await user.get("/api/things?limit=1&search=e%CC%81"));
    assert.equal(row.search, "\u00e9");
  });

  it("are not in the log", async () => {
    api.clearLogs();
    await user.get("/api/things?search=private-search");
    await user.get("/api/things?private-name=1");
    const lines = api.logs();
    assert.deepEqual(
      lines.map(({ json }) => json.route),
      ["/api/things", "/api/things"],
    );
    for (const { text } of lines) assert.doesNotMatch(text, /private/);
  });

  it("make another request of one with the same key", async () => {
    const send = (/** @type {string} */ query) =>
      user.request("POST", `/api/things?${query}`, {
        headers: { "content-type": "application/json", "idempotency-key": "query" },
        body: '{"name":"a"}',
      });
    const first = created(await send("day=2026-02-28"));
    assert.deepEqual(created(await send("day=2026-02-28")), first);
    refused(await send("day=2026-02-27"), 422, /used before/, "validation_failed");
    refused(await send("day=2026-02-28&isPaid=true"), 422, /used before/);
  });
});

describe("a file", () => {
  /** @param {import("../support/client.mjs").Payload} body @param {Record<string, string>} [headers] */
  const send = (body, headers = { "content-type": "text/csv" }) =>
    user.request("POST", "/api/things/lines", { headers, body });
  const MOST = 4 * 1024 * 1024;
  const lineOf = (/** @type {number} */ size) => "x".repeat(size - 1);

  it("reaches the core as it is", async () => {
    const { made, ...rest } = created(await send('é\n"b"\n\\c'));
    assert.ok(made);
    assert.deepEqual(rest, { lines: 3, first: "é", bytes: 7 });
    assert.equal(created(await send("a", {})).lines, 1);
  });

  it("may have 4 MiB, in one piece or in chunks, and not a byte more", async () => {
    const whole = `${lineOf(MOST / 4)}\n`.repeat(4);
    const chunked = (/** @type {string} */ text) => text.match(/[\s\S]{1,65536}/g) ?? [];
    for (const body of [whole, chunked(whole)]) assert.equal(created(await send(body)).bytes, MOST - 4);
    for (const body of [`${whole}x`, chunked(`${whole}x`)]) {
      refused(await send(body), 413, "The body must have at most 4194304 bytes");
    }
  });

  it("must not be JSON, nor compressed, nor empty", async () => {
    refused(await send("{}", { "content-type": "application/json" }), 415, /application\/octet-stream/);
    refused(await send("a", { "content-encoding": "gzip" }), 415);
    refused(await send(""), 400, "A file is required");
    refused(await send("a\nbad"), 422, "Line 2 is bad");
  });

  it("is the same request only with the same bytes", async () => {
    const headers = { "content-type": "text/csv", "idempotency-key": "file" };
    const first = created(await send("a\nb", headers));
    assert.deepEqual(created(await send("a\nb", headers)), first);
    refused(await send("a\nc", headers), 422, /used before/);
  });
});

describe("several rows", () => {
  it("are one list", async () => {
    const rows = succeeded(await user.get("/api/things?limit=100"));
    assert.deepEqual(
      rows.map((/** @type {any} */ { row }) => row),
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
    assert.deepEqual(succeeded(await user.get("/api/things?limit=0")), []);
  });

  it("are what the core computes with", async () => {
    assert.deepEqual(succeeded(await user.get("/api/things/sum?rows=50000")), { rows: 50_000, sum: 1_250_025_000 });
    assert.deepEqual(succeeded(await user.get("/api/things/sum?rows=0")), { rows: 0, sum: 0 });
  });

  it("are counted in the log", async () => {
    api.clearLogs();
    await user.get("/api/things?limit=7");
    assert.equal(api.logs()[0]?.json.rows, 7);
  });
});

describe("two numbers in a path", async () => {
  /** A month with so many categories. @param {string} owner @param {...string} names */
  const month = async (owner, ...names) => {
    const { id } = await database.row(
      `with owner as (
        insert into budgeting.profiles (auth_user_id, profile_token, created_at, updated_at)
        values ($1, gen_random_uuid(), 0, 0)
        on conflict (auth_user_id) do update set auth_user_id = excluded.auth_user_id returning profile_token)
      insert into budgeting.transaction_months (profile_token, month_name, year, month, income, created_at, updated_at)
      select profile_token, gen_random_uuid()::text, 2026, 1, 0, 0, 0 from owner returning id`,
      [owner],
    );
    const parts = [];
    for (const name of names) {
      const made = await database.row(
        `insert into budgeting.transaction_categories (month_id, name, allocated_amount, order_index, created_at, updated_at)
        values ($1, $2, 0, 0, 0, 0) returning id`,
        [id, name],
      );
      parts.push(Number(made.id));
    }
    return { id: Number(id), parts };
  };
  const mine = await month(DEMO_USER, "first", "second");
  const empty = await month(DEMO_USER);
  const others = await month("somebody-else", "theirs");

  it("lead to what has both", async () => {
    const part = succeeded(await user.get(`/api/things/${mine.id}/parts/${mine.parts[1]}`));
    assert.deepEqual([part.id, part.monthId, part.name], [mine.parts[1], mine.id, "second"]);
    const changed = await user.patch(`/api/things/${mine.id}/parts/${mine.parts[1]}`, { name: "changed" });
    assert.equal(succeeded(changed).name, "changed");
  });

  it("lead to nothing if they do not belong together, or to the user", async () => {
    for (const [thing, part] of [
      [empty.id, mine.parts[0]],
      [mine.id, others.parts[0]],
      [others.id, others.parts[0]],
      [mine.id, 2_000_000_000],
    ]) {
      refused(await user.get(`/api/things/${thing}/parts/${part}`), 404, "Category not found");
      refused(await user.patch(`/api/things/${thing}/parts/${part}`, { name: "x" }), 404, "Category not found");
    }
    refused(await user.get(`/api/things/${mine.id}/parts/2147483648`), 400, "Invalid category ID");
    refused(await user.get(`/api/things/x/parts/1`), 400, "Invalid month ID");
    refused(await user.get(`/api/things/1/parts/x`), 400, "Invalid category ID");
  });

  it("tell an empty list from one that does not exist", async () => {
    const listed = succeeded(await user.get(`/api/things/${mine.id}/parts`));
    assert.deepEqual(
      listed.map((/** @type {any} */ { id }) => id),
      mine.parts,
    );
    assert.deepEqual(succeeded(await user.get(`/api/things/${empty.id}/parts`)), []);
    refused(await user.get(`/api/things/${others.id}/parts`), 404, "Month not found");
  });
});
