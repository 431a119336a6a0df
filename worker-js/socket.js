// The stream that `pg` speaks through where a pooler is bound to the Worker. Its own one writes each of a statement's five
// messages by itself and reads 4 KiB at a time; most of what a connection costs is such calls into the runtime.

import { EventEmitter } from "node:events";

/** @typedef {Pick<Hyperdrive, "connect" | "host" | "port" | "user" | "password" | "database">} Pooler */

/** How much is read at once: a greeting or a row, and of a year as much as has come. */
const READ_BYTES = { first: 4 * 1024, most: 32 * 1024 };

const ignore = () => {};

/** What `pg` uses of `net.Socket`, with `cork` and `uncork`. It is closed with the request, if not before. */
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

  /** @param {Pooler} pooler */
  constructor(pooler) {
    super();
    this.#pooler = pooler;
  }

  /** `pg` listens once this has returned. */
  connect() {
    queueMicrotask(() => {
      try {
        const socket = this.#pooler.connect();
        this.#socket = socket;
        // What goes wrong is told by reading, too.
        socket.opened.catch(ignore);
        socket.closed.catch(ignore);
        this.#writer = socket.writable.getWriter();
        this.#read(socket.readable.getReader({ mode: "byob" }));
        this.writable = true;
        // It need not be there yet: what is written waits.
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
    // Nobody waits: closing can hang for good where the socket never connected.
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
      for (let size = READ_BYTES.first; ; ) {
        const { done, value } = await reader.read(new Uint8Array(size));
        if (done) break;
        // There is more where it is full.
        if (value.byteLength === size) size = Math.min(size * 4, READ_BYTES.most);
        this.emit("data", Buffer.from(value.buffer, value.byteOffset, value.byteLength));
      }
      this.emit("close");
    } catch (error) {
      this.emit("error", error);
    }
  }
}
