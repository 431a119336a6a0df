/**
 * Reads a request's body, and of a body with more than `most` bytes no more than the chunk that goes beyond.
 * @param {Request} request
 * @param {number} most
 * @returns {Promise<Uint8Array>} at most `most` bytes
 */
export async function readBody(request, most) {
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  if (request.body !== null) {
    // Leaving the loop cancels the stream.
    for await (const chunk of request.body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= most) break;
    }
  }
  if (chunks.length === 1 && size <= most) return chunks[0];
  const bytes = new Uint8Array(Math.min(size, most));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk.subarray(0, bytes.length - at), at);
    at += chunk.length;
  }
  return bytes;
}
