import type { Schemas } from "budgeting-api-client";

/** A year's tree, by the calendar year, and what changes it. Amounts are cents throughout. */
export function useYearlyBudget(year: MaybeRefOrGetter<number>) {
  const tree = useBudgetingData("/api/yearly/by-year/{year}", () => ({ year: toValue(year) }));
  return extended(tree, ({ data, mutate }) => {
    /** Of the year that is shown. */
    const id = () => data.value?.id ?? 0;
    return {
      update: (body: Schemas["UpdateYearlyBudget"]) =>
        mutate(
          (draft) => ({ ...draft, ...body }),
          (api) => api("patch", "/api/yearly/{id}", { id: id(), body }),
        ),
      copyMonth: (body: Schemas["CopyMonth"]) =>
        mutate(asItIs, (api) => api("post", "/api/yearly/{id}/copy-month", { id: id(), body })),
      clearMonth: (body: Schemas["ClearMonth"]) =>
        mutate(asItIs, (api) => api("post", "/api/yearly/{id}/clear-month", { id: id(), body })),

      addIncomeSource: (body: Omit<Schemas["CreateIncomeSource"], "yearlyBudgetId">) =>
        mutate(asItIs, (api) => api("post", "/api/yearly/income-sources", { body: { yearlyBudgetId: id(), ...body } })),
      updateIncomeSource: (sourceId: number, body: Schemas["UpdateIncomeSource"]) =>
        mutate(
          (draft) => assigned(draft, byId(draft.incomeSources, sourceId), body),
          (api) => api("patch", "/api/yearly/income-sources/{id}", { id: sourceId, body }),
        ),
      removeIncomeSource: (sourceId: number) =>
        mutate(
          (draft) => ({ ...draft, incomeSources: without(draft.incomeSources, sourceId) }),
          (api) => api("delete", "/api/yearly/income-sources/{id}", { id: sourceId }),
        ),
      updateIncomeEntry: (entryId: number, body: Schemas["UpdateIncomeEntry"]) =>
        mutate(
          (draft) => assigned(draft, byId(incomeEntriesOf(draft), entryId), body),
          (api) => api("patch", "/api/yearly/income-entries/{id}", { id: entryId, body }),
        ),

      addDeduction: (body: Schemas["CreateDeduction"]) =>
        mutate(asItIs, (api) => api("post", "/api/yearly/deductions", { body })),
      updateDeduction: (deductionId: number, body: Schemas["UpdateDeduction"]) =>
        mutate(
          (draft) => {
            const all = incomeEntriesOf(draft).flatMap(({ deductions }) => deductions);
            return assigned(draft, byId(all, deductionId), body);
          },
          (api) => api("patch", "/api/yearly/deductions/{id}", { id: deductionId, body }),
        ),
      removeDeduction: (deductionId: number) =>
        mutate(
          (draft) => {
            for (const entry of incomeEntriesOf(draft)) entry.deductions = without(entry.deductions, deductionId);
            return draft;
          },
          (api) => api("delete", "/api/yearly/deductions/{id}", { id: deductionId }),
        ),

      updateSection: (sectionId: number, body: Schemas["UpdateSection"]) =>
        mutate(
          (draft) => assigned(draft, byId(draft.sections, sectionId), body),
          (api) => api("patch", "/api/yearly/sections/{id}", { id: sectionId, body }),
        ),
      addCategory: (body: Schemas["CreateYearlyCategory"]) =>
        mutate(asItIs, (api) => api("post", "/api/yearly/categories", { body })),
      /** Its place, as told by `parentId` and `orderIndex`, is shown when the API has agreed. */
      updateCategory: (categoryId: number, body: Schemas["UpdateYearlyCategory"]) =>
        mutate(
          (draft) => assigned(draft, byId(categoriesOf(draft), categoryId), body.name ? { name: body.name } : {}),
          (api) => api("patch", "/api/yearly/categories/{id}", { id: categoryId, body }),
        ),
      removeCategory: (categoryId: number) =>
        mutate(
          (draft) => {
            for (const section of draft.sections) {
              section.categories = without(section.categories, categoryId);
              for (const category of section.categories) category.children = without(category.children, categoryId);
            }
            return draft;
          },
          (api) => api("delete", "/api/yearly/categories/{id}", { id: categoryId }),
        ),

      updateEntry: (entryId: number, body: Schemas["UpdateCategoryEntry"]) =>
        mutate(
          (draft) => assigned(draft, byId(categoryEntriesOf(draft), entryId), body),
          (api) => api("patch", "/api/yearly/category-entries/{id}", { id: entryId, body }),
        ),
      /** All of them or none, at most 1000. */
      updateEntries: (updates: Schemas["UpdateCategoryEntries"]["updates"]) =>
        mutate(
          (draft) => {
            const entries = categoryEntriesOf(draft);
            for (const update of updates) assigned(draft, byId(entries, update.id), update);
            return draft;
          },
          (api) => api("post", "/api/yearly/category-entries/bulk", { body: { updates } }),
        ),
    };
  });
}
