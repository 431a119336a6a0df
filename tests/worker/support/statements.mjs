/** Every statement that the core can emit: one per endpoint, and one more for a POST with an `Idempotency-Key`. */
import { execFileSync } from "node:child_process";
import { inRoot } from "../../../tools/common/paths.mjs";

/** @typedef {import("../../../tools/statements/list.mjs").Statement} Statement */

/** @type {Statement[]} */
export const STATEMENTS = JSON.parse(execFileSync(inRoot("build", "native", "list_statements"), { encoding: "utf8" }));

/** @param {Statement} statement */
export const title = ({ endpoint, keyed }) => (keyed ? `${endpoint} with a key` : endpoint);
