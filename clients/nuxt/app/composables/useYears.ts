import type { Schemas } from "budgeting-api-client";

/** All years, newest first, and what makes and removes them. */
export function useYearlyBudgets() {
  const years = useBudgetingData("/api/yearly", () => ({}));
  return extended(years, ({ mutate }) => ({
    create: (body: Schemas["CreateYearlyBudget"]) =>
      mutate(
        (list) => list, // its id is the API's to say
        (api) => api("post", "/api/yearly", { body }),
      ),
    remove: (id: number) =>
      mutate(
        (list) => list.filter((year) => year.id !== id),
        (api) => api("delete", "/api/yearly/{id}", { id }),
      ),
  }));
}

/** The newest year's number; `null` where there is none. */
export const useLatestYear = () => useBudgetingData("/api/yearly/latest", () => ({}));

/** Income, expenses and leftover of a year, month by month and by section. */
export const useYearSummary = (id: MaybeRefOrGetter<number>) =>
  useBudgetingData("/api/yearly/{id}/summary", () => ({ id: toValue(id) }));
