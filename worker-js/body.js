/** How much of a body that is too long is read and dropped, so that its sender gets to see the answer. */
const DRAINED_BYTES = 16 * 1024 * 1024;

/**
 * Reads a request's body, of a longer one the first `most` bytes.
 * @param {Request} request
 * @param {number} most
 * @returns {Promise<Uint8Array>}
 */
export async function readBody(request, most) {
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  while (size < most + DRAINED_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    if (size < most) chunks.push(value);
    size += value.length;
  }
  reader.releaseLock();
  const [first] = chunks;
  if (first !== undefined && first.length === size && size <= most) return first;
  const bytes = new Uint8Array(Math.min(size, most));
  let at = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(0, bytes.length - at);
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
