// The model of docs/scaling.md does its sums right.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { demand, requestsPerDay, SURROUNDINGS, USE } from "../scaling/model.mjs";
import { simulateQueue } from "../scaling/queue.mjs";

/** The share that waits and the mean wait, by Erlang's formula. @param {number} perSecond @param {number} connections @param {number} hold */
function erlang(perSecond, connections, hold) {
  const offered = perSecond * hold;
  let blocked = 1;
  for (let count = 1; count <= connections; count += 1) blocked = (offered * blocked) / (count + offered * blocked);
  const waiting = blocked / (1 - (offered / connections) * (1 - blocked));
  return { waiting, mean: (waiting * hold) / (connections - offered) };
}

describe("the queue for connections", () => {
  for (const share of [0.5, 0.8, 0.9]) {
    it(`is as Erlang says where ${share * 100} % are in use`, () => {
      const [connections, hold] = [20, 0.003];
      const perSecond = (share * connections) / hold;
      const found = simulateQueue({ perSecond, connections, hold, requests: 400_000 });
      const expected = erlang(perSecond, connections, hold);
      assert.ok(Math.abs(found.waiting - expected.waiting) < 0.03, `${found.waiting}, not ${expected.waiting}`);
      assert.ok(
        Math.abs(found.mean - expected.mean) < expected.mean * 0.2 + 2e-5,
        `${found.mean}, not ${expected.mean}`,
      );
    });
  }
});

describe("what users ask for", () => {
  it("grows as they do", () => {
    const cost = { workerd: 1000, postgres: 1000, bytes: 1000 };
    const [one, hundred] = [demand(1e4, cost), demand(1e6, cost)];
    for (const key of /** @type {const} */ (["peak", "cores", "connections", "bytes", "workerSeconds"])) {
      assert.ok(Math.abs(hundred[key] / one[key] - 100) < 1e-6, key);
    }
    assert.equal(one.peak, (1e4 * (USE.days / 30) * requestsPerDay() * USE.busiestHour) / 3600);
    assert.equal(one.cores, (one.peak * 0.001) / SURROUNDINGS.busy);
  });
});
