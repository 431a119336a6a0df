/** A layer: `extends: ["budgeting-api-nuxt"]` in an app's nuxt.config.ts. */
export default defineNuxtConfig({
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
