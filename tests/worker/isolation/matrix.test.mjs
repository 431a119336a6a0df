/**
 * Every endpoint, and in every place where it names an object: somebody else's, one that was deleted, and one that never
 * was. All the same to whoever asks, to the byte; the same to the database, which is sent the same statement; and nothing
 * of anybody's changes.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, describe, it } from "node:test";
import { openDatabase } from "../support/database.mjs";
import { refused } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startWorker } from "../support/harness.mjs";
import { idsOf, placesOf, requestsOf } from "../support/matrix.mjs";
import { takeSnapshot } from "../support/ownership.mjs";
import { randomly } from "../support/random.mjs";
import { NEIGHBOUR, STRANGER, VICTIM } from "../support/scope.mjs";
import { STATEMENTS, title } from "../support/statements.mjs";
import { startWireTap } from "../support/wire-tap.mjs";

/** @typedef {import("../support/matrix.mjs").Whose} Whose */
/** @typedef {import("../support/matrix.mjs").Request} Request */

/** Somebody who had as much as the victim, and is gone. */
const GHOST = "00000000-0000-4000-8000-000000000004";
const YEARS = { own: 2025, foreign: 2099, deleted: 2098, random: 2097 };
const random = randomly(4);

const database = await forAllTests(openDatabase());
await database.query(readFileSync(new URL("../support/two-users.sql", import.meta.url), "utf8"));
// Numbers as long as the victim's, so that answers which repeat them are as long.
await database.query(`select budgeting.furnish('ghost', '${GHOST}', ${YEARS.deleted}, 710000000)`);
await database.query("select setval('budgeting.every_id', 5000)");
await database.query("grant usage on sequence budgeting.every_id to budgeting_api");
const session = await database.session();
/** While the ghost was there. */
const snapshot = await takeSnapshot(session);
await session.query(`delete from budgeting.profiles where auth_user_id = '${GHOST}'`);
await session.end();
const tap = await forAllTests(startWireTap(database.pooledUrl));
const worker = await forAllTests(startWorker({ hyperdrive: tap.url }));

/**
 * The objects of a kind: the user's own, if they have any; all of the victim's and the ghost's; and two that never were.
 * @param {string | undefined} owner
 */
const candidates = (owner) => (/** @type {string} */ thing) => {
  /** @param {Whose} whose @param {number[]} ids */
  const each = (whose, ids) => ids.map((id) => ({ whose, id }));
  if (thing === "calendarYear") {
    const { own, ...others } = YEARS;
    const all = Object.entries(owner === undefined ? others : { own, ...others });
    return all.map(([whose, id]) => ({ whose: /** @type {Whose} */ (whose), id }));
  }
  return [
    ...each("own", owner === undefined ? [] : idsOf(snapshot, thing, owner)).slice(0, 3),
    ...each("foreign", idsOf(snapshot, thing, VICTIM)),
    ...each("deleted", idsOf(snapshot, thing, GHOST)),
    ...each("random", [random.between(800_000_000, 899_999_999), random.between(800_000_000, 899_999_999)]),
  ];
};

const CONDITIONS = {
  GET: { "if-none-match": '"0"' },
  PATCH: { "if-match": "*" },
  DELETE: { "if-match": '"0"' },
};

/**
 * The headers that make a request need the statement. Its condition holds, save for a deletion, since the object is still
 * needed: that it does not hold is told only to the owner. @param {import("../../../tools/statements/list.mjs").Statement} statement */
const headersFor = ({ guard, endpoint }) => ({
  ...(guard === "key" && { "idempotency-key": randomUUID() }),
  ...(guard === "condition" && CONDITIONS[/** @type {keyof typeof CONDITIONS} */ (endpoint.split(" ")[0])]),
});

/**
 * @param {string} user
 * @param {Request} request
 * @param {import("../../../tools/statements/list.mjs").Statement} statement
 * @param {string} [method]
 */
async function send(user, { path, body, ...request }, statement, method = request.method) {
  tap.take();
  const answer = await worker.as(user).request(method, path, {
    headers: { "content-type": "application/json", ...headersFor(statement) },
    body: body && JSON.stringify(body),
  });
  return { answer, sessions: tap.take() };
}

/** What may differ from one refusal to the next, and what was sent, taken out. @param {import("../support/client.mjs").Answer} answer @param {Request} request */
function comparable({ status, headers, text }, { sent }) {
  const { date: _, "server-timing": __, ...others } = headers;
  let plain = text.replace(/"requestId":"[^"]{36}"/, "");
  for (const id of sent) plain = plain.replaceAll(String(id), "<id>");
  return { status, headers: others, text: plain };
}

