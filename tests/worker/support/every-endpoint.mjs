/** All endpoints, one after the other, each with a request that is right. */
import assert from "node:assert/strict";
import { rightBody } from "./bodies.mjs";
import { ENDPOINTS, fill, split } from "./endpoints.mjs";
import { makeOneOfEach } from "./make.mjs";

const isDeletion = (/** @type {string} */ endpoint) => endpoint.startsWith("DELETE");

/** Deletions come last, and what holds others after what it holds. */
function inOrder() {
  const tops = ["DELETE /api/months/:month", "DELETE /api/yearly/:year", "DELETE /api/categories/:category"];
  const sources = "DELETE /api/yearly/income-sources/:source";
  return [
    ...ENDPOINTS.filter((endpoint) => !isDeletion(endpoint)),
    ...ENDPOINTS.filter((endpoint) => isDeletion(endpoint) && ![...tops, sources].includes(endpoint)),
    ...[sources, ...tops.toReversed()],
  ];
}

/** Each of them succeeds for somebody who has one of everything. @param {import("./client.mjs").Client} user */
export async function everyEndpointSucceeds(user) {
  /** @type {Record<string, number>} */
  const ids = await makeOneOfEach(user);
  const order = inOrder();
  assert.equal(new Set(order).size, ENDPOINTS.length);
  for (const endpoint of order) {
    const { method, pattern } = split(endpoint);
    const body = rightBody(endpoint, ids);
    const answer = await user.request(method, fill(pattern, ids), {
      headers: { "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    assert.ok([200, 201].includes(answer.status), `${endpoint}: ${answer.status} ${answer.text}`);
  }
}
