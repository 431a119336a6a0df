/** A Worker that has ours in it, and hands it each request with an empty `Authorization`. */
import worker from "../../../../worker-js/index.js";

export default {
  /** @param {Request} request @param {any} env @param {any} context */
  fetch(request, env, context) {
    const headers = new Headers(request.headers);
    headers.set("authorization", "");
    return worker.fetch(new Request(request, { headers }), env, context);
  },
};
