// The tables, as `drizzle-kit pull` and a hand that renames would have them.
import { relations } from "drizzle-orm";
import { boolean, integer, pgSchema, serial, text } from "drizzle-orm/pg-core";

const budgeting = pgSchema("budgeting");
export const sectionType = budgeting.enum("SectionType", ["LIVING", "NON_ESSENTIAL", "SAVINGS"]);
const stamps = { createdAt: integer("created_at").notNull(), updatedAt: integer("updated_at").notNull() };
const orderIndex = integer("order_index").notNull().default(0);

export const profiles = budgeting.table("profiles", {
  id: serial("id").primaryKey(),
  authUserId: text("auth_user_id").notNull(),
  profileToken: text("profile_token").notNull(),
  ...stamps,
});
export const months = budgeting.table("transaction_months", {
  id: serial("id").primaryKey(),
  profileToken: text("profile_token"),
  name: text("month_name").notNull(),
  year: integer("year").notNull(),
  month: integer("month").notNull(),
  income: integer("income").notNull(),
  ...stamps,
});
export const fixedPayments = budgeting.table("transaction_fixed_payments", {
  id: serial("id").primaryKey(),
  monthId: integer("month_id").notNull(),
  name: text("name").notNull(),
  amount: integer("amount").notNull(),
  orderIndex,
  ...stamps,
});
export const categories = budgeting.table("transaction_categories", {
  id: serial("id").primaryKey(),
  monthId: integer("month_id").notNull(),
  name: text("name").notNull(),
  allocatedAmount: integer("allocated_amount").notNull(),
  orderIndex,
  ...stamps,
});
export const transactions = budgeting.table("transaction_entries", {
  id: serial("id").primaryKey(),
  categoryId: integer("category_id").notNull(),
  amount: integer("amount").notNull(),
  description: text("description"),
  transactionDate: integer("transaction_date"),
  ...stamps,
});
export const budgets = budgeting.table("yearly_budgets", {
  id: serial("id").primaryKey(),
  profileToken: text("profile_token"),
  year: integer("year").notNull(),
  spendTarget: integer("spend_target").notNull(),
  showWarnings: boolean("show_warnings").notNull(),
  ...stamps,
});
export const incomeSources = budgeting.table("yearly_income_sources", {
  id: serial("id").primaryKey(),
  yearlyBudgetId: integer("yearly_budget_id").notNull(),
  name: text("name").notNull(),
  orderIndex,
  ...stamps,
});
export const incomeEntries = budgeting.table("yearly_income_entries", {
  id: serial("id").primaryKey(),
  incomeSourceId: integer("income_source_id").notNull(),
  month: integer("month").notNull(),
  grossAmount: integer("gross_amount").notNull(),
  ...stamps,
});
export const deductions = budgeting.table("yearly_deductions", {
  id: serial("id").primaryKey(),
  incomeEntryId: integer("income_entry_id").notNull(),
  name: text("name").notNull(),
  amount: integer("amount").notNull(),
  orderIndex,
  ...stamps,
});
export const sections = budgeting.table("yearly_sections", {
  id: serial("id").primaryKey(),
  yearlyBudgetId: integer("yearly_budget_id").notNull(),
  type: sectionType("type").notNull(),
  name: text("name").notNull(),
  targetPercent: integer("target_percent").notNull(),
  orderIndex,
  ...stamps,
});
export const yearlyCategories = budgeting.table("yearly_categories", {
  id: serial("id").primaryKey(),
  sectionId: integer("section_id").notNull(),
  parentId: integer("parent_id"),
  name: text("name").notNull(),
  orderIndex,
  ...stamps,
});
export const categoryEntries = budgeting.table("yearly_category_entries", {
  id: serial("id").primaryKey(),
  categoryId: integer("category_id").notNull(),
  month: integer("month").notNull(),
  amount: integer("amount").notNull(),
  isPaid: boolean("is_paid").notNull(),
  ...stamps,
});

export const monthsRelations = relations(months, ({ many }) => ({
  fixedPayments: many(fixedPayments),
  categories: many(categories),
}));
export const fixedPaymentsRelations = relations(fixedPayments, ({ one }) => ({
  month: one(months, { fields: [fixedPayments.monthId], references: [months.id] }),
}));
export const categoriesRelations = relations(categories, ({ one, many }) => ({
  month: one(months, { fields: [categories.monthId], references: [months.id] }),
  transactions: many(transactions),
}));
export const transactionsRelations = relations(transactions, ({ one }) => ({
  category: one(categories, { fields: [transactions.categoryId], references: [categories.id] }),
}));
export const budgetsRelations = relations(budgets, ({ many }) => ({
  incomeSources: many(incomeSources),
  sections: many(sections),
}));
export const incomeSourcesRelations = relations(incomeSources, ({ one, many }) => ({
  budget: one(budgets, { fields: [incomeSources.yearlyBudgetId], references: [budgets.id] }),
  entries: many(incomeEntries),
}));
export const incomeEntriesRelations = relations(incomeEntries, ({ one, many }) => ({
  source: one(incomeSources, { fields: [incomeEntries.incomeSourceId], references: [incomeSources.id] }),
  deductions: many(deductions),
}));
export const deductionsRelations = relations(deductions, ({ one }) => ({
  entry: one(incomeEntries, { fields: [deductions.incomeEntryId], references: [incomeEntries.id] }),
}));
export const sectionsRelations = relations(sections, ({ one, many }) => ({
  budget: one(budgets, { fields: [sections.yearlyBudgetId], references: [budgets.id] }),
  categories: many(yearlyCategories),
}));
export const yearlyCategoriesRelations = relations(yearlyCategories, ({ one, many }) => ({
  section: one(sections, { fields: [yearlyCategories.sectionId], references: [sections.id] }),
  parent: one(yearlyCategories, {
    fields: [yearlyCategories.parentId],
    references: [yearlyCategories.id],
    relationName: "children",
  }),
  children: many(yearlyCategories, { relationName: "children" }),
  entries: many(categoryEntries),
}));
export const categoryEntriesRelations = relations(categoryEntries, ({ one }) => ({
  category: one(yearlyCategories, { fields: [categoryEntries.categoryId], references: [yearlyCategories.id] }),
}));
