// A database as Prisma's `migrate` makes it from the old application's models, and a little data in it.

const order = `"order_index" INTEGER NOT NULL DEFAULT 0`;

/** @param {"text" | "uuid"} authUserId the type of profiles.auth_user_id, of which both are in use */
export const prismaTables = (authUserId) => `
-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "budgeting";

-- CreateEnum
CREATE TYPE "budgeting"."SectionType" AS ENUM ('LIVING', 'NON_ESSENTIAL', 'SAVINGS');

${table("profiles", `"auth_user_id" ${authUserId.toUpperCase()} NOT NULL`, `"profile_token" TEXT NOT NULL`)}
${table("transaction_months", `"profile_token" TEXT`, `"month_name" TEXT NOT NULL`, `"year" INTEGER NOT NULL`, `"month" INTEGER NOT NULL DEFAULT 1`, `"income" INTEGER NOT NULL DEFAULT 0`)}
${table("transaction_fixed_payments", `"month_id" INTEGER NOT NULL`, `"name" TEXT NOT NULL`, `"amount" INTEGER NOT NULL`, order)}
${table("transaction_categories", `"month_id" INTEGER NOT NULL`, `"name" TEXT NOT NULL`, `"allocated_amount" INTEGER NOT NULL DEFAULT 0`, order)}
${table("transaction_entries", `"category_id" INTEGER NOT NULL`, `"amount" INTEGER NOT NULL`, `"description" TEXT`, `"transaction_date" INTEGER`)}
${table("yearly_budgets", `"profile_token" TEXT`, `"year" INTEGER NOT NULL`, `"spend_target" INTEGER NOT NULL DEFAULT 500000`, `"show_warnings" BOOLEAN NOT NULL DEFAULT true`)}
${table("yearly_income_sources", `"yearly_budget_id" INTEGER NOT NULL`, `"name" TEXT NOT NULL`, order)}
${table("yearly_income_entries", `"income_source_id" INTEGER NOT NULL`, `"month" INTEGER NOT NULL`, `"gross_amount" INTEGER NOT NULL DEFAULT 0`)}
${table("yearly_deductions", `"income_entry_id" INTEGER NOT NULL`, `"name" TEXT NOT NULL`, `"amount" INTEGER NOT NULL DEFAULT 0`, order)}
${table("yearly_sections", `"yearly_budget_id" INTEGER NOT NULL`, `"type" "budgeting"."SectionType" NOT NULL`, `"name" TEXT NOT NULL`, `"target_percent" INTEGER NOT NULL DEFAULT 70`, order)}
${table("yearly_categories", `"section_id" INTEGER NOT NULL`, `"parent_id" INTEGER`, `"name" TEXT NOT NULL`, order)}
${table("yearly_category_entries", `"category_id" INTEGER NOT NULL`, `"month" INTEGER NOT NULL`, `"amount" INTEGER NOT NULL DEFAULT 0`, `"is_paid" BOOLEAN NOT NULL DEFAULT false`)}

-- CreateIndex
${unique("profiles", "auth_user_id")}
${unique("profiles", "profile_token")}
${unique("transaction_months", "profile_token", "month_name", "year")}
${unique("yearly_budgets", "profile_token", "year")}
${unique("yearly_income_entries", "income_source_id", "month")}
${unique("yearly_category_entries", "category_id", "month")}

${reference("transaction_months", "profile_token", "profiles", "profile_token")}
${reference("transaction_fixed_payments", "month_id", "transaction_months")}
${reference("transaction_categories", "month_id", "transaction_months")}
${reference("transaction_entries", "category_id", "transaction_categories")}
${reference("yearly_budgets", "profile_token", "profiles", "profile_token")}
${reference("yearly_income_sources", "yearly_budget_id", "yearly_budgets")}
${reference("yearly_income_entries", "income_source_id", "yearly_income_sources")}
${reference("yearly_deductions", "income_entry_id", "yearly_income_entries")}
${reference("yearly_sections", "yearly_budget_id", "yearly_budgets")}
${reference("yearly_categories", "section_id", "yearly_sections")}
${reference("yearly_categories", "parent_id", "yearly_categories")}
${reference("yearly_category_entries", "category_id", "yearly_categories")}

CREATE TABLE "budgeting"."_prisma_migrations" ("id" VARCHAR(36) NOT NULL PRIMARY KEY, "migration_name" VARCHAR(255));
INSERT INTO "budgeting"."_prisma_migrations" VALUES ('1b2c', '20240601000000_init');
`;

