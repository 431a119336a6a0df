// What the peers with a framework have in common: Hono's routes and zod's checks. What differs is how each gets at data.
import { zValidator } from "@hono/zod-validator";
import { Hono } from "hono";
import { z } from "zod";
import { yearSummary } from "./summary.js";

/**
 * A peer's way to the data, made anew for each request.
 *
 * @typedef {object} Store
 * @property {(user: string) => Promise<object[]>} months
 * @property {(user: string, id: number) => Promise<object | undefined>} month
 * @property {(user: string, id: number) => Promise<any>} year
 * @property {(user: string, transaction: any) => Promise<object | undefined>} createTransaction
 * @property {(user: string, id: number, changes: any) => Promise<object | undefined>} updateEntry
 * @property {(user: string, id: number, copy: any) => Promise<object | undefined>} copyMonth
 * @property {(user: string, updates: any[]) => Promise<boolean>} updateEntries
 */

const integer = z.int32();
const cents = integer.min(0);
const calendarMonth = integer.min(1).max(12);
const schemas = {
  transaction: z.object({
    categoryId: integer,
    amount: z.number().min(0).max(21_474_836.47),
    description: z.string().nullish(),
    transactionDate: integer.nullish(),
  }),
  entry: z.object({ amount: cents.optional(), isPaid: z.boolean().optional() }),
  copy: z.object({
    sourceMonth: calendarMonth,
    targetMonth: calendarMonth,
    resetPaidStatus: z.boolean().default(true),
  }),
  bulk: z.object({
    updates: z
      .array(z.object({ id: integer, amount: cents.optional(), isPaid: z.boolean().optional() }))
      .min(1)
      .max(1000),
  }),
};

/** @param {number} statusCode @param {string} code @param {string} message @param {object} [more] */
const failure = (statusCode, code, message, more) => ({ error: true, statusCode, code, message, ...more });

/** @param {z.ZodType} schema */
const body = (schema) =>
  zValidator("json", schema, (result, c) => {
    if (result.success) return undefined;
    const fields = result.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
    return c.json(failure(422, "validation_failed", "Validation failed", { fields }), 422);
  });

/** @param {(env: any) => Store | Promise<Store>} open */
export function createApp(open) {
  const app = new Hono();
  /** @param {any} c @param {string} thing @param {unknown} found @param {number} [status] */
  const answer = (c, thing, found, status = 200) =>
    found ? c.json(found, status) : c.json(failure(404, "not_found", `${thing} not found`), 404);
  /** @param {any} c */
  const userOf = (c) => c.req.header("authorization")?.replace("Bearer dev:", "") ?? "";
  /** @param {any} c */
  const idOf = (c) => Number(c.req.param("id"));

  app.get("/api/months", async (c) => c.json(await (await open(c.env)).months(userOf(c))));
  app.get("/api/months/:id", async (c) => answer(c, "Month", await (await open(c.env)).month(userOf(c), idOf(c))));
  app.get("/api/yearly/:id", async (c) =>
    answer(c, "Yearly budget", await (await open(c.env)).year(userOf(c), idOf(c))),
  );
  app.get("/api/yearly/:id/summary", async (c) => {
    const year = await (await open(c.env)).year(userOf(c), idOf(c));
    return answer(c, "Budget", year && yearSummary(year));
  });
  app.post("/api/transactions", body(schemas.transaction), async (c) => {
    const { categoryId, amount, description = null, transactionDate } = c.req.valid("json");
    const created = await (await open(c.env)).createTransaction(userOf(c), {
      categoryId,
      amount: Math.round(amount * 100),
      description,
      transactionDate: transactionDate ?? now(),
    });
    return answer(c, "Category", created, 201);
  });
  app.patch("/api/yearly/category-entries/:id", body(schemas.entry), async (c) =>
    answer(c, "Category entry", await (await open(c.env)).updateEntry(userOf(c), idOf(c), c.req.valid("json"))),
  );
  app.post("/api/yearly/:id/copy-month", body(schemas.copy), async (c) => {
    const copy = c.req.valid("json");
    const copied = await (await open(c.env)).copyMonth(userOf(c), idOf(c), copy);
    return answer(c, "Yearly budget", copied && { success: true, ...copied, ...copy });
  });
  app.post("/api/yearly/category-entries/bulk", body(schemas.bulk), async (c) => {
    const { updates } = c.req.valid("json");
    const done = await (await open(c.env)).updateEntries(userOf(c), updates);
    return answer(c, "One or more category entries", done && { success: true, updated: updates.length });
  });
  app.notFound((c) => c.json(failure(404, "not_found", "Not found"), 404));
  return app;
}

/** In Unix seconds. */
export const now = () => Math.floor(Date.now() / 1000);
