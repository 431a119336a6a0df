import type { InjectionKey } from "vue";

export interface YearOnPage {
  budget: ReturnType<typeof useYearlyBudget>;
  summary: ReturnType<typeof useYearSummary>;
  /** The month that narrow screens show. */
  shown: Ref<number>;
}

export const yearKey: InjectionKey<YearOnPage> = Symbol("year");

/** The year of the page, for the parts of its grid. */
export function useYear(): YearOnPage {
  const year = inject(yearKey);
  if (!year) throw new Error("useYear() needs a page of a year around it");
  return year;
}

export const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);
