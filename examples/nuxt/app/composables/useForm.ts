import type { ApiError } from "budgeting-api-client";

/** Sending a form: what is wrong with it stays beside its fields until it is sent again. */
export function useForm() {
  const problem = ref<ApiError>();
  const busy = ref(false);
  /** What it ended with until it worked or went away: what it was sent with then is not sent once more. */
  const earlier: ApiError[] = [];
  const abandonAll = () => {
    for (const error of earlier.splice(0)) abandon(error);
  };
  let isGone = false;
  onUnmounted(() => {
    isGone = true;
    abandonAll();
  });

  /** Whether it worked. */
  async function send(action: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    problem.value = undefined;
    try {
      await action();
      abandonAll();
      return true;
    } catch (caught) {
      const error = apiError(caught);
      problem.value = error;
      earlier.push(error);
      if (isGone) abandonAll();
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { problem, busy, send, wrong: (field: string) => problem.value?.messageOf(field) };
}
