/** A client that sends random requests, one after the other, until it knows what came of each. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { READS } from "./reads.mjs";
import { REFUSALS } from "./refusals.mjs";
import { ROOTS } from "./roots.mjs";
import { WRITES } from "./writes.mjs";

/** @typedef {import("./operation.mjs").Context} Context */
/** @typedef {import("./operation.mjs").Operation} Operation */
/** @typedef {import("../worker/support/client.mjs").Answer} Answer */
/** How a request ended: `status` 0 is no answer at all. @typedef {{ status: number, requestId: string, from: number, to: number }} Failure */

/** How often each kind is sent, of ten. @type {[number, import("./operation.mjs").Choice][]} */
const KINDS = [
  [4, READS],
  [3, WRITES],
  [1, ROOTS],
  [2, REFUSALS],
];

/** Everything that can be sent, by weight. @type {[number, import("./operation.mjs").Make][]} */
const MIX = KINDS.flatMap(([share, choice]) => {
  const whole = choice.reduce((sum, [weight]) => sum + weight, 0);
  return choice.map(([weight, make]) => /** @type {[number, typeof make]} */ ([(share * weight) / whole, make]));
});
const WHOLE = MIX.reduce((sum, [weight]) => sum + weight, 0);

const PAUSE_MS = 50;
/** What is not answered by then is lost: the soak has failed. */
const MOST_ATTEMPTS = 400;

/** @param {Context} context @returns {Operation} */
function next(context) {
  for (;;) {
    let place = context.random.between(0, 1_000_000) / 1_000_000;
    place *= WHOLE;
    const [, make] = MIX.find(([weight]) => {
      place -= weight;
      return place < 0;
    }) ?? [0, () => undefined];
    const operation = make(context);
    if (operation !== undefined) return operation;
  }
}

/**
 * @param {Context} context
 * @param {import("../worker/support/client.mjs").Client} user
 * @param {(failure: Failure) => void} failed is told of each request that did not work and should have
 */
export function newClient(context, user, failed) {
  let requests = 0;

  /** @param {Operation} operation @param {string} key @returns {Promise<Answer | undefined>} */
  const send = async ({ method, path, body, headers }, key) => {
    const from = performance.now();
    requests += 1;
    const answer = await user
      .request(method, path, {
        headers: {
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(method === "POST" ? { "idempotency-key": key } : {}),
          ...headers,
        },
        body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
      })
      .catch(() => undefined);
    if (answer !== undefined && answer.status < 500) return answer;
    failed({
      status: answer?.status ?? 0,
      requestId: answer?.body?.requestId ?? "",
      from,
      to: performance.now(),
    });
    return undefined;
  };

  /** Sends an operation until it is answered. A POST may be repeated because of its key, all else by its nature. @param {Operation} operation */
  const settle = async (operation) => {
    const key = randomUUID();
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const answer = await send(operation, key);
      // It may be the attempt before that has removed what this one did not find.
      const gone = attempt > 1 && operation.method === "DELETE" && operation.status === 200 && answer?.status === 404;
      if (gone) return { success: true };
      if (answer?.status === operation.status) return answer.body;
      if (answer !== undefined) {
        throw new Error(
          `${operation.method} ${operation.path}: ${answer.status}, not ${operation.status}: ${answer.text}`,
        );
      }
      await sleep(PAUSE_MS);
    }
    throw new Error(`${operation.method} ${operation.path} was not answered in ${MOST_ATTEMPTS} attempts`);
  };

  return {
    requests: () => requests,
    /** Sends one more request, and what it takes to know what came of it. */
    async step() {
      for (let operation = /** @type {Operation | void} */ (next(context)); operation; ) {
        const body = await settle(operation);
        operation = operation.took?.(body);
      }
    },
  };
}
