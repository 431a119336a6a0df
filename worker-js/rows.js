// The rows of a statement, sent on as they come: no more of them is in memory than one read of the socket holds.

import pg from "pg";
import { gateOf } from "./socket.js";

/**
 * The columns of a row.
 * @typedef {[body: string | null, problem: string | null, etag?: string | null, ...more: (string | null)[]]} Row
 */

const encoder = new TextEncoder();

/**
 * The bodies of rows as one text.
 * @param {Row[]} rows
 * @param {import("./border.js").Joined} joined
 */
export function joinedBodies(rows, { prefix, separator, suffix }) {
  return prefix + bodiesOf(rows).join(separator) + suffix;
}

/** @param {Row[]} rows */
const bodiesOf = (rows) => rows.flatMap(([body]) => body ?? []);

/** The rows that one statement returns. */
export class Rows {
  #gate;
  /** @type {Row[]} */
  #waiting = [];
  #isOver = false;
  /** @type {Error | undefined} */
  #error;
  #wake = () => {};
  /** How many have come. */
  count = 0;

  /**
   * Sends the statement.
   * @param {pg.Client} client
   * @param {pg.QueryArrayConfig} query
   */
  constructor(client, query) {
    this.#gate = gateOf(/** @type {any} */ (client).connection.stream);
    const sent = new pg.Query(/** @type {any} */ (query));
    sent.on("row", (row) => {
      this.count += 1;
      this.#waiting.push(/** @type {any} */ (row));
      // Now rather than when somebody takes the row, or the next read would have begun by then.
      this.#gate.close();
      this.#wake();
    });
    const end = (/** @type {unknown} */ error) => {
      this.#isOver = true;
      if (error instanceof Error) this.#error = error;
      this.#wake();
    };
    sent.on("end", end);
    sent.on("error", end);
    client.query(sent);
  }

  /** The first row, if there is one. @returns {Promise<Row | undefined>} */
  async first() {
    await this.#some();
    return this.#waiting[0];
  }

  /**
   * Their bodies as one text. While its reader takes nothing, nothing more is read from the database.
   * @param {import("./border.js").Joined} joined
   * @param {(sending: Promise<void>) => Promise<void>} bound is rejected when the sending has taken too long
   * @returns {{ body: ReadableStream<Uint8Array>, sent: Promise<void> }} what has to end early is an error of both: a
   *   reader must be able to tell a part from the whole
   */
  send({ prefix, separator, suffix }, bound) {
    /** @type {PromiseWithResolvers<void>} */
    const { promise, resolve, reject } = Promise.withResolvers();
    const sent = bound(promise);
    let text = prefix;
    let glue = "";
    /** @type {ReadableStream<Uint8Array>} */
    const body = new ReadableStream({
      start(controller) {
        // The runtime logs this error, so it must not quote what PostgreSQL's may.
        sent.catch(() => controller.error(new Error("the answer ends early")));
      },
      pull: async (controller) => {
        try {
          // The runtime asks again only after it was given something.
          do {
            await this.#some();
            for (const each of bodiesOf(this.#waiting.splice(0))) {
              text += glue + each;
              glue = separator;
            }
            if (this.#isOver) text += suffix;
          } while (text === "" && !this.#isOver);
          controller.enqueue(encoder.encode(text));
          text = "";
          if (!this.#isOver) return;
          controller.close();
          resolve();
        } catch (error) {
          reject(error);
        }
      },
      // The client has gone.
      cancel: () => resolve(),
    });
    return { body, sent };
  }

  /** Waits until there are rows, or there will be none. */
  async #some() {
    while (this.#waiting.length === 0 && !this.#isOver) {
      /** @type {PromiseWithResolvers<void>} */
      const { promise, resolve } = Promise.withResolvers();
      this.#wake = resolve;
      this.#gate.open();
      await promise;
    }
    if (this.#error) throw this.#error;
  }
}
