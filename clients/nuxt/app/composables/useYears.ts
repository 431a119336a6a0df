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

/** A year's tree, by the calendar year. Amounts are cents throughout. */
export function useYearlyBudget(year: MaybeRefOrGetter<number>) {
  const tree = useBudgetingData("/api/yearly/by-year/{year}", () => ({ year: toValue(year) }));
  return extended(tree, ({ mutate }) => ({
    /** Of the year itself. */
    update: (id: number, body: Schemas["UpdateYearlyBudget"]) =>
      mutate(
        (draft) => ({ ...draft, ...body }),
        (api) => api("patch", "/api/yearly/{id}", { id, body }),
      ),
    /** Of a category or a subcategory in one month. */
    updateEntry: (id: number, body: Schemas["UpdateCategoryEntry"]) =>
      mutate(
        (draft) => {
          Object.assign(entryOf(draft, id) ?? {}, body);
          return draft;
        },
        (api) => api("patch", "/api/yearly/category-entries/{id}", { id, body }),
      ),
  }));
}

/** Income, expenses and leftover of a year, month by month and by section. */
export const useYearSummary = (id: MaybeRefOrGetter<number>) =>
  useBudgetingData("/api/yearly/{id}/summary", () => ({ id: toValue(id) }));

function entryOf(year: Schemas["YearTree"], id: number) {
  const categories = year.sections.flatMap((section) => section.categories);
  const entries = [...categories, ...categories.flatMap((category) => category.children)].flatMap(
    ({ entries }) => entries,
  );
  return entries.find((entry) => entry.id === id);
}
