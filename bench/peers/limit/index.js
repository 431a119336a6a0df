// The limit: as little as can stand between a request and its statement. No validation, no framework, no log; a fresh
// client and the one statement that makes the answer's text.
import { Client } from "pg";
import * as statements from "./statements.js";

const types = { getTypeParser: () => (/** @type {string} */ value) => value };
/** A pooler keeps a statement prepared by its name. @type {Map<string, string>} */
const names = new Map(Object.entries(statements).map(([name, text]) => [text, `limit-${name}`]));
const json = { "content-type": "application/json; charset=utf-8" };
const notFound = JSON.stringify({ error: true, statusCode: 404, code: "not_found", message: "Not found" });

/** @param {string} method @param {string[]} path @returns {[text: string, id: string | null, status?: number] | undefined} */
function route(method, [, , root, first, second]) {
  if (root === "months") return first ? [statements.monthTree, first] : [statements.listMonths, null];
  if (root === "transactions") return [statements.createTransaction, null, 201];
  if (root !== "yearly") return undefined;
  if (first === "category-entries") {
    return method === "PATCH" ? [statements.patchEntry, second ?? ""] : [statements.bulk, null];
  }
  if (second === "summary") return [statements.yearSummary, first ?? ""];
  if (second === "copy-month") return [statements.copyMonth, first ?? ""];
  return [statements.yearTree, first ?? ""];
}

export default {
  /** @param {Request} request @param {{ HYPERDRIVE: { connectionString: string } }} env */
  async fetch(request, env) {
    const { method, url, headers } = request;
    const found = route(method, url.slice(url.indexOf("/", 8)).split("/"));
    if (found === undefined) return new Response(notFound, { status: 404, headers: json });
    const [text, id, status = 200] = found;
    const user = headers.get("authorization")?.slice("Bearer dev:".length);
    const values =
      method !== "GET"
        ? [user, id, await request.text(), Math.floor(Date.now() / 1000)]
        : id === null
          ? [user]
          : [user, id];
    const client = new Client({ connectionString: env.HYPERDRIVE.connectionString });
    await client.connect();
    const { rows } = await client.query({ name: names.get(text), text, values, rowMode: "array", types });
    return new Response(rows[0][0], { status, headers: json });
  },
};
