import api from "../../../../../worker-js/index.js";
/** Answers a request with the API's own handler. */
export default defineEventHandler((event) => {
  const { env, context } = event.context.cloudflare;
  return api.fetch(toWebRequest(event), env, context);
});
