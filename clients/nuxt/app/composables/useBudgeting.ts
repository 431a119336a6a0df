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

/** After so long without an answer a change counts as lost on its way: others wait for it. */
const ANSWER_MS = 30_000;

/** A POST that may have been carried out though no answer said so. */
interface Unanswered {
  key: string;
  /** What it ended with, as often as it was sent; without those that were given up. */
  errors: Set<object>;
}

/** Those of each app, by path and body. */
const unanswered = new WeakMap<object, Map<string, Unanswered[]>>();
/** What gives up a POST that ended with an error. */
const givingUp = new WeakMap<object, () => void>();

/**
 * Sends requests to the API by `$fetch`, as who is signed in to the app: while a page is rendered on the server, with the
 * cookies and the authorization of the visitor's own request. An `ApiError` is thrown where it does not work.
 *
 * A POST whose fate is unknown leaves its key to the next one of the same path and body, so that sending it once more, even
 * by a later click, makes nothing twice. `abandon(error)` tells that it will not be sent once more.
 */
export function useBudgeting(): BudgetingApi {
  const nuxtApp = useNuxtApp();
  const { baseUrl } = useRuntimeConfig().public.budgeting;
  // Under the app's own origin Nuxt passes the visitor's headers on; to another one go these two alone.
  const request = (baseUrl === "" ? (useRequestFetch() as unknown) : $fetch) as Send;
  const forwarded = baseUrl === "" ? {} : useRequestHeaders(["cookie", "authorization"]);

  const waiting = unanswered.get(nuxtApp) ?? new Map<string, Unanswered[]>();
  unanswered.set(nuxtApp, waiting);

  return (async (method: Method, path: string, { body, ...parameters }: { body?: object } = {}) => {
    const headers: Record<string, string> = { ...forwarded };
    const address = filledPath(path, parameters);
    const isPost = method === "post";
    const same = `${address} ${JSON.stringify(body)}`;
    // Taken out while it is under way: another one of the same content is meant to be a second one.
    const post = (isPost && waiting.get(same)?.shift()) || { key: newIdempotencyKey(), errors: new Set() };
    if (isPost) headers["idempotency-key"] = post.key;
    try {
      await nuxtApp.callHook("budgeting:request", { headers });
    } catch (error) {
      // Nothing was sent: what became of the times before is as unknown as it was.
      if (isPost) keep(waiting, same, post, error);
      throw error;
    }
    try {
      const answer = await request(address, {
        method: method.toUpperCase(),
        ...(baseUrl === "" ? {} : { baseURL: baseUrl }),
        credentials: "include",
        headers,
        body,
        responseType: "json",
        ...(method === "get" ? {} : { timeout: ANSWER_MS }),
        // A POST once more, with its key. (500 stands for no answer at all too.)
        ...(isPost ? { retry: 1, retryDelay: 300, retryStatusCodes: [500, 502, 503, 504] } : {}),
      });
      // All that the API answers with is an object or a list; a proxy's page to sign in is a text.
      if (typeof answer !== "object" || answer === null) throw new ApiError(undefined, 200);
      return answer;
    } catch (caught) {
      const error = isFetchError(caught) ? new ApiError(caught.data, caught.statusCode, { cause: caught }) : caught;
      if (isPost && !isDecided(error)) keep(waiting, same, post, error);
      throw error;
    }
  }) as BudgetingApi;
}

/** Keeps a POST for the next one of the same content, until `abandon`. */
function keep(waiting: Map<string, Unanswered[]>, same: string, post: Unanswered, error: unknown) {
  const kept = waiting.get(same) ?? [];
  waiting.set(same, kept);
  kept.push(post);
  if (typeof error !== "object" || error === null) return;
  post.errors.add(error);
  givingUp.set(error, () => {
    post.errors.delete(error);
    if (post.errors.size === 0 && kept.includes(post)) kept.splice(kept.indexOf(post), 1);
  });
}

/**
 * Says that a POST which ended with this error will not be sent once more: the visitor has discarded it, or it was sent once
 * more already. The next one of the same content is then one of its own, and not taken for it. Any other error is no matter.
 */
export function abandon(error: unknown): void {
  if (typeof error === "object" && error !== null) givingUp.get(error)?.();
}

/** Statuses that are given before a key is looked at: they say nothing of the times that the same was sent before. */
const BEFORE_KEYS = [401, 403, 408, 429];

/** Whether the API has said that what was asked for is refused; a 409 may say that another one with the key is under way. */
const isDecided = (error: unknown) =>
  error instanceof ApiError &&
  error.code !== "unreachable" &&
  error.statusCode < 500 &&
  !BEFORE_KEYS.includes(error.statusCode) &&
  !(error.statusCode === 409 && error.message.includes("Idempotency-Key"));

/** `/api/months/{id}` with the number in place of `{id}`. */
export function filledPath(path: string, parameters: Record<string, unknown>): string {
  return path.replace(/\{(\w+)\}/, (_, name: string) => encodeURIComponent(String(parameters[name])));
}

/** What `$fetch` throws for a status that is an error, or without an answer. */
function isFetchError(error: unknown): error is { data?: unknown; statusCode?: number } {
  return error instanceof Error && error.name === "FetchError";
}
