/** How much of a body that is too long is read and dropped, so that its sender gets to see the answer. */
const DRAINED_BYTES = 16 * 1024 * 1024;

/**
 * Reads a request's body, of a longer one the first `most` bytes.
 * @param {Request} request
 * @param {number} most
 * @param {number} milliseconds how long all of it may take
 * @returns {Promise<Uint8Array | null>} null if it did not come in that time, or broke off
 */
export async function readBody(request, most, milliseconds) {
  if (request.body === null) return new Uint8Array();
  if (isShort(request.headers, most)) return readWhole(request, milliseconds);
  const reader = request.body.getReader();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    // Ends the `read` that waits.
    reader.cancel().catch(() => {});
  }, milliseconds);
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  try {
    while (size < most + DRAINED_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      if (size < most) chunks.push(value);
      size += value.length;
    }
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
  return late ? null : joined(chunks, Math.min(size, most));
}

/**
 * Whether the body's length is known, and not too much: then it takes one call into the runtime to read it.
 * @param {Headers} headers
 * @param {number} most
 */
function isShort(headers, most) {
  const length = headers.get("content-length");
  return length !== null && Number(length) <= most;
}

/**
 * @param {Request} request
 * @param {number} milliseconds
 * @returns {Promise<Uint8Array | null>}
 */
async function readWhole(request, milliseconds) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds, null);
  });
  try {
    const bytes = await Promise.race([request.arrayBuffer(), late]);
    return bytes === null ? null : new Uint8Array(bytes);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {Uint8Array[]} chunks
 * @param {number} size of what is wanted of them
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
