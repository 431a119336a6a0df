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
  /** What was put back into the fields, where it may be changed, and why. */
  let returned: Failed<Entry> | undefined;
  let isGone = false;
  onUnmounted(() => {
    isGone = true;
    for (const { error } of failed.value) abandon(error);
    abandon(returned?.error);
  });

  async function deliver(entry: Entry) {
    try {
      await add(entry);
    } catch (caught) {
      const error = apiError(caught);
      if (isGone) {
        complain(`What you entered last was not saved. ${explained(error)}`);
        abandon(error);
      } else failed.value = [...failed.value, { entry, error }];
    }
  }
  function enter(entry: Entry) {
    problem.value = undefined;
    lacking.value = missing(entry);
    if (lacking.value) return;
    put();
    const before = returned;
    returned = undefined;
    // What was changed is another entry; what was not is the same one, whose key is still there to be taken.
    if (before && !isSame(before.entry, entry)) abandon(before.error);
    deliver(entry).then(() => abandon(before?.error));
  }
  const takeOut = (one: Failed<Entry>) => {
    failed.value = failed.value.filter((each) => each !== one);
  };
  function discard(one: Failed<Entry>) {
    takeOut(one);
    abandon(one.error);
  }
  async function again(one: Failed<Entry>) {
    takeOut(one);
    await deliver(one.entry);
    abandon(one.error);
  }
  /** Into the fields, to be changed; not over something else. */
  function putBack(one: Failed<Entry>) {
    const fields = [...(form.value?.querySelectorAll<HTMLInputElement>("input:not([type=date])") ?? [])];
    fields[0]?.focus();
    if (fields.some(({ value }) => value !== "")) return;
    takeOut(one);
    abandon(returned?.error);
    returned = one;
    put(one.entry);
    problem.value = one.error;
  }

  const wrong = (field: string) =>
    lacking.value?.field === field ? lacking.value.message : problem.value?.messageOf(field);
  return { problem, failed, enter, again, putBack, discard, wrong };
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
