import {
  type AnswerOf,
  ApiError,
  type BodyOf,
  type Method,
  newIdempotencyKey,
  type ParametersOf,
  type PathOf,
} from "budgeting-api-client";

declare module "#app" {
  interface RuntimeNuxtHooks {
    /** Before each request to the API: to add an access token, for instance. Names are in lower case. */
    "budgeting:request": (request: { headers: Record<string, string> }) => void | Promise<void>;
  }
}

type Options<M extends Method, P extends PathOf<M>> = ParametersOf<P> &
  (BodyOf<M, P> extends undefined ? { body?: undefined } : { body: BodyOf<M, P> });

/** A request to the API: `api("patch", "/api/months/{id}", { id: 7, body: { name: "May" } })`. */
export type BudgetingApi = <M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  ...options: Record<never, never> extends Options<M, P> ? [Options<M, P>?] : [Options<M, P>]
) => Promise<AnswerOf<M, P>>;

/** As much of `$fetch` as is used; its own type looks the path up in the app's routes, which takes the compiler very long. */
type Send = (path: string, options: object) => Promise<unknown>;

/**
 * Sends requests to the API by `$fetch`, as who is signed in to the app: while a page is rendered on the server, with the
 * cookies and the authorization of the visitor's own request. An `ApiError` is thrown where it does not work.
 */
export function useBudgeting(): BudgetingApi {
  const nuxtApp = useNuxtApp();
  const { baseUrl } = useRuntimeConfig().public.budgeting;
  // Under the app's own origin Nuxt passes the visitor's headers on; to another one go these two alone.
  const request = (baseUrl === "" ? (useRequestFetch() as unknown) : $fetch) as Send;
  const forwarded = baseUrl === "" ? {} : useRequestHeaders(["cookie", "authorization"]);

  return (async (method: Method, path: string, { body, ...parameters }: { body?: object } = {}) => {
    const headers: Record<string, string> = { ...forwarded };
    // So that sending it again, as the API itself and people do, makes nothing twice.
    if (method === "post") headers["idempotency-key"] = newIdempotencyKey();
    await nuxtApp.callHook("budgeting:request", { headers });
    try {
      return await request(filledPath(path, parameters), {
        method: method.toUpperCase(),
        ...(baseUrl === "" ? {} : { baseURL: baseUrl }),
        credentials: "include",
        headers,
        body,
        // A POST once more, with its key. (500 stands for no answer at all too.)
        ...(method === "post" ? { retry: 1, retryDelay: 300, retryStatusCodes: [500, 502, 503, 504] } : {}),
      });
    } catch (error) {
      throw isFetchError(error) ? new ApiError(error.data, error.statusCode) : error;
    }
  }) as BudgetingApi;
}

/** `/api/months/{id}` with the number in place of `{id}`. */
export function filledPath(path: string, parameters: Record<string, unknown>): string {
  return path.replace(/\{(\w+)\}/, (_, name: string) => encodeURIComponent(String(parameters[name])));
}

/** What `$fetch` throws for a status that is an error, or without an answer. */
function isFetchError(error: unknown): error is { data?: unknown; statusCode?: number } {
  return error instanceof Error && error.name === "FetchError";
}