/** A row or two in every table, with what a careless migration would change: nulls, defaults overridden, old times. */
export const prismaData = `
INSERT INTO budgeting.profiles (auth_user_id, profile_token, created_at, updated_at) VALUES
  ('6f1c2a58-0c5e-4a57-9d0e-7a3f7f0a1b2c', 'token-a', 1700000000, 1700000001),
  ('7e2d3b69-1d6f-4b68-8e1f-8b4a8a1b2c3d', 'token-b', 1700000002, 1700000003);
INSERT INTO budgeting.transaction_months (profile_token, month_name, year, month, income, created_at, updated_at) VALUES
  ('token-a', 'March', 2024, 3, 123456, 1, 2), (NULL, 'Left over', 2023, 1, 0, 3, 4);
INSERT INTO budgeting.transaction_fixed_payments VALUES (DEFAULT, 1, 1, 1, 'Rent', 99, 7);
INSERT INTO budgeting.transaction_categories VALUES (DEFAULT, 1, 1, 1, 'Food', 5, 3);
INSERT INTO budgeting.transaction_entries VALUES (DEFAULT, 1, 1, 1, 12, NULL, NULL), (DEFAULT, 1, 1, 1, 0, 'é', 9);
INSERT INTO budgeting.yearly_budgets VALUES (DEFAULT, 1, 1, 'token-b', 2024, 0, false);
INSERT INTO budgeting.yearly_income_sources VALUES (DEFAULT, 1, 1, 1, 'Job', 2);
INSERT INTO budgeting.yearly_income_entries VALUES (DEFAULT, 1, 1, 1, 12, 2147483647);
INSERT INTO budgeting.yearly_deductions VALUES (DEFAULT, 1, 1, 1, 'Tax', 1, 1);
INSERT INTO budgeting.yearly_sections VALUES (DEFAULT, 1, 1, 1, 'SAVINGS', 'Own name', 11, 5);
INSERT INTO budgeting.yearly_categories VALUES (DEFAULT, 1, 1, 1, NULL, 'Top', 0), (DEFAULT, 1, 1, 1, 1, 'Child', 1);
INSERT INTO budgeting.yearly_category_entries VALUES (DEFAULT, 1, 1, 2, 12, 4, true);
`;

/** @param {string} name @param {...string} columns */
function table(name, ...columns) {
  const all = [`"id" SERIAL NOT NULL`, `"created_at" INTEGER NOT NULL`, `"updated_at" INTEGER NOT NULL`, ...columns];
  const lines = [...all, `CONSTRAINT "${name}_pkey" PRIMARY KEY ("id")`].map((line) => `    ${line}`).join(",\n");
  return `-- CreateTable\nCREATE TABLE "budgeting"."${name}" (\n${lines}\n);\n`;
}

/** @param {string} name @param {...string} columns */
function unique(name, ...columns) {
  const list = columns.map((column) => `"${column}"`).join(", ");
  return `CREATE UNIQUE INDEX "${name}_${columns.join("_")}_key" ON "budgeting"."${name}"(${list});`;
}

/** @param {string} from @param {string} column @param {string} to @param {string} [key] */
function reference(from, column, to, key = "id") {
  return `CREATE INDEX "${from}_${column}_idx" ON "budgeting"."${from}"("${column}");
-- AddForeignKey
ALTER TABLE "budgeting"."${from}" ADD CONSTRAINT "${from}_${column}_fkey" FOREIGN KEY ("${column}") REFERENCES "budgeting"."${to}"("${key}") ON DELETE CASCADE ON UPDATE CASCADE;`;
}
