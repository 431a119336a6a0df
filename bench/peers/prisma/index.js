// Hono + Prisma 7 + @prisma/adapter-pg, a client per request: what the users of this API had, with the mistake of keeping
// the client mended. Trees by `include`, writes of many by a transaction of `update`s.
import { PrismaPg } from "@prisma/adapter-pg";
import { createApp, now } from "../common/app.js";
import { PrismaClient } from "./generated/client.ts";

/** The names of the texts so far. @type {Map<string, string>} */
const names = new Map();

/** By which a pooler keeps a statement prepared: a hash of its text. @param {{ sql: string }} query */
function statementNameGenerator({ sql }) {
  const name = names.get(sql) ?? `prisma-${hash(sql, 5381)}-${hash(sql, 52_711)}`;
  names.set(sql, name);
  return name;
}

/** @param {string} text @param {number} start */
function hash(text, start) {
  let value = start;
  for (let at = 0; at < text.length; at += 1) value = (Math.imul(value, 33) ^ text.charCodeAt(at)) >>> 0;
  return value.toString(36);
}

const ordered = { orderBy: [{ orderIndex: "asc" }, { id: "asc" }] };
const entries = { orderBy: { month: "asc" } };
const monthTree = {
  fixedPayments: ordered,
  categories: {
    ...ordered,
    include: { transactions: { orderBy: [{ transactionDate: { sort: "desc", nulls: "first" } }, { id: "asc" }] } },
  },
};
const yearTree = {
  incomeSources: { ...ordered, include: { entries: { ...entries, include: { deductions: ordered } } } },
  sections: {
    ...ordered,
    include: {
      categories: {
        ...ordered,
        where: { parentId: null },
        include: { entries, children: { ...ordered, include: { entries } } },
      },
    },
  },
};

/** @param {{ HYPERDRIVE: { connectionString: string } }} env @returns {import("../common/app.js").Store} */
function open(env) {
  const adapter = new PrismaPg({ connectionString: env.HYPERDRIVE.connectionString }, { statementNameGenerator });
  const prisma = new PrismaClient({ adapter });
  /** @param {string} authUserId */
  const of = (authUserId) => ({ profile: { authUserId } });
  /** @param {string} user */
  const ownEntry = (user) => ({ category: { section: { budget: of(user) } } });

  return {
    months: (user) =>
      prisma.month.findMany({
        where: of(user),
        orderBy: [{ year: "desc" }, { month: "desc" }, { id: "desc" }],
        select: { id: true, name: true, year: true, month: true, income: true, createdAt: true },
      }),

    month: (user, id) =>
      prisma.month.findFirst({ where: { id, ...of(user) }, omit: { profileToken: true }, include: monthTree }),

    year: (user, id) =>
      prisma.budget.findFirst({ where: { id, ...of(user) }, omit: { profileToken: true }, include: yearTree }),

    async createTransaction(user, data) {
      const category = await prisma.category.findFirst({ where: { id: data.categoryId, parent: of(user) } });
      if (!category) return undefined;
      return prisma.transaction.create({ data: { ...data, createdAt: now(), updatedAt: now() } });
    },

    async updateEntry(user, id, changes) {
      const entry = await prisma.categoryEntry.findFirst({ where: { id, ...ownEntry(user) } });
      if (!entry) return undefined;
      return prisma.categoryEntry.update({ where: { id }, data: { ...changes, updatedAt: now() } });
    },

    copyMonth: (user, id, { sourceMonth, targetMonth, resetPaidStatus }) =>
      prisma.$transaction(async (tx) => {
        const budget = await tx.budget.findFirst({ where: { id, ...of(user) }, include: yearTree });
        if (!budget) return undefined;
        const copied = { copiedCategoryEntries: 0, copiedIncomeEntries: 0, copiedDeductions: 0 };
        /** @param {any} owner @param {number} month */
        const entryOf = (owner, month) => owner.entries.find((/** @type {any} */ entry) => entry.month === month);
        for (const category of budget.sections.flatMap((section) =>
          section.categories.flatMap((top) => [top, ...top.children]),
        )) {
          const source = entryOf(category, sourceMonth);
          const target = entryOf(category, targetMonth);
          if (!source || !target) continue;
          const data = { amount: source.amount, updatedAt: now(), ...(resetPaidStatus ? { isPaid: false } : {}) };
          await tx.categoryEntry.update({ where: { id: target.id }, data });
          copied.copiedCategoryEntries += 1;
        }
        for (const incomeSource of budget.incomeSources) {
          const source = entryOf(incomeSource, sourceMonth);
          const target = entryOf(incomeSource, targetMonth);
          if (!source || !target) continue;
          const data = { grossAmount: source.grossAmount, updatedAt: now() };
          await tx.incomeEntry.update({ where: { id: target.id }, data });
          copied.copiedIncomeEntries += 1;
          for (const { name, amount } of source.deductions) {
            const deduction = target.deductions.find((/** @type {any} */ each) => each.name === name);
            if (!deduction) continue;
            await tx.deduction.update({ where: { id: deduction.id }, data: { amount, updatedAt: now() } });
            copied.copiedDeductions += 1;
          }
        }
        return copied;
      }),

    async updateEntries(user, updates) {
      const ids = updates.map(({ id }) => id);
      const owned = await prisma.categoryEntry.count({ where: { id: { in: ids }, ...ownEntry(user) } });
      if (owned !== new Set(ids).size) return false;
      await prisma.$transaction(
        updates.map(({ id, ...changes }) =>
          prisma.categoryEntry.update({ where: { id }, data: { ...changes, updatedAt: now() } }),
        ),
      );
      return true;
    },
  };
}

export default createApp(open);
