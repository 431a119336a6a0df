// A small app for the tests of the layer: it is built, run and looked at in a browser.
export default defineNuxtConfig({
  extends: [".."],
  compatibilityDate: "2026-10-01",
  devtools: { enabled: false },
  telemetry: false,
  // Where server/api passes requests on to; NUXT_API_URL sets it.
  runtimeConfig: { apiUrl: "", public: { token: "" } },
});
