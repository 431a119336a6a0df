/** Requests made up from the API's description, right ones and wrong ones, and the statuses that each may get. */
import fc from "fast-check";
import { bodyFaults, DESCRIPTION } from "./conformance.mjs";
import { ENDPOINTS, MISSING_ID, split } from "./endpoints.mjs";

/** @typedef {Record<string, number>} Ids of things that exist, by the names that `makeOneOfEach` has for them */
/** @typedef {{ method: string, template: string, thing?: string, described: any }} Operation */
/** @typedef {{ operation: Operation, id: unknown, signedIn: boolean, headers: Record<string, string>, text: string }} MadeUp */

/** Every operation of the description, with the name of the thing whose number stands in its path. @type {Operation[]} */
export const OPERATIONS = Object.entries(DESCRIPTION.paths).flatMap(([template, { parameters: _, ...item }]) =>
  Object.entries(item).map(([method, described]) => ({
    ...{ method: method.toUpperCase(), template, described },
    thing: ENDPOINTS.map(split).find(
      ({ method: known, pattern }) =>
        known.toLowerCase() === method && pattern.replace(/:\w+/, "{}") === template.replace(/\{\w+\}/, "{}"),
    )?.parameter,
  })),
);

/** What the fields are the ids of. @type {Record<string, string>} */
export const REFERENCES = {
  monthId: "month",
  copyFromMonthId: "month",
  categoryId: "category",
  yearlyBudgetId: "year",
  incomeEntryId: "incomeEntry",
  sectionId: "section",
  parentId: "yearlyCategory",
  id: "categoryEntry",
};

/** @template Usual, Else @param {Usual} usual @param {fc.Arbitrary<Else>} other */
const mostly = (usual, other) =>
  fc.oneof({ weight: 14, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

/** Stands for the id of a thing that is made before the requests are sent. @param {string} thing */
const idOf = (thing) => fc.constant({ idOf: thing });

/** @param {any} value @param {Ids} ids @returns {any} the value with ids where `idOf` stands for them */
export const filled = (value, ids) =>
  JSON.parse(JSON.stringify(value ?? null), (_, inner) =>
    typeof inner?.idOf === "string" ? (ids[inner.idOf] ?? MISSING_ID) : inner,
  );

/** A value of a schema. @param {any} schema @param {string} [name] the field's @returns {fc.Arbitrary<unknown>} */
function valueFor(schema, name = "") {
  if (schema.$ref) return valueFor(DESCRIPTION.components.schemas[schema.$ref.split("/").at(-1)]);
  const [type, nullable] = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (nullable) return fc.oneof({ weight: 3, arbitrary: valueFor({ ...schema, type }, name) }, fc.constant(null));
  switch (type) {
    case "object": {
      const fields = Object.entries(schema.properties).map(([key, inner]) => [key, valueFor(inner, key)]);
      return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] });
    }
    case "array":
      return fc.array(valueFor(schema.items), { minLength: schema.minItems, maxLength: 5 });
    case "string":
      return fc.string({ unit: "grapheme", minLength: schema.minLength ?? 0, maxLength: 40 });
    case "boolean":
      return fc.boolean();
    case "number":
      return fc.oneof(
        fc.integer({ min: schema.minimum ?? -2_147_483_648, max: 2_147_483_647 }).map((cents) => cents / 100),
        fc.double({ min: schema.minimum ?? -21_474_836.4849, max: 21_474_836.4749, noNaN: true }),
      );
    default: {
      const { minimum: min, maximum: max } = schema;
      const numbers = fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));
      const thing = REFERENCES[name];
      return thing === undefined ? numbers : fc.oneof({ weight: 6, arbitrary: idOf(thing) }, numbers);
    }
  }
}

const ODD = fc.oneof(
  fc.constantFrom(-1, 0, 1.5, 2 ** 31, -(2 ** 31) - 1, 1e300, "", "1", "x".repeat(2001), true, null, [], {}),
  fc.jsonValue(),
);

/** An object with one field less, or another value in one. @param {any} schema */
function spoiled(schema) {
  const { properties } = DESCRIPTION.components.schemas[schema.$ref.split("/").at(-1)];
  const slips = Object.entries(properties).map(([name, { minimum, exclusiveMinimum, maximum, exclusiveMaximum }]) => {
    const beyond = [(minimum ?? 0) - 1, exclusiveMinimum, (maximum ?? 0) + 1, exclusiveMaximum];
    return fc.record({ [name]: fc.oneof(fc.constantFrom(undefined, ...beyond), ODD) });
  });
  return fc.tuple(valueFor(schema), fc.oneof(...slips)).map(([value, slip]) => Object.assign({}, value, slip));
}

/** JSON as text, and text that is nearly JSON. @param {fc.Arbitrary<unknown>} values */
function textOf(values) {
  return fc.record({
    value: values,
    at: fc.nat(),
    slip: mostly(undefined, fc.constantFrom("", ...'{}[],:"\\0e-x. \u0001é')),
  });
}

