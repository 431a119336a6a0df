/** Bodies for every endpoint that takes one, around the ids of rows that exist. */

/** @typedef {Record<string, number>} Ids */

let serial = 0;

/**
 * A whole, right body for an endpoint. Names differ from call to call, so that they do not clash; years do not.
 * @param {string} endpoint @param {Ids} ids @returns {Record<string, unknown> | undefined}
 */
export function rightBody(endpoint, ids) {
  serial += 1;
  const name = `name ${serial}`;
  /** @type {Record<string, Record<string, unknown>>} */
  const bodies = {
    "POST /api/months": { name, year: 2025, month: 3, income: 1 },
    "PATCH /api/months/:month": { name, income: 2 },
    "POST /api/categories": { monthId: ids.month, name, allocatedAmount: 1 },
    "PATCH /api/categories/:category": { name },
    "POST /api/fixed-payments": { monthId: ids.month, name, amount: 1 },
    "PATCH /api/fixed-payments/:payment": { name },
    "POST /api/transactions": { categoryId: ids.category, amount: 1 },
    "PATCH /api/transactions/:transaction": { amount: serial },
    "POST /api/yearly": { year: 2040 },
    "PATCH /api/yearly/:year": { spendTarget: serial },
    "POST /api/yearly/:year/copy-month": { sourceMonth: 1, targetMonth: 2 },
    "POST /api/yearly/:year/clear-month": { month: 1 },
    "POST /api/yearly/income-sources": { yearlyBudgetId: ids.year, name },
    "PATCH /api/yearly/income-sources/:source": { name },
    "PATCH /api/yearly/income-entries/:incomeEntry": { grossAmount: serial },
    "POST /api/yearly/deductions": { incomeEntryId: ids.incomeEntry, name },
    "PATCH /api/yearly/deductions/:deduction": { name },
    "PATCH /api/yearly/sections/:section": { name },
    "POST /api/yearly/categories": { sectionId: ids.section, name },
    "PATCH /api/yearly/categories/:yearlyCategory": { name },
    "PATCH /api/yearly/category-entries/:categoryEntry": { amount: serial },
    "POST /api/yearly/category-entries/bulk": { updates: [{ id: ids.categoryEntry, amount: serial }] },
  };
  return bodies[endpoint];
}
