// How messages cross the module boundary; `wasm/abi/codec.hpp` defines the bytes.

import { ENUMERATIONS, MESSAGES } from "./border.js";

/** Up to this length a loop is faster than a call into the runtime. */
const SHORT_TEXT = 256;

const encoder = new TextEncoder();
// Texts from PostgreSQL may begin with U+FEFF, which must be kept.
const decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });

/** Writes messages into a buffer that grows when needed. */
class Writer {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  get bytes() {
    return this.#bytes.subarray(0, this.#at);
  }

  /**
   * @param {string} type
   * @param {any} value
   * @param {string} place of the value, for an error
   */
  put(type, value, place) {
    if (type.startsWith("optional ")) {
      if (value === undefined) throw new TypeError(`${place} is missing`);
      this.#byte(value === null ? 0 : 1);
      if (value !== null) this.put(type.slice(9), value, place);
    } else if (type.startsWith("list ")) {
      if (!Array.isArray(value)) throw new TypeError(`${place} must be a list`);
      this.#room(4);
      this.#view.setUint32(this.#at, value.length, true);
      this.#at += 4;
      for (const [index, each] of value.entries()) this.put(type.slice(5), each, `${place}[${index}]`);
    } else if (type in MESSAGES) {
      this.message(type, value, place);
    } else if (type in ENUMERATIONS) {
      const number = /** @type {string[]} */ (ENUMERATIONS[type]).indexOf(value);
      if (number < 0) throw new TypeError(`${place} must be one of ${ENUMERATIONS[type]}`);
      this.#byte(number);
    } else if (type === "bytes") {
      if (!(value instanceof Uint8Array)) throw new TypeError(`${place} must be bytes`);
      this.#room(4 + value.length);
      this.#bytes.set(value, this.#at + 4);
      this.#behindLength(value.length);
    } else if (type === "text") {
      if (typeof value !== "string") throw new TypeError(`${place} must be a string`);
      this.#text(value);
    } else if (type === "number") {
      if (typeof value !== "number") throw new TypeError(`${place} must be a number`);
      this.#room(8);
      this.#view.setFloat64(this.#at, value, true);
      this.#at += 8;
    } else {
      throw new TypeError(`${place} is of a type that no request has: ${type}`);
    }
  }

  /**
   * @param {string} name
   * @param {Record<string, unknown>} message
   * @param {string} place
   */
  message(name, message, place) {
    const members = /** @type {[string, string][]} */ (MESSAGES[name]);
    for (const [member, type] of members) this.put(type, message[member], `${place}.${member}`);
    const names = Object.keys(message);
    if (names.length === members.length) return;
    const unknown = names.find((each) => !members.some(([member]) => member === each));
    throw new TypeError(`${place}.${unknown} is unknown to the core`);
  }

  /** @param {string} text */
  #text(text) {
    this.#room(4 + text.length);
    const at = this.#at + 4;
    if (text.length <= SHORT_TEXT) {
      let index = 0;
      for (; index < text.length; index += 1) {
        const unit = text.charCodeAt(index);
        if (unit > 0x7f) break;
        this.#bytes[at + index] = unit;
      }
      if (index === text.length) return this.#behindLength(index);
    }
    let { read, written } = encoder.encodeInto(text, this.#bytes.subarray(at));
    if (read < text.length) {
      // A UTF-16 code unit takes at most three bytes in UTF-8.
      this.#room(4 + text.length * 3);
      ({ read, written } = encoder.encodeInto(text, this.#bytes.subarray(at)));
    }
    this.#behindLength(written);
  }

  /** Writes the length in front of a text that is already in place. @param {number} length */
  #behindLength(length) {
    this.#view.setUint32(this.#at, length, true);
    this.#at += 4 + length;
  }

  /** @param {number} byte */
  #byte(byte) {
    this.#room(1);
    this.#bytes[this.#at] = byte;
    this.#at += 1;
  }

  /** @param {number} size */
  #room(size) {
    if (this.#at + size <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * this.#bytes.length + size);
    larger.set(this.bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** Reads messages. */
class Reader {
  #buffer;
  #view;
  #at;

  /** @param {ArrayBuffer} buffer @param {number} place */
  constructor(buffer, place) {
    this.#buffer = buffer;
    this.#view = new DataView(buffer);
    this.#at = place;
  }

  /** @param {string} type @returns {any} */
  take(type) {
    if (type === "text") {
      const length = this.#length();
      const text = decoder.decode(new Uint8Array(this.#buffer, this.#at, length));
      this.#at += length;
      return text;
    }
    if (type === "bytes") {
      const length = this.#length();
      // A copy, since the module's memory is used again by the next call.
      const bytes = new Uint8Array(this.#buffer, this.#at, length).slice();
      this.#at += length;
      return bytes;
    }
    if (type === "boolean") return this.#byte() === 1;
    if (type === "number") {
      this.#at += 8;
      return this.#view.getFloat64(this.#at - 8, true);
    }
    if (type.startsWith("optional ")) return this.#byte() === 1 ? this.take(type.slice(9)) : null;
    if (type.startsWith("list ")) return Array.from({ length: this.#length() }, () => this.take(type.slice(5)));
    if (type in ENUMERATIONS) return /** @type {string[]} */ (ENUMERATIONS[type])[this.#byte()];
    /** @type {Record<string, unknown>} */
    const message = {};
    for (const [member, each] of /** @type {[string, string][]} */ (MESSAGES[type])) message[member] = this.take(each);
    return message;
  }

  #length() {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }

  #byte() {
    this.#at += 1;
    return this.#view.getUint8(this.#at - 1);
  }
}

/**
 * @param {string} name of the message
 * @param {Record<string, unknown>} message
 * @returns {Uint8Array}
 * @throws {TypeError} that names a member that is missing, of the wrong type, or unknown
 */
export function encode(name, message) {
  const writer = new Writer();
  writer.message(name, message, name);
  return writer.bytes;
}

/**
 * @param {string} name of the message
 * @param {ArrayBuffer} buffer
 * @param {number} place where it begins
 */
export function decode(name, buffer, place) {
  return new Reader(buffer, place).take(name);
}
