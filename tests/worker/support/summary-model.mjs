/** The two summaries, computed the plain way from the objects that the API shows: the tests' own idea of them. */

/** @template T @param {T[]} list @param {(item: T) => number} amount */
const sum = (list, amount) => list.reduce((total, item) => total + amount(item), 0);

/** @param {any} month a month with its payments, categories and transactions */
export function monthSummary(month) {
  const totalFixedPayments = sum(month.fixedPayments, (/** @type {any} */ { amount }) => amount);
  const categories = month.categories.map((/** @type {any} */ { id, name, allocatedAmount, transactions }) => {
    const spent = sum(transactions, (/** @type {any} */ { amount }) => amount);
    const remaining = allocatedAmount - spent;
    const overBudget = remaining < 0 ? -remaining : 0;
    return { categoryId: id, categoryName: name, allocated: allocatedAmount, spent, remaining, overBudget };
  });
  const totalBudgeted = sum(categories, ({ allocated }) => allocated);
  const totalSpent = sum(categories, ({ spent }) => spent);
  const availableAfterFixed = month.income - totalFixedPayments;
  return {
    monthId: month.id,
    monthName: month.name,
    income: month.income,
    totalFixedPayments,
    availableAfterFixed,
    totalBudgeted,
    availableAfterBudgets: availableAfterFixed - totalBudgeted,
    totalSpent,
    totalRemaining: availableAfterFixed - totalSpent,
    categories,
  };
}

/** Whole percent, a half rounded up. @param {number} part @param {number} whole */
export function percent(part, whole) {
  if (whole <= 0) return 0;
  const [p, w] = [BigInt(part), BigInt(whole)];
  return Number((p * 200n + w) / (w * 2n));
}

/** @param {any} tree a year tree */
export function yearSummary(tree) {
  const months = Array.from({ length: 12 }, (_, index) => monthOf(tree, index + 1));
  /** @param {"totalGross" | "totalDeductions" | "totalNet" | "totalExpenses" | "leftover"} key */
  const total = (key) => sum(months, (month) => month[key]);
  return {
    budgetId: tree.id,
    year: tree.year,
    spendTarget: tree.spendTarget,
    showWarnings: tree.showWarnings,
    months,
    yearly: {
      totalGross: total("totalGross"),
      totalDeductions: total("totalDeductions"),
      totalNet: total("totalNet"),
      totalExpenses: total("totalExpenses"),
      totalSpendTarget: 12 * tree.spendTarget,
      totalLeftover: total("leftover"),
    },
  };
}

/** @param {any} tree @param {number} month */
function monthOf(tree, month) {
  /** @param {any} holder */
  const entry = ({ entries }) => entries.filter((/** @type {any} */ each) => each.month === month);
  const income = tree.incomeSources.flatMap(entry);
  const totalGross = sum(income, (/** @type {any} */ { grossAmount }) => grossAmount);
  const deductions = income.flatMap((/** @type {any} */ each) => each.deductions);
  const totalDeductions = sum(deductions, (/** @type {any} */ { amount }) => amount);
  const totalNet = totalGross - totalDeductions;
  const sections = tree.sections.map((/** @type {any} */ { id, type, name, targetPercent, categories }) => {
    const all = categories.flatMap((/** @type {any} */ category) => [category, ...category.children]);
    const total = sum(all.flatMap(entry), (/** @type {any} */ { amount }) => amount);
    const actualPercent = percent(total, totalNet);
    return {
      sectionId: id,
      sectionType: type,
      sectionName: name,
      targetPercent,
      actualPercent,
      total,
      isOverBudget: actualPercent > targetPercent,
    };
  });
  const totalExpenses = sum(sections, (/** @type {any} */ { total }) => total);
  const { spendTarget } = tree;
  const leftover = totalNet - totalExpenses - spendTarget;
  return { month, totalGross, totalDeductions, totalNet, totalExpenses, spendTarget, leftover, sections };
}
