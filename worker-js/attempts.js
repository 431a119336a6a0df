// Runs a statement as many times as the core asks for.

import { sleep } from "./clock.js";
import { omitNames, runStatement } from "./database.js";
import { millisecondsSince } from "./log.js";

/** @typedef {import("./border.js").Plan} Plan */
/** @typedef {import("./border.js").Next} Next */
/** @typedef {import("./core.js").Core} Core */
/** @typedef {import("./database.js").Ended} Ended */
/** @typedef {import("./deadlines.js").Deadlines} Deadlines */

/**
 * Decides what comes after an attempt.
 * @param {Core} core
 * @param {Pick<Plan, "continuation" | "rowIsAnswer">} plan
 * @param {Ended} ended
 * @param {Deadlines} [deadlines] if absent, this was the last attempt
 * @returns {Next}
 */
export function nextAfter(core, { continuation, rowIsAnswer }, { outcome }, deadlines) {
  // The core does not need a body that is sent unchanged.
  const isShown = !rowIsAnswer || outcome.problem !== null || outcome.body === null;
  return core.resume({
    continuation,
    outcome: isShown ? outcome : { ...outcome, body: "" },
    millisecondsLeft: deadlines?.within(Number.MAX_SAFE_INTEGER) ?? 0,
    statementMilliseconds: deadlines?.statement ?? 0,
    chance: Math.random(),
  });
}

/**
 * Runs a plan's statement until there is a response.
 * @param {Core} core
 * @param {Plan} plan
 * @param {Pick<import("./database.js").Statement, "direct" | "pooler">} target
 * @param {Deadlines} deadlines
 * @param {{ waitUntil(promise: Promise<unknown>): void }} context
 * @param {import("./log.js").Line} line
 * @returns {Promise<{ ended: Ended, next: Next }>} how the last attempt ended
 */
export async function attempts(core, plan, target, deadlines, context, line) {
  const { name, sql, parameters, joined, mayBeEmpty, rowIsAnswer } = plan;
  const statement = { ...target, name, sql, parameters, joined, mayBeEmpty };
  for (let { continuation } = plan; ; ) {
    const ended = await runStatement(statement, deadlines, context, line);
    const resuming = performance.now();
    const next = nextAfter(core, { continuation, rowIsAnswer }, ended, deadlines);
    line.ms.core = (line.ms.core ?? 0) + millisecondsSince(resuming);
    if (next.answer !== null) return { ended, next };
    line.retried = ended.message;
    await sleep(next.pauseMilliseconds);
    continuation = next.continuation;
    if (!next.isNamed) omitNames(target.pooler);
  }
}
