/** Our Worker on a clock that is ahead: `x-later` says by how many seconds. */
import worker from "../../../../worker-js/index.js";

const now = Date.now;

export default {
  /**
   * @param {Request} request
   * @param {import("../../../../worker-js/index.js").Env} env
   * @param {import("../../../../worker-js/index.js").Context} context
   */
  fetch(request, env, context) {
    const later = Number(request.headers.get("x-later") ?? 0) * 1000;
    Date.now = () => now() + later;
    return worker.fetch(request, env, context);
  },
};
