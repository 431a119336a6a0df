/** Every statement that the core can emit: one per endpoint, and one more for its requests with a key or a condition. */
import { execFileSync } from "node:child_process";
import { inRoot } from "../../../tools/common/paths.mjs";
import { guardText } from "../../../tools/statements/list.mjs";

/** @typedef {import("../../../tools/statements/list.mjs").Statement} Statement */

/** @type {Statement[]} */
export const STATEMENTS = JSON.parse(execFileSync(inRoot("build", "native", "list_statements"), { encoding: "utf8" }));

/** @param {Statement} statement */
export const title = (statement) => statement.endpoint + guardText(statement);
