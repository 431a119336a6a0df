import createClient, { type Client } from "openapi-fetch";
import { ApiError } from "./error.js";
import { newIdempotencyKey } from "./idempotency-key.js";
import type { paths } from "./schema.js";

export { ApiError, type ApiErrorCode, type ErrorCode, type FieldError } from "./error.js";
export { newIdempotencyKey } from "./idempotency-key.js";
export type { components, operations, paths } from "./schema.js";
export type { AnswerOf, BodyOf, Method, ParametersOf, PathOf, Schemas } from "./types.js";

export interface ClientOptions {
  /** Where the API is, without `/api`, such as `https://api.example.com`; the page's own origin unless given. */
  baseUrl?: string;
  /** The access token, asked for before each request; without it the browser's cookies sign in. */
  token?: () => string | undefined | Promise<string | undefined>;
  /** In place of the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
}

/** A client with a function per method: `client.GET("/api/months/{id}", { params: { path: { id: 7 } } })`. */
export function createBudgetingClient({ baseUrl = "", token, fetch }: ClientOptions = {}): Client<paths> {
  const client = createClient<paths>({
    baseUrl,
    credentials: token === undefined ? "include" : "omit",
    ...(fetch === undefined ? {} : { fetch }),
  });
  client.use({
    onRequest({ request }) {
      // Sending it again with the same key makes nothing twice; a caller's own key stays.
      if (request.method === "POST" && !request.headers.has("idempotency-key")) {
        request.headers.set("idempotency-key", newIdempotencyKey());
      }
    },
  });
  if (token !== undefined) {
    client.use({
      async onRequest({ request }) {
        const given = await token();
        if (given !== undefined) request.headers.set("authorization", `Bearer ${given}`);
      },
    });
  }
  return client;
}

/** The answer of a request of the client's; an `ApiError` is thrown where it was refused, failed or got none. */
export async function unwrap<Data>(sent: Promise<{ data?: Data; error?: unknown; response: Response }>): Promise<Data> {
  const { data, error, response } = await sent.catch((cause: unknown) => {
    // What came with success and is no JSON, such as a proxy's page, is a SyntaxError.
    throw new ApiError(undefined, cause instanceof SyntaxError ? 200 : 0, { cause });
  });
  // All that the API answers with is an object or a list.
  if (!response.ok || typeof data !== "object" || data === null) throw new ApiError(error, response.status);
  return data;
}
