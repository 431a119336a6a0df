import type { Schemas } from "budgeting-api-client";

/** All months, newest first, and what makes and removes them. `income` is sent in currency units. */
export function useMonths() {
  const months = useBudgetingData("/api/months", () => ({}));
  return extended(months, ({ mutate }) => ({
    create: (body: Schemas["CreateMonth"]) =>
      mutate(
        (list) => list, // its place in the list and its id are the API's to say
        (api) => api("post", "/api/months", { body }),
      ),
    remove: (id: number) =>
      mutate(
        (list) => list.filter((month) => month.id !== id),
        (api) => api("delete", "/api/months/{id}", { id }),
      ),
  }));
}

/** The newest month's `id`, `year` and `month`; all `null` where there is none. */
export const useLatestMonth = () => useBudgetingData("/api/months/latest", () => ({}));

/** What is left of a month, overall and by category. */
export const useMonthSummary = (id: MaybeRefOrGetter<number>) =>
  useBudgetingData("/api/months/{id}/summary", () => ({ id: toValue(id) }));
