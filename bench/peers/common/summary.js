// A year's summary from its tree, as one writes it where the database gives objects.

/** @param {any[]} list @param {(item: any) => number} value */
const sum = (list, value) => list.reduce((total, item) => total + value(item), 0);

/** @param {any} year a tree */
export function yearSummary({ id, year, spendTarget, showWarnings, incomeSources, sections }) {
  const months = Array.from({ length: 12 }, (_, index) => {
    const month = index + 1;
    /** @param {{ entries: any[] }} owner */
    const entryOf = (owner) => owner.entries.find((entry) => entry.month === month);
    const totalGross = sum(incomeSources, (source) => entryOf(source)?.grossAmount ?? 0);
    const totalDeductions = sum(incomeSources, (source) =>
      sum(entryOf(source)?.deductions ?? [], ({ amount }) => amount),
    );
    const totalNet = totalGross - totalDeductions;
    /** @param {any} category */
    const spent = (category) => entryOf(category)?.amount ?? 0;
    const totals = sections.map((/** @type {any} */ section) => {
      const total = sum(section.categories, (category) => spent(category) + sum(category.children, spent));
      const actualPercent = totalNet > 0 ? Math.floor((total * 200 + totalNet) / (totalNet * 2)) : 0;
      return {
        sectionId: section.id,
        sectionType: section.type,
        sectionName: section.name,
        targetPercent: section.targetPercent,
        actualPercent,
        total,
        isOverBudget: actualPercent > section.targetPercent,
      };
    });
    const totalExpenses = sum(totals, ({ total }) => total);
    const leftover = totalNet - totalExpenses - spendTarget;
    return { month, totalGross, totalDeductions, totalNet, totalExpenses, spendTarget, leftover, sections: totals };
  });
  return {
    budgetId: id,
    year,
    spendTarget,
    showWarnings,
    months,
    yearly: {
      totalGross: sum(months, (month) => month.totalGross),
      totalDeductions: sum(months, (month) => month.totalDeductions),
      totalNet: sum(months, (month) => month.totalNet),
      totalExpenses: sum(months, (month) => month.totalExpenses),
      totalSpendTarget: spendTarget * 12,
      totalLeftover: sum(months, (month) => month.leftover),
    },
  };
}