/** @param {Operation} operation @returns {fc.Arbitrary<any>} */
function bodyOf(operation) {
  const schema = operation.described.requestBody?.content["application/json"].schema;
  if (schema === undefined) return fc.constant(undefined);
  return fc.oneof(
    { weight: 9, arbitrary: textOf(valueFor(schema)) },
    { weight: 3, arbitrary: textOf(spoiled(schema)) },
    { weight: 1, arbitrary: textOf(fc.jsonValue()) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

const TYPES = ["application/json", "application/json; charset=utf-8", "application/merge-patch+json"];
const OTHER_TYPES = ["text/plain", "application/xml", "application/jsonp"];
const ACCEPTS = ["*/*", "application/json", "application/problem+json", "text/html, application/problem+json;q=0.5"];

/** A request to an operation, still without ids. @param {Operation} operation */
const madeUpFor = (operation) =>
  fc.record({
    // Its name alone, so that a request that fails can be read.
    name: fc.constant(operation.described.operationId),
    id: fc.oneof(
      { weight: 14, arbitrary: idOf(operation.thing ?? "") },
      fc.integer({ min: 1, max: MISSING_ID }),
      fc.constantFrom("0", "-1", "abc", "1.5", "2147483648", "01", "%20", "9".repeat(30)),
    ),
    signedIn: mostly(true, fc.constant(false)),
    type: fc.oneof(mostly(undefined, fc.constantFrom(...OTHER_TYPES)), fc.constantFrom(...TYPES)),
    accept: fc.option(fc.constantFrom(...ACCEPTS), { nil: undefined }),
    body: bodyOf(operation),
  });

/** First what reads and creates, then what changes, at last what deletes; what holds others after these. */
const LIFE = ["GET", "POST", "PATCH", "DELETE"];
const ORDERED = [...OPERATIONS].sort(
  (left, right) =>
    LIFE.indexOf(left.method) - LIFE.indexOf(right.method) || right.template.length - left.template.length,
);

/** A request to each operation. */
export const madeUp = fc.tuple(...ORDERED.map(madeUpFor));

/** @typedef {ReturnType<typeof madeUpFor> extends fc.Arbitrary<infer Request> ? Request : never} Template */

/** The request as it is sent, about things that exist. @param {Template} template @param {Ids} ids @returns {MadeUp} */
export function requestOf({ name, id, signedIn, type, accept, body }, ids) {
  const operation = /** @type {Operation} */ (OPERATIONS.find(({ described }) => described.operationId === name));
  /** @type {Record<string, string>} */
  const headers = {};
  if (type !== undefined && body !== undefined) headers["content-type"] = type;
  if (accept !== undefined) headers.accept = accept;
  return { operation, id: filled(id, ids), signedIn, headers, text: body === undefined ? "" : written(body, ids) };
}

/** @param {{ value: unknown, at: number, slip?: string }} body @param {Ids} ids */
function written({ value, at, slip }, ids) {
  const text = JSON.stringify(filled(value, ids));
  if (slip === undefined) return text;
  const place = at % (text.length + 1);
  return text.slice(0, place) + slip + text.slice(place + (slip === "" ? 1 : 0));
}

/** Whether there is something to see, and nothing that controls but at the ends. @param {string} name */
const isName = (name) =>
  /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/u.test(name) &&
  !/\p{Cc}/u.test(name.replace(/^[\p{White_Space}\u200B\u2060\uFEFF]+|[\p{White_Space}\u200B\u2060\uFEFF]+$/gu, ""));

/** Whether an id in a body is beyond 32 bits: one that names nothing is refused as it was when no id had more. @param {any} body @returns {boolean} */
const hasWideId = (body) =>
  Object.entries(body ?? {}).some(([key, value]) =>
    Array.isArray(value) ? value.some(hasWideId) : /^id$|Id$/.test(key) && Number(value) > MISSING_ID,
  );

/** The statuses that a request may get, by the order in which the API judges. @param {MadeUp} request @returns {number[]} */
export function expectedStatuses({ operation, id, signedIn, headers, text }) {
  const { requestBody, responses, security } = operation.described;
  if (!signedIn && security === undefined) return [401];
  if (operation.thing === "calendarYear") {
    if (!/^(-?[1-9]\d*|-?0)$/.test(String(id))) return [400];
  } else if (operation.thing) {
    if (!/^[1-9]\d{0,15}$/.test(String(id))) return [400];
    // Beyond 32 bits it is looked for, and refused like a wrong one if it names nothing.
    if (Number(id) > MISSING_ID) {
      const others = expectedStatuses({ operation, id: MISSING_ID, signedIn, headers, text });
      return [400, ...others.filter((status) => status >= 400 && status !== 404)];
    }
  }
  const done = Object.keys(responses)
    .map(Number)
    .filter((status) => status < 300);
  if (requestBody === undefined) return operation.thing ? [...done, 404] : done;
  if (text === "") return [400];
  if (OTHER_TYPES.includes(headers["content-type"] ?? "")) return [415];
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    return [400];
  }
  if (bodyFaults(requestBody.content["application/json"].schema, body) !== "") return [422];
  // What the description says in words.
  if (typeof body.name === "string" && !isName(body.name)) return [422];
  if (/[^\t\n\r\P{Cc}]/u.test(body.description ?? "")) return [422];
  if ("sourceMonth" in body && body.sourceMonth === body.targetMonth) return [422];
  const mayBeInvalid = typeof body.parentId === "number" || hasWideId(body);
  return [...done, 404, 409, ...(mayBeInvalid ? [422] : [])];
}
