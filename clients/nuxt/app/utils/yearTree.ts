import type { Schemas } from "budgeting-api-client";

type Tree = Schemas["YearTree"];

/** Every category of a year, each before its subcategories. */
export const categoriesOf = (year: Tree) =>
  year.sections.flatMap((section) => section.categories.flatMap((category) => [category, ...category.children]));

/** What every category takes, month by month. */
export const categoryEntriesOf = (year: Tree) => categoriesOf(year).flatMap(({ entries }) => entries);

/** What every income source pays, month by month. */
export const incomeEntriesOf = (year: Tree) => year.incomeSources.flatMap(({ entries }) => entries);
