// The statements that the core can send, and how a document shows them.
import { join } from "node:path";
import { run } from "../common/run.mjs";
import { build, buildFolder } from "../setup/cmake.mjs";

/**
 * @typedef {{ source: string, name: string, type: string }} Parameter
 * @typedef {object} Statement
 * @property {string} endpoint
 * @property {string} operation
 * @property {"" | "key" | "condition"} guard what the request has: an `Idempotency-Key`, or a condition with entity tags
 * @property {string} sql
 * @property {Parameter[]} parameters
 */

/** @returns {Promise<Statement[]>} as the sources have them now */
export async function listStatements() {
  await build("native");
  const { stdout } = await run(join(buildFolder("native"), "list_statements"), []);
  return JSON.parse(stdout);
}

/** The kind of object whose id is in the path. @type {[RegExp, string][]} */
const inPath = [
  [/\/api\/months\//, "month"],
  [/\/api\/categories\//, "category"],
  [/\/api\/fixed-payments\//, "payment"],
  [/\/api\/transactions\//, "transaction"],
  [/\/api\/yearly\/by-year\//, "calendarYear"],
  [/\/api\/yearly\/income-sources\//, "source"],
  [/\/api\/yearly\/income-entries\//, "incomeEntry"],
  [/\/api\/yearly\/deductions\//, "deduction"],
  [/\/api\/yearly\/sections\//, "section"],
  [/\/api\/yearly\/categories\//, "yearlyCategory"],
  [/\/api\/yearly\/category-entries\//, "categoryEntry"],
  [/\/api\/yearly\//, "budget"],
];

const inBody = new Map([
  ["monthId", "month"],
  ["copyFromMonthId", "month"],
  ["categoryId", "category"],
  ["yearlyBudgetId", "budget"],
  ["incomeEntryId", "incomeEntry"],
  ["sectionId", "section"],
  ["parentId", "topCategory"],
  ["id", "categoryEntry"],
]);

/**
 * The kind of object that a parameter refers to, or undefined if it refers to none.
 *
 * @param {string} endpoint
 * @param {Parameter} parameter
 */
export function namedObject(endpoint, { source, name }) {
  const named = source === "path" || ((source === "field" || source === "each") && /(^i|I)ds?$/.test(name));
  if (!named) return undefined;
  const kind = source === "path" ? inPath.find(([pattern]) => pattern.test(endpoint))?.[1] : inBody.get(name);
  if (kind === undefined) throw new Error(`It is not known what "${name || "the path"}" of ${endpoint} names.`);
  return kind;
}

const sources = new Map([
  ["user", "the signed-in user"],
  ["path", "the number in the path"],
  ["now", "the time of the request"],
  ["field", "of the body"],
  ["given", "whether the body has it"],
  ["each", "of each item of the body"],
  ["count", "how many items the body has"],
  ["tags", "the entity tags of the request's condition"],
  ["key", "the `Idempotency-Key`"],
  ["fingerprint", "a hash of what is asked for"],
  ["limit", "the number of that limit"],
]);

/** The heading of a statement. @param {Pick<Statement, "operation" | "guard">} statement */
export const heading = ({ operation, guard }) =>
  operation + { "": "", key: "WithKey", condition: "WithCondition" }[guard];

/** What the request has, after the name of its endpoint. @param {Pick<Statement, "guard">} statement */
export const guardText = ({ guard }) => (guard === "" ? "" : ` with a ${guard}`);

/** @param {Parameter} parameter */
export function parameterText({ source, name, type }) {
  const meaning = [name && `\`${name}\``, sources.get(source) ?? source].filter(Boolean).join(", ");
  return type ? `${meaning} (\`${type}\`)` : meaning;
}

/** Words that start a new line. The builders separate words by one space and use no other white space. */
const beginsLine =
  /^(?:with|select|from|(?:left |cross )?join|where|group by|order by|union all|values|set|returning|on conflict|for (?:no key update|share)|insert into|update budgeting|delete from|using budgeting|\w+ as \((?:select|insert|update|delete)) /;

/**
 * A statement over several lines, each indented according to the parentheses around it. Only spaces are replaced by
 * line breaks, so replacing all white space by single spaces restores the text that the core sends.
 *
 * @param {string} sql
 * @param {number} [width] where a line is broken at the latest, if it has a comma or an `and`
 */
export function wrapped(sql, width = 112) {
  const words = sql.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  let text = "";
  let line = 0;
  let depth = 0;
  let at = 0;
  for (const [index, word] of words.entries()) {
    const rest = sql.slice(at, at + 120).concat(" ");
    const previous = words[index - 1] ?? "";
    const full = line + word.length > width && (previous.endsWith(",") || /^(?:and|or|then|else|end)$/i.test(word));
    if (index > 0 && (beginsLine.test(rest) || full) && !/^(?:no|key|do|left|cross)$|\(select$/.test(previous)) {
      const indent = "  ".repeat(full && !beginsLine.test(rest) ? depth + 1 : depth);
      text += `\n${indent}`;
      line = indent.length;
    } else if (index > 0) {
      text += " ";
      line += 1;
    }
    text += word;
    line += word.length;
    at += word.length + 1;
    const bare = word.replace(/'[^']*'|"[^"]*"/g, "");
    depth += bare.split("(").length - bare.split(")").length;
  }
  return text;
}
