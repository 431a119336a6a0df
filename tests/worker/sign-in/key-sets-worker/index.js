/** A Worker that keeps key sets as ours does, on a clock that the test turns. */
import { KeySets, KeySetUnavailable } from "../../../../worker-js/sign-in/key-sets.js";

let keySets = new KeySets();
let offset = 0;
const now = Date.now;
Date.now = () => now() + offset;

export default {
  /**
   * `?step=get`, `renewed` or `given`, of the set at or in `&set=`; `&later=` that many milliseconds, `&cold=` as a new
   * isolate, `&spoiled=` with that in the cache. Answers the keys' ids.
   * @param {Request} request
   * @param {unknown} _
   * @param {import("../../../../worker-js/sign-in/key-sets.js").Context} context
   */
  async fetch(request, _, context) {
    const { searchParams } = new URL(request.url);
    const set = searchParams.get("set") ?? "";
    offset += Number(searchParams.get("later") ?? 0);
    if (searchParams.has("cold")) keySets = new KeySets();
    const spoiled = searchParams.get("spoiled");
    if (spoiled !== null) {
      const headers = { "cache-control": "max-age=600", "x-fetched-at": String(Date.now()) };
      await caches.default.put(set, new Response(spoiled, { headers }));
    }
    try {
      const step = searchParams.get("step");
      const found =
        step === "given" ? keySets.given(set) : await keySets[step === "get" ? "get" : "renewed"](set, context);
      return Response.json(found?.keys.jwks().keys.map(({ kid }) => kid) ?? null);
    } catch (error) {
      if (error instanceof KeySetUnavailable) return Response.json(error.message, { status: 503 });
      throw error;
    }
  },
};
