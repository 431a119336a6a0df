// The example's only settings. docs/nuxt.md says what other ways there are to reach the API.
export default defineNuxtConfig({
  extends: ["../../clients/nuxt"],
  compatibilityDate: "2026-10-01",
  devtools: { enabled: false },
  telemetry: false,
  css: ["base", "layout", "forms", "month", "year"].map((name) => `~/assets/${name}.css`),
  // The API is reached under the example's own origin, so that cookies and relative addresses work.
  routeRules: { "/api/**": { proxy: `${process.env.BUDGETING_API_URL ?? "http://127.0.0.1:8787"}/api/**` } },
  runtimeConfig: {
    // NUXT_PUBLIC_CURRENCY and NUXT_PUBLIC_LOCALE set them; visitors may choose others.
    public: { currency: "ZAR", locale: "en-ZA" },
  },
  app: { head: { link: [{ rel: "icon", type: "image/svg+xml", href: "/icon.svg" }] } },
});
