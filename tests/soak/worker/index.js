// Our Worker, and one more path that tells how much memory the core has.

import api from "../../../worker-js/index.js";
import { memorySizes } from "./instances.js";

export default {
  /** @param {Request} request @param {any} env @param {any} context */
  fetch: (request, env, context) =>
    new URL(request.url).pathname === "/memory" ? Response.json(memorySizes()) : api.fetch(request, env, context),
};
