// Seeded mistakes: plausible errors in the core or in the Worker around it, each of which some test must notice.
import { api } from "./api.mjs";
import { domain } from "./domain.mjs";
import { jsonAndHttp } from "./json-and-http.mjs";
import { query } from "./query.mjs";
import { signIn } from "./sign-in.mjs";
import { workerJs } from "./worker-js.mjs";

/**
 * @typedef {object} Mutant
 * @property {string} what the mistake
 * @property {string} file
 * @property {string} search a text that occurs exactly once in the file
 * @property {string} replace
 * @property {string} [database] the file to run against it, as seen from tests/worker, for what only PostgreSQL or workerd shows
 * @property {string} [only] a part of the names of the tests to run there
 */

/** @type {Mutant[]} */
export const mutants = [...domain, ...api, ...jsonAndHttp, ...query, ...workerJs, ...signIn];
