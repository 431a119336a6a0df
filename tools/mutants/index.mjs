// Seeded mistakes: what a tired hand might write into the core or the Worker around it, and what some test must therefore
// notice.
import { api } from "./api.mjs";
import { domain } from "./domain.mjs";
import { jsonAndHttp } from "./json-and-http.mjs";
import { query } from "./query.mjs";
import { workerJs } from "./worker-js.mjs";

/**
 * @typedef {object} Mutant
 * @property {string} what the mistake
 * @property {string} file
 * @property {string} search a text that is once in the file
 * @property {string} replace
 * @property {string} [database] the file to run against it, as seen from tests/worker, for what only PostgreSQL or workerd shows
 * @property {string} [only] a text in the name of the tests there that are worth their time
 */

/** @type {Mutant[]} */
export const mutants = [...domain, ...api, ...jsonAndHttp, ...query, ...workerJs];
