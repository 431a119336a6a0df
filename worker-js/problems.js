// Sends errors with the media type of RFC 9457. Their bodies always have its members, in addition to our own.

import { addVary } from "./headers.js";

/**
 * Sets the media type of an error for a client that asks for it.
 * @param {Record<string, string>} headers of the answer
 * @param {Headers} asked of the request
 */
export function asProblem(headers, asked) {
  addVary(headers, "Accept");
  if (accepts(asked.get("accept") ?? "", "application/problem+json")) {
    headers["content-type"] = "application/problem+json";
  }
}

/**
 * Whether the header names the type explicitly, which is how a client asks for a type other than the default, with a
 * weight other than 0 (RFC 9110 section 12.5.1).
 * @param {string} accept
 * @param {string} type
 */
function accepts(accept, type) {
  return accept.split(",").some((range) => {
    const [name = "", ...parameters] = range.toLowerCase().replaceAll(/\s/g, "").split(";");
    return name === type && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
