// The stream that `pg` uses to talk to a pooler bound to the Worker. pg's own stream writes each of a statement's five
// messages separately and reads 4 KiB at a time; such calls into the runtime are most of the cost of a connection.

import { EventEmitter } from "node:events";
import { WholeMessages } from "./whole-messages.js";

/** @typedef {Pick<Hyperdrive, "connect" | "host" | "port" | "user" | "password" | "database">} Pooler */

/** How much is read at once: first enough for a greeting or a row, then more when a large answer fills the buffer. */
const READ_BYTES = { first: 4 * 1024, most: 32 * 1024 };

const ignore = () => {};

/** Holds back those who wait for it while it is closed. */
class Gate {
  #open = ignore;
  /** @type {Promise<void> | null} until it is open again; null if it is open */
  opened = null;

  close() {
    this.opened ??= new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open() {
    this.opened = null;
    this.#open();
  }
}

/**
 * Holds back the reading from a stream of `pg`'s, and so the server that writes to it.
 * @param {any} stream
 * @returns {Gate}
 */
export function gateOf(stream) {
  if (stream instanceof PooledSocket) return stream.gate;
  // pg-cloudflare's stream has no way to pause, but it asks this reader for each piece.
  const gate = new Gate();
  const reader = stream._cfReader;
  stream._cfReader = {
    async read() {
      await gate.opened;
      return reader.read();
    },
  };
  return gate;
}

/**
 * The part of `net.Socket` that `pg` uses, including `cork` and `uncork`. It is closed with the request at the latest.
 */
export class PooledSocket extends EventEmitter {
  /** @type {Pooler} */
  #pooler;
  /** @type {Socket | null} */
  #socket = null;
  /** @type {WritableStreamDefaultWriter<Uint8Array> | null} */
  #writer = null;
  /** @type {Uint8Array[] | null} what is held back until `uncork` */
  #held = null;
  writable = false;
  gate = new Gate();

  /** @param {Pooler} pooler */
  constructor(pooler) {
    super();
    this.#pooler = pooler;
  }

  /** `pg` adds its listeners after this returns, so the work is deferred. */
  connect() {
    queueMicrotask(() => {
      try {
        const socket = this.#pooler.connect();
        this.#socket = socket;
        // Reading reports the same errors.
        socket.opened.catch(ignore);
        socket.closed.catch(ignore);
        this.#writer = socket.writable.getWriter();
        this.#read(socket.readable.getReader({ mode: "byob" }));
        this.writable = true;
        // The connection need not be established yet: writes are queued until it is.
        this.emit("connect");
      } catch (error) {
        this.emit("error", error);
      }
    });
  }

  cork() {
    this.#held = [];
  }

  uncork() {
    const held = this.#held ?? [];
    this.#held = null;
    if (held.length > 0) this.#send(Buffer.concat(held));
  }

  /**
   * @param {Uint8Array} data
   * @param {() => void} [done]
   */
  write(data, done) {
    if (this.#held === null) this.#send(data);
    else this.#held.push(data);
    done?.();
    return true;
  }

  end() {
    this.destroy();
  }

  /** @param {Error} [error] */
  destroy(error) {
    this.writable = false;
    // Not awaited: if the socket never connected, closing can hang forever.
    this.#socket?.close().catch(ignore);
    this.#socket = null;
    if (error) this.emit("error", error);
    queueMicrotask(() => this.emit("close"));
  }

  setNoDelay() {}
  setKeepAlive() {}
  ref() {}
  unref() {}

  /** @param {Uint8Array} data */
  #send(data) {
    this.#writer?.write(data).catch((error) => this.emit("error", error));
  }

  /** @param {ReadableStreamBYOBReader} reader */
  async #read(reader) {
    try {
      const whole = new WholeMessages();
      for (let size = READ_BYTES.first; ; ) {
        if (this.gate.opened) await this.gate.opened;
        const { done, value } = await reader.read(new Uint8Array(size));
        if (done) break;
        // A full buffer means that more data is waiting.
        if (value.byteLength === size) size = Math.min(size * 4, READ_BYTES.most);
        const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
        for (const messages of whole.add(bytes)) this.emit("data", messages);
      }
      this.emit("close");
    } catch (error) {
      this.emit("error", error);
    }
  }
}
