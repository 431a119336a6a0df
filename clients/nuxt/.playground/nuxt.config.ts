// A small app for the tests of the layer: it is built, run and looked at in a browser. `nuxt build --envName <way>` builds it
// for one of the ways to reach the API that docs/nuxt.md describes.
import { fileURLToPath } from "node:url";

const repository = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export default defineNuxtConfig({
  extends: [".."],
  compatibilityDate: "2026-10-01",
  devtools: { enabled: false },
  telemetry: false,
  runtimeConfig: { public: { token: "" } },
  $env: {
    // The app's own server passes /api on.
    proxy: {
      routeRules: { "/api/**": { proxy: `${process.env.BUDGETING_API_URL}/api/**` } },
      nitro: { output: { dir: ".output/proxy" } },
    },
    // App and API are Workers, and the app's has a service binding to the API's.
    binding: {
      nitro: {
        preset: "cloudflare_module",
        handlers: [{ route: "/api/**", handler: "./server/ways/binding.ts" }],
        output: { dir: ".output/binding" },
      },
    },
    // The API is a part of the app's Worker.
    mounted: {
      nitro: {
        preset: "cloudflare_module",
        handlers: [{ route: "/api/**", handler: "./server/ways/mounted.ts" }],
        experimental: { wasm: true },
        alias: {
          // Nitro would instantiate the module; the API does that itself.
          "../build/core.wasm": `${repository("build/core.wasm")}?module`,
          "pg-native": "unenv/mock/empty",
        },
        output: { dir: ".output/mounted" },
      },
    },
  },
});
