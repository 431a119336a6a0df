// Hono + postgres.js with hand-written SQL for two reads: enough to see whether it is faster than Kysely.
// `prepare` is off because pgbouncer 1.18 does not keep named statements in transaction mode.
import { Hono } from "hono";
import postgres from "postgres";
import { listMonths, monthTree } from "../limit/statements.js";

const app = new Hono();

/** @param {any} c */
const open = ({ env }) => postgres(env.HYPERDRIVE.connectionString, { max: 5, fetch_types: false, prepare: false });
/** @param {any} c */
const userOf = (c) => c.req.header("authorization")?.replace("Bearer dev:", "") ?? "";

app.get("/api/months", async (c) => {
  const [row] = await open(c).unsafe(listMonths, [userOf(c)]);
  return c.json(row?.coalesce);
});
app.get("/api/months/:id", async (c) => {
  const [row] = await open(c).unsafe(monthTree, [userOf(c), c.req.param("id")]);
  return c.json(row?.row_to_json);
});

export default app;
