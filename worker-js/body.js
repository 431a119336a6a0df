import { sleep } from "./clock.js";

/** How much of an unwanted body is read and discarded, so that its sender still receives the response. */
const DRAINED_BYTES = 16 * 1024 * 1024;
/** For a request rejected anyway: how long its sender may pause, and how long reading the whole body may take. */
const DROPPED_MILLISECONDS = { pause: 100, most: 1_000 };

/**
 * Reads a request's body; only the first `most` bytes if it is longer.
 * @param {Request} request
 * @param {number} most
 * @param {import("./deadlines.js").Deadlines} deadlines
 * @returns {Promise<Uint8Array | null>} null if it did not arrive in time, or was cut off
 */
export async function readBody(request, most, deadlines) {
  if (request.body === null) return new Uint8Array();
  const reading = isShort(request.headers, most) ? readWhole(request) : readBeginning(request.body, most);
  try {
    return await deadlines.bound(reading, deadlines.body, "the body is late");
  } catch {
    return null;
  }
}

/**
 * Reads and discards the part of a body that arrives without delay. The response is already known, but the runtime
 * closes the connection if the body is not read, and a client that is still sending then loses the response too.
 * @param {Request} request
 * @returns {Promise<Uint8Array>} always empty
 */
export async function dropBody({ body }) {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const end = sleep(DROPPED_MILLISECONDS.most);
  for (let size = 0; size < DRAINED_BYTES; ) {
    const pause = sleep(DROPPED_MILLISECONDS.pause);
    const read = await Promise.race([reader.read().catch(() => undefined), pause, end]);
    if (read?.value === undefined) break;
    size += read.value.length;
  }
  return new Uint8Array();
}

/**
 * Whether the body's length is known and within the limit: then one call into the runtime reads it.
 * @param {Headers} headers
 * @param {number} most
 */
function isShort(headers, most) {
  const length = headers.get("content-length");
  return length !== null && Number(length) <= most;
}

/** @param {Request} request */
async function readWhole(request) {
  return new Uint8Array(await request.arrayBuffer());
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {number} most
 */
async function readBeginning(body, most) {
  const reader = body.getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  while (size < most + DRAINED_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    if (size < most) chunks.push(value);
    size += value.length;
  }
  return joined(chunks, Math.min(size, most));
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} size the number of bytes wanted
 */
function joined(chunks, size) {
  const [first] = chunks;
  if (first?.length === size) return first;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(0, size - at);
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
