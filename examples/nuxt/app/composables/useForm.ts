import type { ApiError } from "budgeting-api-client";

/** Sending a form: what is wrong with it stays beside its fields until it is sent again. */
export function useForm() {
  const problem = ref<ApiError>();
  const busy = ref(false);

  /** Whether it worked. */
  async function send(action: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    problem.value = undefined;
    try {
      await action();
      return true;
    } catch (caught) {
      problem.value = apiError(caught);
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { problem, busy, send, wrong: (field: string) => problem.value?.messageOf(field) };
}
