/** Whether an answer is one that schema/openapi.json declares for its request. */
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { inRoot } from "../../../tools/common/paths.mjs";

/** @typedef {import("./client.mjs").Answer} Answer */
/** @typedef {import("./client.mjs").Message} Message */
/** @typedef {{ status: number, headers: Record<string, unknown>, text: string, body: any }} Judged */

export const DESCRIPTION = JSON.parse(readFileSync(inRoot("schema", "openapi.json"), "utf8"));

const WITHIN_32_BITS = { type: /** @type {const} */ ("number"), validate: (/** @type {number} */ n) => n === (n | 0) };
const SCHEMAS = JSON.stringify(DESCRIPTION.components.schemas).replaceAll("#/components/schemas/", "api#/$defs/");

/** @param {any} schemas under the names that `#/components/schemas/` has them by */
function validator(schemas) {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  ajv.addFormat("int32", WITHIN_32_BITS);
  ajv.addFormat("int64", { type: "number", validate: Number.isSafeInteger });
  ajv.addSchema({ $id: "api", $defs: schemas });
  /** @type {Map<string, import("ajv").ValidateFunction>} */
  const compiled = new Map();
  /** @param {any} schema @param {unknown} value @returns {string} what is wrong with the value; empty if nothing is */
  return (schema, value) => {
    const text = JSON.stringify(schema).replaceAll("#/components/schemas/", "api#/$defs/");
    const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text));
    compiled.set(text, validate);
    return validate(value) ? "" : ajv.errorsText(validate.errors, { dataVar: "it" });
  };
}

/** What a body breaks of a schema; keys that the schema does not know are ignored, as the API ignores them. */
export const bodyFaults = validator(JSON.parse(SCHEMAS));
/** What an answer breaks; one with keys that nobody declared is not as described. */
const answerFaults = validator(JSON.parse(SCHEMAS, (_, value) => (value?.properties ? closed(value) : value)));

/** @param {object} schema */
function closed(schema) {
  return { ...schema, additionalProperties: false };
}

/** What `{"$ref": "#/..."}` stands for; anything else stands for itself. @param {any} value @returns {any} */
export function resolved(value) {
  if (typeof value?.$ref !== "string") return value;
  return value.$ref
    .slice(2)
    .split("/")
    .reduce((/** @type {any} */ inner, /** @type {string} */ key) => inner[key], DESCRIPTION);
}

/** @param {string} path */
const segments = (path) => (path.split(/[?#]/, 1)[0] ?? "").split("/").filter((segment) => segment !== "");

/** @param {string} segment */
function decoded(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const ROUTES = Object.entries(DESCRIPTION.paths).map(([path, item]) => ({ parts: segments(path), item }));

/** The operations of the path that a request's fits; fixed segments win. @param {string} path @returns {any} */
function itemOf(path) {
  const asked = segments(path).map(decoded);
  const fitting = ROUTES.filter(
    ({ parts }) =>
      parts.length === asked.length && parts.every((part, index) => part.startsWith("{") || part === asked[index]),
  );
  const rank = (/** @type {string[]} */ parts) => parts.map((part) => (part.startsWith("{") ? 1 : 0)).join("");
  return fitting.sort((left, right) => rank(left.parts).localeCompare(rank(right.parts)))[0]?.item;
}

const ERROR = {
  headers: { "Cache-Control": { $ref: "#/components/headers/CacheControl" } },
  content: Object.fromEntries(
    ["application/json", "application/problem+json"].map((type) => [
      type,
      { schema: { $ref: "#/components/schemas/Error" } },
    ]),
  ),
};
const NOTHING = { headers: {}, content: {} };

/**
 * What an answer has that the description does not say, or the other way round; empty if nothing.
 * @param {string} method @param {string} path @param {Message} message @param {Judged} answer
 */
export function nonconformance(method, path, message, answer) {
  // Static files are not the API's.
  if (/^\/(docs\b|api\/openapi\.json$)/.test(path)) return "";
  const item = itemOf(path);
  const operation = item?.[method === "HEAD" ? "get" : method.toLowerCase()];
  const response = resolved(declared(item, operation, method, answer.status));
  if (response === undefined) return `status ${answer.status} is not declared`;
  return [
    ...headerFaults(response, answer),
    ...contentFaults(response, answer, method),
    ...takenFaults(operation, message, answer),
  ].join("; ");
}

/** @param {any} item @param {any} operation @param {string} method @param {number} status */
function declared(item, operation, method, status) {
  if (operation !== undefined) return operation.responses[status];
  // Before anybody knows where a request goes.
  if (status === 414 || status === 500) return ERROR;
  if (item === undefined) return status === 404 ? ERROR : undefined;
  if (method === "OPTIONS") return status === 204 ? NOTHING : undefined;
  return status === 405
    ? { ...ERROR, headers: { ...ERROR.headers, Allow: { required: true, schema: {} } } }
    : undefined;
}

/** @param {any} response @param {Judged} answer */
function headerFaults(response, { headers }) {
  return Object.entries(response.headers ?? {}).flatMap(([name, header]) => {
    const { required, schema } = resolved(header);
    const value = headers[name.toLowerCase()];
    if (value === undefined) return required ? [`the header ${name} is missing`] : [];
    const fault = answerFaults(schema, schema.type === "integer" ? Number(value) : value);
    return fault === "" ? [] : [`the header ${name}: ${fault}`];
  });
}

/** @param {any} response @param {Judged} answer @param {string} method */
function contentFaults({ content = {} }, { headers, text, body }, method) {
  const type = String(headers["content-type"] ?? "").split(";", 1)[0] ?? "";
  if (Object.keys(content).length > 0 && !content[type]) return [`the content type "${type}" is not declared`];
  if (method === "HEAD" || !content[type]) return text === "" ? [] : ["it has a body"];
  if (body === undefined) return ["the body is no JSON"];
  const fault = answerFaults(content[type].schema, body);
  return fault === "" ? [] : [fault];
}

/** What was taken must be what the description lets one send. @param {any} operation @param {Message} message @param {Judged} answer */
function takenFaults(operation, { body }, { status }) {
  const schema = operation?.requestBody?.content["application/json"]?.schema;
  if (status >= 300 || schema === undefined || typeof body !== "string") return [];
  const fault = bodyFaults(schema, JSON.parse(body));
  return fault === "" ? [] : [`a body was taken that should not be: ${fault}`];
}
