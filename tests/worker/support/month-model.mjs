/** What copy-month and clear-month do to the rows of the database, the plain way: the tests' own idea of them. */

/** @typedef {Record<string, any[]>} Rows every row of every table */
/** @typedef {{ table: string, id: number, to: Record<string, unknown> }} Change */

/** The rows of a table. @param {Rows} rows @param {string} table @returns {any[]} */
const all = (rows, table) => rows[table] ?? [];

/** @param {any} left @param {any} right */
const inOrder = (left, right) => left.order_index - right.order_index || left.id - right.id;

/** The entries of a budget's categories, children included, and of its income sources. @param {Rows} rows @param {number} budget */
function entriesOf(rows, budget) {
  /** @param {any[]} list */
  const ids = (list) => list.map(({ id }) => id);
  const sections = ids(all(rows, "yearly_sections").filter((row) => row.yearly_budget_id === budget));
  const categories = ids(all(rows, "yearly_categories").filter((row) => sections.includes(row.section_id)));
  const sources = ids(all(rows, "yearly_income_sources").filter((row) => row.yearly_budget_id === budget));
  return {
    categories: all(rows, "yearly_category_entries").filter((row) => categories.includes(row.category_id)),
    incomes: all(rows, "yearly_income_entries").filter((row) => sources.includes(row.income_source_id)),
  };
}

/** The deductions of an income entry in their order. @param {Rows} rows @param {any} entry */
const deductionsOf = (rows, entry) =>
  all(rows, "yearly_deductions")
    .filter((row) => row.income_entry_id === entry.id)
    .sort(inOrder);

/** @param {boolean} reset */
const unpaid = (reset) => (reset ? { is_paid: false } : {});

/** @param {Rows} rows @param {number} budget @param {number} source @param {number} target @param {boolean} reset @returns {Change[]} */
export function copying(rows, budget, source, target, reset) {
  const { categories, incomes } = entriesOf(rows, budget);
  /** @type {Change[]} */
  const changes = [];
  for (const from of categories.filter(({ month }) => month === source)) {
    const to = categories.find((row) => row.month === target && row.category_id === from.category_id);
    if (to) {
      changes.push({ table: "yearly_category_entries", id: to.id, to: { amount: from.amount, ...unpaid(reset) } });
    }
  }
  for (const from of incomes.filter(({ month }) => month === source)) {
    const to = incomes.find((row) => row.month === target && row.income_source_id === from.income_source_id);
    if (!to) continue;
    changes.push({ table: "yearly_income_entries", id: to.id, to: { gross_amount: from.gross_amount } });
    for (const name of new Set(deductionsOf(rows, to).map((row) => row.name))) {
      const last = deductionsOf(rows, from).findLast((row) => row.name === name);
      const first = deductionsOf(rows, to).find((row) => row.name === name);
      if (last) changes.push({ table: "yearly_deductions", id: first.id, to: { amount: last.amount } });
    }
  }
  return changes;
}

/** @param {Rows} rows @param {number} budget @param {number} month @param {boolean} reset @returns {Change[]} */
export function clearing(rows, budget, month, reset) {
  const { categories, incomes } = entriesOf(rows, budget);
  const cleared = incomes.filter((row) => row.month === month);
  return [
    ...categories
      .filter((row) => row.month === month)
      .map(({ id }) => ({ table: "yearly_category_entries", id, to: { amount: 0, ...unpaid(reset) } })),
    ...cleared.map(({ id }) => ({ table: "yearly_income_entries", id, to: { gross_amount: 0 } })),
    ...cleared
      .flatMap((entry) => deductionsOf(rows, entry))
      .map(({ id }) => ({ table: "yearly_deductions", id, to: { amount: 0 } })),
  ];
}

/** The rows after the changes, each of which also sets `updated_at`. @param {Rows} rows @param {Change[]} changes @param {unknown} updatedAt @returns {Rows} */
export function changed(rows, changes, updatedAt) {
  const after = structuredClone(rows);
  for (const { table, id, to } of changes) {
    Object.assign(
      all(after, table).find((row) => row.id === id),
      to,
      { updated_at: updatedAt },
    );
  }
  return after;
}

/** How many changes there are in each of the three tables. @param {Change[]} changes */
export function countOf(changes) {
  /** @param {string} name */
  const count = (name) => changes.filter(({ table }) => table === name).length;
  return [count("yearly_category_entries"), count("yearly_income_entries"), count("yearly_deductions")];
}