/** The answer in docs/api.md to a request that refers to something that the user does not have. @param {string} endpoint @param {Request} request */
function expected(endpoint, { isOwn }) {
  const names = placesOf(/** @type {any} */ (STATEMENTS.find((each) => each.endpoint === endpoint))).map(
    ({ name }) => name,
  );
  const missing = names.filter((_, index) => isOwn[index] === false);
  return names.length > 1 && missing.every((name) => name === "parentId") ? 422 : 404;
}

const NAMING = STATEMENTS.filter((statement) => placesOf(statement).length > 0);

describe("another user's object", () => {
  let total = 0;
  after(() => console.log(`${NAMING.length} statements that name objects, ${total} requests`));

  for (const statement of NAMING) {
    it(`is answered as nonexistent: ${title(statement)}`, async () => {
      const before = await database.dump();
      for (const [user, owner] of /** @type {[string, string | undefined][]} */ ([
        [NEIGHBOUR, NEIGHBOUR],
        [STRANGER, undefined],
      ])) {
        const requests = requestsOf(statement, candidates(owner)).filter(({ isOwn }) => isOwn.includes(false));
        assert.ok(["foreign", "deleted", "random"].every((whose) => requests.some(({ what }) => what.includes(whose))));
        for (const method of statement.endpoint.startsWith("GET") ? ["GET", "HEAD"] : [undefined]) {
          /** What is told of each combination of own and other objects. @type {Map<string, unknown>} */
          const told = new Map();
          for (const request of requests) {
            total += 1;
            const { answer, sessions } = await send(user, request, statement, method);
            if (method !== "HEAD") refused(answer, expected(statement.endpoint, request));
            const statements = sessions.flatMap((session) => session.statements);
            const seen = {
              ...comparable(answer, request),
              // No shorter way to a refusal, which would tell by the time it takes.
              asked: statements.map(({ sql, values }) => ({ sql, values: values.length })),
            };
            assert.deepEqual(seen.asked, [{ sql: statement.sql, values: statement.parameters.length }]);
            const kind = request.isOwn.join();
            assert.deepEqual(seen, told.get(kind) ?? seen, `${request.what} of ${JSON.stringify(request)}`);
            told.set(kind, seen);
          }
        }
      }
      assert.deepEqual(await database.dump(), before);
    });
  }
});

describe("the same requests by the owner of the objects", () => {
  /** Deletions come last, and of these what others are in. */
  const lastly = [/^DELETE/, /^DELETE .*(categories|income-sources)/, /^DELETE \/api\/(months|yearly)\/:id$/];
  const turn = (/** @type {{ endpoint: string, guard: string }} */ { endpoint, guard }) =>
    lastly.findLastIndex((pattern) => pattern.test(endpoint)) + (guard === "" ? 0.5 : 0);

  for (const statement of NAMING.toSorted((a, b) => turn(a) - turn(b))) {
    it(`succeed: ${title(statement)}`, async () => {
      const theirs = (/** @type {string} */ thing) => {
        const ids = thing === "calendarYear" ? [YEARS.foreign] : idsOf(snapshot, thing, VICTIM);
        return ids.slice(0, 1).map((id) => ({ whose: /** @type {const} */ ("own"), id }));
      };
      for (const request of requestsOf(statement, theirs)) {
        const { answer } = await send(VICTIM, request, statement);
        const expectedStatuses = title(statement).match(/^DELETE .* condition$/) ? [412] : [200, 201];
        assert.ok(expectedStatuses.includes(answer.status), `or the refusals prove nothing: ${answer.text}`);
      }
    });
  }
});

describe("the matrix", () => {
  it("knows every endpoint and every field", () => {
    const [first] = STATEMENTS;
    assert.ok(first);
    const unknown = (/** @type {object} */ change) => () => placesOf({ ...first, ...change });
    assert.throws(unknown({ endpoint: "GET /api/goals/:id" }), /not in/);
    const endpoint = "POST /api/months";
    assert.throws(
      unknown({ endpoint, parameters: [{ source: "field", name: "goalId", type: "integer" }] }),
      /not known/,
    );
    assert.throws(unknown({ endpoint, parameters: [{ source: "field", name: "goal", type: "integer" }] }), /not known/);
  });

  it("includes every place that refers to an object", () => {
    const plain = NAMING.filter(({ guard }) => guard === "");
    const places = plain.flatMap((statement) => placesOf(statement).map(({ source, name }) => ({ source, name })));
    const inPaths = places.filter(({ source }) => source === "path").length;
    assert.equal(inPaths, STATEMENTS.filter(({ endpoint, guard }) => guard === "" && endpoint.includes("/:")).length);
    assert.deepEqual(places.flatMap(({ name }) => (name === "" ? [] : [name])).sort(), [
      ...["categoryId", "copyFromMonthId", "id", "incomeEntryId", "monthId", "monthId", "parentId", "parentId"],
      ...["sectionId", "yearlyBudgetId"],
    ]);
  });
});
