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
/** An answer that says that nothing was changed, although something was. @typedef {{ method: string, path: string, status: number, message: string }} Untruth */
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
/** What an answer says that leaves open whether a write was made, by this request or by another one with its key. */
const LEAVES_OPEN = /not known whether|same Idempotency-Key/;
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
 * @param {object} hears
 * @param {(failure: Failure) => void} hears.failed is told of each request that did not work and should have
 * @param {(untruth: Untruth) => void} hears.lied
 * @param {() => Promise<boolean>} isAsModelled whether the database has what the model has, as soon as it can be asked
 */
export function newClient(context, user, { failed, lied }, isAsModelled) {
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
    if (answer === undefined || answer.status >= 500) {
      failed({
        status: answer?.status ?? 0,
        requestId: answer?.body?.requestId ?? "",
        from,
        to: performance.now(),
      });
    }
    return answer;
  };

  /** Whether nobody can tell what a failed attempt has done; if its answer says that it has done nothing, that is looked at. @param {Operation} operation @param {Answer | undefined} answer */
  const leavesOpen = async ({ method, path }, answer) => {
    const message = String(answer?.body?.message);
    if (answer === undefined || LEAVES_OPEN.test(message)) return true;
    if (method !== "GET" && !(await isAsModelled())) lied({ method, path, status: answer.status, message });
    return false;
  };

  /** Sends an operation until it is answered. A POST may be repeated because of its key, all else by its nature. @param {Operation} operation */
  const settle = async (operation) => {
    const key = randomUUID();
    let isOpen = false;
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const answer = await send(operation, key);
      // It may be the attempt before that has removed what this one did not find.
      const gone = attempt > 1 && operation.method === "DELETE" && operation.status === 200 && answer?.status === 404;
      if (gone) return { success: true };
      if (answer?.status === operation.status) return answer.body;
      if (answer !== undefined && answer.status < 500) {
        throw new Error(
          `${operation.method} ${operation.path}: ${answer.status}, not ${operation.status}: ${answer.text}`,
        );
      }
      await sleep(PAUSE_MS);
      // Once an attempt may have been made, a later one's answer can't be held against the database.
      if (!isOpen) isOpen = await leavesOpen(operation, answer);
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
