// What can be sent to the API and what comes back, looked up in the types made from its description.

import type { components, paths } from "./schema.js";

/** What bodies and answers look like, under the description's names: `Schemas["MonthTree"]`. */
export type Schemas = components["schemas"];

export type Method = "get" | "post" | "patch" | "delete";

/** The paths that have a method, as the description writes them: `/api/months/{id}`. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never;
}[keyof paths];

type Json<Part> = Part extends { content: { "application/json": infer Value } } ? Value : never;

/** What has to be sent as the body; `undefined` where there is none. */
export type BodyOf<M extends Method, P extends PathOf<M>> = paths[P][M] extends { requestBody: infer Body }
  ? Json<Body>
  : undefined;

/** What comes back where it works. */
export type AnswerOf<M extends Method, P extends PathOf<M>> = paths[P][M] extends { responses: infer Responses }
  ? Json<Responses[keyof Responses & (200 | 201)]>
  : never;

/** The number in a path: `{ id: number }`, `{ year: number }`, or none. */
export type ParametersOf<P extends string> = P extends `${string}{${infer Name}}${string}`
  ? Record<Name, number>
  : Record<never, never>;
