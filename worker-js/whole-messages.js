// Puts together what arrives in pieces. `pg` would double a buffer until a message fits, and an isolate has no room for
// several large answers of which each takes twice its size and leaves the smaller buffers behind.

/** A message of PostgreSQL's protocol begins with a byte for its type and a length, which counts itself. */
const HEADER_BYTES = 5;
/** What claims to be longer than any answer is something else than PostgreSQL's protocol, and is not waited for here. */
const MOST_BYTES = 16 * 1024 * 1024;
/** @type {Buffer} */
const NOTHING = Buffer.alloc(0);

export class WholeMessages {
  /** Less than a header. */
  #rest = NOTHING;
  /** A message that is longer than what has arrived, and how much of it has. */
  #message = NOTHING;
  #filled = 0;

  /**
   * The whole messages that there are with what has just arrived.
   * @param {Buffer} bytes
   */
  *add(bytes) {
    let more = bytes;
    if (this.#message.length > 0) {
      const taken = more.copy(this.#message, this.#filled);
      this.#filled += taken;
      if (this.#filled < this.#message.length) return;
      const message = this.#message;
      this.#message = NOTHING;
      more = more.subarray(taken);
      yield message;
    } else if (this.#rest.length > 0) {
      more = Buffer.concat([this.#rest, more]);
    }
    const { whole, next } = measure(more);
    if (whole > 0) yield more.subarray(0, whole);
    this.#rest = more.subarray(whole);
    if (next > 0) {
      this.#message = Buffer.alloc(next);
      this.#filled = this.#rest.copy(this.#message);
      this.#rest = NOTHING;
    }
  }
}

/**
 * How many bytes are whole messages, and how long the one after them is if its header is there.
 * @param {Buffer} bytes
 */
function measure(bytes) {
  let whole = 0;
  while (whole + HEADER_BYTES <= bytes.length) {
    const length = 1 + bytes.readUInt32BE(whole + 1);
    if (length > MOST_BYTES) return { whole: bytes.length, next: 0 };
    if (whole + length > bytes.length) return { whole, next: length };
    whole += length;
  }
  return { whole, next: 0 };
}
