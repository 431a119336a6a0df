/** Our Worker on a clock that is set by `/set-clock?by=<milliseconds>`, while other requests are under way. */
import worker from "../../../../worker-js/index.js";

let offset = 0;
for (const clock of [Date, performance]) {
  const now = clock.now.bind(clock);
  clock.now = () => now() + offset;
}

export default {
  /** @param {Request} request @param {any} env @param {any} context */
  fetch(request, env, context) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== "/set-clock") return worker.fetch(request, env, context);
    offset += Number(searchParams.get("by"));
    return new Response(String(Date.now()));
  },
};
