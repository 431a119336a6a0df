/** What a response must look like according to docs/api.md. */
import assert from "node:assert/strict";

/** @typedef {import("./client.mjs").Answer} Answer */

const JSON_TYPE = "application/json; charset=utf-8";
const FRESH_SECONDS = 120;

/** @type {Record<number, string>} */
const CODES = {
  400: "bad_request",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  405: "method_not_allowed",
  408: "request_timeout",
  409: "conflict",
  412: "precondition_failed",
  413: "payload_too_large",
  414: "uri_too_long",
  415: "unsupported_media_type",
  422: "validation_failed",
  429: "too_many_requests",
  431: "headers_too_large",
  500: "internal_error",
  503: "unavailable",
  504: "timeout",
};

/** What `plain` puts for a time that was just set. */
export const NOW = "<now>";
/** The timestamps of something that was just made. */
export const TIMES = { createdAt: NOW, updatedAt: NOW };

/** @param {unknown} seconds whether they are Unix seconds of about now */
export function isFresh(seconds) {
  return Number.isInteger(seconds) && Math.abs(Number(seconds) - Date.now() / 1000) < FRESH_SECONDS;
}

/** A copy with `NOW` for every fresh time, so that whole answers can be compared. @param {any} value @returns {any} */
export function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      ["createdAt", "updatedAt", "transactionDate"].includes(key) && isFresh(item) ? NOW : plain(item),
    ]),
  );
}

/** The answer's status is this, and its whole body that. @param {Answer} answer @param {number} status @param {unknown} body */
export function answered(answer, status, body) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers["content-type"], JSON_TYPE);
  assert.deepEqual(plain(answer.body), body);
}

/** Something was made: gives it. @param {Answer} answer @returns {any} */
export function created(answer) {
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

/** It worked: gives the body. @param {Answer} answer @returns {any} */
export function succeeded(answer) {
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

/** The answer as if its body had no such keys. @param {Answer} answer @param {...string} keys @returns {Answer} */
export function without(answer, ...keys) {
  const body = Object.entries(answer.body).filter(([key]) => !keys.includes(key));
  return { ...answer, body: Object.fromEntries(body) };
}

/** @param {Answer} answer */
export const deleted = (answer) => answered(answer, 200, { success: true });

/**
 * An error in the shape of docs/api.md; returns its body.
 * @param {Answer} answer @param {number} status @param {string | RegExp} [message] @param {string} [code]
 * @returns {any}
 */
export function refused(answer, status, message = /./, code = CODES[status]) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers["content-type"], JSON_TYPE);
  const { requestId, fields, message: said, title, ...rest } = answer.body;
  assert.deepEqual(rest, {
    ...{ error: true, statusCode: status, code },
    ...{ type: "about:blank", status, detail: said },
  });
  assert.match(title, /^[A-Z]/);
  assert.equal(typeof requestId, "string");
  assert.ok(requestId.length >= 8, `requestId ${requestId}`);
  assert.equal(typeof said, "string");
  if (status !== 422) assert.equal(fields, undefined, "only validation has fields");
  if (typeof message === "string") assert.equal(said, message);
  else assert.match(said, message);
  return answer.body;
}

/** A limit is reached, and the message says which. @param {Answer} answer @param {string} [message] */
export const limited = (answer, message) => refused(answer, 409, message, "limit_reached");

/** A 422 that names exactly these fields, in this order; gives their messages. @param {Answer} answer @param {string[]} names */
export function invalid(answer, names) {
  const { fields } = refused(answer, 422);
  assert.ok(Array.isArray(fields), answer.text);
  for (const field of fields) {
    assert.deepEqual(Object.keys(field).sort(), ["field", "message"]);
    assert.ok(typeof field.message === "string" && field.message.length > 0, answer.text);
  }
  assert.deepEqual(
    fields.map((/** @type {any} */ { field }) => field),
    names,
  );
  return fields.map((/** @type {any} */ { message }) => message);
}

/** How many answers have each status. @param {Answer[]} answers */
export function tally(answers) {
  /** @type {Record<number, number>} */
  const counts = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
