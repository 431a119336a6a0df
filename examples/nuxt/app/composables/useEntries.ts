import type { ApiError } from "budgeting-api-client";

/** What was entered and could not be saved. */
export interface Failed<Entry> {
  entry: Entry;
  error: ApiError;
}

interface Entering<Entry> {
  /** Sends an entry. */
  add: (entry: Entry) => Promise<unknown>;
  /** Writes an entry into the fields; empties them without one. */
  put: (entry?: Entry) => void;
  /** The field that must not be empty and is, and what to say. */
  missing: (entry: Entry) => { field: string; message: string } | undefined;
  /** Has the fields. */
  form: Readonly<Ref<HTMLFormElement | null>>;
}

/**
 * Entering one thing after another, faster than the API answers: the fields are emptied at once for the next. What fails
 * waits beside them, to be sent again or put back: by itself it would get mixed up with what is being typed.
 */
export function useEntries<Entry>({ add, put, missing, form }: Entering<Entry>) {
  const { complain } = useNotices();
  const failed = shallowRef<Failed<Entry>[]>([]);
  const problem = ref<ApiError>();
  const lacking = ref<{ field: string; message: string }>();
  let isGone = false;
  onUnmounted(() => {
    isGone = true;
  });

  async function deliver(entry: Entry) {
    try {
      await add(entry);
    } catch (caught) {
      const error = apiError(caught);
      if (isGone) complain(`What you entered last was not saved. ${explained(error)}`);
      else failed.value = [...failed.value, { entry, error }];
    }
  }
  function enter(entry: Entry) {
    problem.value = undefined;
    lacking.value = missing(entry);
    if (lacking.value) return;
    put();
    deliver(entry);
  }
  const discard = (one: Failed<Entry>) => {
    failed.value = failed.value.filter((each) => each !== one);
  };
  function again(one: Failed<Entry>) {
    discard(one);
    deliver(one.entry);
  }
  /** Into the fields, to be changed; not over something else. */
  function putBack(one: Failed<Entry>) {
    const fields = [...(form.value?.querySelectorAll<HTMLInputElement>("input:not([type=date])") ?? [])];
    fields[0]?.focus();
    if (fields.some(({ value }) => value !== "")) return;
    discard(one);
    put(one.entry);
    problem.value = one.error;
  }

  const wrong = (field: string) =>
    lacking.value?.field === field ? lacking.value.message : problem.value?.messageOf(field);
  return { problem, failed, enter, again, putBack, discard, wrong };
}
