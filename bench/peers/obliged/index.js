// The floor with what every answer of this API has beside its text: an id, a line in the log and the headers. It checks
// nothing, so what a refusal costs beyond it is the sign-in, the routing and the checks.

import { PROTECTION } from "../../../worker-js/headers.js";

const headers = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  ...PROTECTION,
  vary: "Accept",
};

export default {
  /** @param {Request} request @param {{ ANSWERS: Record<string, { status: number, body: string }> }} env */
  async fetch(request, env) {
    const requestId = crypto.randomUUID();
    const { method, url } = request;
    const fields = method === "GET" ? "" : Object.keys(JSON.parse(await request.text()));
    const route = url.slice(url.indexOf("/", 8)).replace(/\d+/, ":id");
    const { status, body } = env.ANSWERS[`${method} ${route} ${fields}`];
    console.log(JSON.stringify({ requestId, method, route, status, ms: { core: 0, total: 0 } }));
    return new Response(body, { status, headers: { ...headers, "server-timing": "core;dur=0, total;dur=0" } });
  },
};
