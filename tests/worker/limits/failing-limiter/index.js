/** Our Worker with a rate limiting binding that is out of order. */
import worker from "../../../../worker-js/index.js";

const RATE_LIMITER = { limit: () => Promise.reject(new Error("out of order")) };

export default {
  /** @param {Request} request @param {any} env @param {any} context */
  fetch: (request, env, context) => worker.fetch(request, { ...env, RATE_LIMITER }, context),
};
