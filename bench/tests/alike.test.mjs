// All peers answer alike, and do the same to the data: only then is it fair to compare what it costs them.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { connect } from "../../tools/database/connect.mjs";
import { testDatabase } from "../../tools/test/database.mjs";
import { loadData, objectsOf } from "../harness/data.mjs";
import { ENDPOINTS, has } from "../harness/endpoints.mjs";
import { DATABASE_PEERS, send, startPeer } from "../harness/peers.mjs";

/** Without what depends on the moment. @param {unknown} value @returns {any} */
function timeless(value) {
  if (Array.isArray(value)) return value.map(timeless);
  if (typeof value !== "object" || value === null) return value;
  const { createdAt: _, updatedAt: __, ...rest } = /** @type {Record<string, unknown>} */ (value);
  return Object.fromEntries(Object.entries(rest).map(([name, each]) => [name, timeless(each)]));
}

/**
 * Without the members that the other lacks: this API's answers may grow, which costs no peer anything.
 *
 * @param {any} value
 * @param {any} other
 * @returns {any}
 */
function asIn(value, other) {
  if (Array.isArray(value) && Array.isArray(other)) return value.map((each, index) => asIn(each, other[index]));
  if (![value, other].every((each) => typeof each === "object" && each !== null)) return value;
  const common = Object.keys(value).filter((name) => name in other);
  return Object.fromEntries(common.map((name) => [name, asIn(value[name], other[name])]));
}

/** Of an error the members that a client goes by; its words are each peer's own. @param {any} body */
function essential(body) {
  if (body.error !== true) return timeless(body);
  const { error, statusCode, code, fields = [] } = body;
  return { error, statusCode, code, fields: fields.map((/** @type {any} */ each) => each.field).sort() };
}

/** @param {string} url */
async function rowsOf(url) {
  const client = await connect(url);
  try {
    const tables = [];
    for (const table of [
      "transaction_entries",
      "yearly_category_entries",
      "yearly_income_entries",
      "yearly_deductions",
    ]) {
      const { rows } = await client.query(`select * from budgeting.${table} order by id`);
      tables.push(rows.map(({ created_at: _, updated_at: __, ...row }) => row));
    }
    return tables;
  } finally {
    await client.end();
  }
}

describe("the peers", () => {
  /** @type {{ answers: Map<string, { status: number, body: any }>, rows: unknown }[]} */
  const outcomes = [];
  before(async () => {
    for (const peer of DATABASE_PEERS) {
      const database = await testDatabase();
      const client = await connect(database.url);
      await loadData(client, { users: 3 });
      const objects = (await objectsOf(client))[1];
      await client.end();
      assert.ok(objects);
      const server = await startPeer(peer, database.pooledUrl);
      const answers = new Map();
      try {
        for (const endpoint of ENDPOINTS.filter((each) => has(peer, each))) {
          const answer = await send(server.url, objects.user, endpoint.request(objects));
          const text = await answer.text();
          answers.set(endpoint.name, { status: answer.status, body: answer.status === 500 ? text : JSON.parse(text) });
        }
      } finally {
        await server.close();
      }
      outcomes.push({ answers, rows: await rowsOf(database.url) });
    }
  });

  for (const [index, peer] of DATABASE_PEERS.entries()) {
    const { title } = peer;
    for (const endpoint of ENDPOINTS.filter((each) => has(peer, each))) {
      it(`${title}: ${endpoint.name}`, () => {
        const answer = outcomes[index]?.answers.get(endpoint.name);
        assert.equal(answer?.status, endpoint.status, JSON.stringify(answer?.body));
        const others = essential(outcomes.at(-1)?.answers.get(endpoint.name)?.body);
        const own = essential(answer?.body);
        assert.deepEqual(peer.name === "ours" ? asIn(own, others) : own, others);
      });
    }
    it(`${title}: leaves the same rows`, () => assert.deepEqual(outcomes[index]?.rows, outcomes[0]?.rows));
  }
});
