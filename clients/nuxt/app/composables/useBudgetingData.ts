import { type AnswerOf, ApiError, type ParametersOf, type PathOf } from "budgeting-api-client";
import type { BudgetingApi } from "./useBudgeting";

/** What the data become by a change; it gets a copy, which it may change. */
export type Change<Data> = (draft: Data) => Data;

/** Before the address in the keys of `useAsyncData`. */
const PREFIX = "budgeting:";

/**
 * Reads from the API, as `useFetch` would, and changes what was read before the API has agreed.
 *
 * - `data`, `status`, `pending`, `refresh` are those of `useAsyncData`; components that read the same share them.
 * - `error` is an `ApiError` with `message`, `code` and `fields`, also where the page was rendered on the server. Where
 *   reading again fails for the moment, `data` stays what it was, and `error` says so.
 * - `mutate(change, send)` shows the change at once, and sends the request. Refused or failed, the change is taken back
 *   and the `ApiError` thrown; afterwards all that is shown of the API's is read again. Several may be under way: they are
 *   shown at once, and sent one after the other.
 */
export function useBudgetingData<P extends PathOf<"get">>(path: P, parameters: () => ParametersOf<P>) {
  type Data = AnswerOf<"get", P>;
  const nuxtApp = useNuxtApp();
  const api = useBudgeting();
  const address = () => filledPath(path, parameters());
  let state: State<Data> = { address: "", agreed: undefined, waiting: [] };
  /** How often a change was answered. */
  let turns = 0;
  /** The address whose data are here, and why they could not be read again. */
  let known: string | undefined;
  const stale = shallowRef<ApiError>();

  const read = useAsyncData(
    () => PREFIX + address(),
    async () => {
      const asked = address();
      const turn = turns;
      let fresh: Data;
      try {
        fresh = await (api as (...all: unknown[]) => Promise<Data>)("get", path, parameters());
      } catch (caught) {
        if (known !== asked || data.value === undefined || !isPassing(caught)) throw caught;
        stale.value = caught as ApiError;
        return data.value;
      }
      known = asked;
      stale.value = undefined;
      // Read while a change was under way, they may be with or without it: reading after the change tells.
      const isOutdated = state.address === asked && (turn !== turns || state.waiting.length > 0);
      return isOutdated && data.value !== undefined ? data.value : fresh;
    },
  );
  const data = read.data as Ref<Data | undefined>;
  if (data.value !== undefined) known = address();
  const error = computed(() => (read.error.value ? errorOf(read.error.value) : stale.value));

  async function mutate<Answer>(change: Change<Data>, send: (api: BudgetingApi) => Promise<Answer>): Promise<Answer> {
    if (state.waiting.length === 0 || state.address !== address()) {
      state = { address: address(), agreed: data.value, waiting: [] };
    }
    // The component may go on to another address meanwhile, with a state of its own.
    const own = state;
    const show = () => {
      if (own === state && own.address === address()) data.value = changed(own.agreed, own.waiting);
    };
    own.waiting.push(change);
    show();
    try {
      const answer = await inTurn(nuxtApp, () => send(api));
      own.agreed = changed(own.agreed, [change]);
      return answer;
    } finally {
      turns += 1;
      own.waiting.splice(own.waiting.indexOf(change), 1);
      show();
      if (own.waiting.length === 0) await readAgain(nuxtApp);
    }
  }

  const shared = { data, error, status: read.status, pending: read.pending, refresh: read.refresh, mutate, api };
  return Object.assign(
    read.then(() => shared),
    shared,
  );
}

/** What the API has said last of an address, and the changes that it has not answered yet. */
interface State<Data> {
  address: string;
  agreed: Data | undefined;
  waiting: Change<Data>[];
}

/**
 * Whether an error says nothing of the data: the API, or the way there, has a problem, or the visitor has to sign in again,
 * which is no reason to take away what they are looking at and typing into.
 */
const isPassing = (error: unknown) =>
  error instanceof ApiError &&
  (error.code === "unreachable" || [401, 429].includes(error.statusCode) || error.statusCode >= 500);

/** How each app's changes end that were sent last. */
const last = new WeakMap<object, Promise<unknown>>();

/**
 * Sends a change when all earlier ones are answered, whatever they are of. Two that are under way at once may overtake each
 * other: the older amount would stay, or a month be copied without what was typed into it just before.
 */
function inTurn<Answer>(nuxtApp: object, send: () => Promise<Answer>): Promise<Answer> {
  const sent = (last.get(nuxtApp) ?? Promise.resolve()).then(send);
  const ended = sent.then(
    () => {},
    () => {},
  );
  last.set(nuxtApp, ended);
  // Asks whoever leaves the page while there are changes left to send.
  const ask = (event: Event) => event.preventDefault();
  if (import.meta.client) {
    window.addEventListener("beforeunload", ask);
    ended.then(() => window.removeEventListener("beforeunload", ask));
  }
  return sent;
}

/** Reads all that is shown of the API's: a change of a month is one of its summary too. */
function readAgain(nuxtApp: ReturnType<typeof useNuxtApp>) {
  const keys = Object.keys(nuxtApp.payload.data).filter((key) => key.startsWith(PREFIX));
  return nuxtApp.runWithContext(() => refreshNuxtData(keys));
}

/** A copy of the data with the changes made to it. */
function changed<Data>(data: Data | undefined, changes: Change<Data>[]): Data | undefined {
  if (data === undefined) return undefined;
  let copy: Data = structuredClone(toRaw(data));
  for (const change of changes) copy = change(copy);
  return copy;
}

/** The `ApiError` that `useAsyncData` has made one of Nuxt's of, and perhaps sent from the server to the browser. */
function errorOf(error: { statusCode?: number; data?: unknown }): ApiError {
  return new ApiError(error.data, error.statusCode);
}
