/** A layer: `extends: ["budgeting-api-nuxt"]` in an app's nuxt.config.ts. */
import { fileURLToPath } from "node:url";

export default defineNuxtConfig({
  // So that an app has the client's `ApiError` and `Schemas` without a package more.
  alias: { "budgeting-api-client": fileURLToPath(import.meta.resolve("budgeting-api-client")) },
  runtimeConfig: {
    public: {
      budgeting: {
        /**
         * Where the API is, without `/api`; NUXT_PUBLIC_BUDGETING_BASE_URL sets it. Empty: under the app's own origin,
         * where a proxy or a server route passes `/api` on.
         */
        baseUrl: "",
      },
    },
  },
});
