/** Random requests while everything fails at random moments, for a short time; `npm run soak` does it for long. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RESTARTS } from "../soak/faults.mjs";
import { faultsIn } from "../soak/report.mjs";
import { soak } from "../soak/soak.mjs";

const seed = Number(process.env.SOAK_SEED ?? Math.floor(Math.random() * 1e9));

/** @param {number} seconds @param {Omit<Parameters<typeof soak>[0], "seed" | "seconds" | "requests">} [more] */
async function soaked(seconds, more) {
  try {
    const outcome = await soak({ requests: 1_000_000, seconds, seed, ...more });
    // A process that is killed all the time never runs for long enough to judge its memory.
    assert.deepEqual(
      faultsIn(outcome).filter((fault) => !/^only \d+ samples/.test(fault)),
      [],
    );
    return outcome;
  } catch (error) {
    throw new Error(`with SOAK_SEED=${seed}`, { cause: error });
  }
}

describe("requests in progress while", () => {
  it("anything fails at any time get true responses, and leave nothing behind", async () => {
    const { requests, faults, rows } = await soaked(25, { pooled: true });
    assert.ok(
      requests > 500 && faults.length > 5 && rows > 100,
      `${requests} requests, ${faults.length} faults, ${rows} rows`,
    );
  });

  it("workerd and PostgreSQL are restarted at any time leave consistent data", async () => {
    const { faults } = await soaked(15, { kinds: () => RESTARTS, pause: [200, 900] });
    assert.ok(faults.length > 5, `${faults.length} restarts`);
  });
});
