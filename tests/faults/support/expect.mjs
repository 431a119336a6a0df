/** What an answer promises about a fault, and whether the database keeps it. */
import assert from "node:assert/strict";
import { refused } from "../../worker/support/expect.mjs";
import { SLACK_MS } from "./stage.mjs";

/** @typedef {import("./stage.mjs").Told} Told */

/** What a message must not tell. */
const INTERNALS =
  /postgres|hyperdrive|econn|password|role|relation|select |sql|pg_|stack|\.js|wasm|127\.0\.0\.1|\d{5}/i;
const UNKNOWN = /not known whether/;

/** @param {Told} told */
export const leavesUnknown = ({ answer }) => answer.status >= 500 && UNKNOWN.test(answer.body?.message);

/**
 * A failure in the shape of docs/api.md, in time, with the reason in the log.
 * @param {Told} told
 * @param {{ status?: 503 | 504, within: number, sqlstate?: string, fate: "none" | "unknown" }} expected `within`: a
 *   deadline in ms; `fate`: whether a write may have been made
 */
export function failed(told, { status = 503, within, sqlstate, fate }) {
  const { answer, took, log } = told;
  const { requestId, message } = refused(answer, status);
  assert.doesNotMatch(message, INTERNALS);
  if (status === 503) assert.match(answer.headers["retry-after"] ?? "", /^[1-9]\d*$/);
  assert.equal(leavesUnknown(told) ? "unknown" : "none", fate, message);
  assert.ok(took <= within + SLACK_MS, `it took ${took.toFixed()} ms; the log: ${JSON.stringify(log)}`);
  assert.equal(log.requestId, requestId);
  logged(log, status);
  assert.ok(log.event, "the log says what happened");
  assert.ok(log.message, "and why");
  if (sqlstate !== undefined) assert.equal(log.sqlstate, sqlstate);
  assert.doesNotMatch(JSON.stringify(log), /postgres:\/\/|budgeting:budgeting/);
}

/** @param {import("./stage.mjs").Line} log @param {number} status */
function logged({ method, route, status: said, ms }, status) {
  assert.match(`${method} ${route}`, /^(GET|POST) \/api\/[a-z-]+(\/:id\/summary|\/:id)?$/);
  assert.equal(said, status);
  assert.equal(typeof ms.core, "number");
}

/** It worked, and the log has no fault. @param {Told} told @param {number} status */
export function worked({ answer, log }, status) {
  assert.equal(answer.status, status, `${answer.text}\n${JSON.stringify(log)}`);
  logged(log, status);
  assert.equal(log.event, undefined, "no fault in the log");
  assert.equal(log.rows, 1);
  for (const part of ["core", "connect", "query"]) {
    assert.equal(typeof (/** @type {Record<string, unknown>} */ (log.ms)[part]), "number", JSON.stringify(log));
  }
}

/**
 * The database is as the answer to a write promised: made exactly once, or not at all, or (where its fate was left
 * unknown) once at most.
 * @param {Told} told @param {number} times how often the database has it
 */
export function kept(told, times) {
  if (told.answer.status < 300) assert.equal(times, 1, "a write that worked is there once");
  else if (leavesUnknown(told)) assert.ok(times <= 1, `a write of unknown fate is there ${times} times`);
  else assert.equal(times, 0, "a write that was refused is not there");
}
