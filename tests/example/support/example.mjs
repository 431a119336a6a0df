/** The example frontend, built and run as it would be in production, with the real Worker behind it, in a real browser. */

import { freePort } from "../../../tools/common/ports.mjs";
import { demoUser, loadDemo } from "../../../tools/database/demo.mjs";
import { startNuxt } from "../../../tools/serve/nuxt-app.mjs";
import { buildExample, exampleFolder } from "../../../tools/setup/clients.mjs";
import { goInNuxt, openBrowser, troubles } from "../../browser/support/browser.mjs";
import { ENDPOINTS, split } from "../../worker/support/endpoints.mjs";
import { startApi } from "../../worker/support/harness.mjs";
import { startProxy } from "../../worker/support/proxy.mjs";

/** @typedef {Awaited<ReturnType<typeof startExample>>} Example */
/** @typedef {import("playwright-core").Page} Page */

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export async function startExample() {
  const port = await freePort(exampleFolder);
  // As tools/example.mjs has it.
  const vars = { AUTH_MODE: "dev", DEMO_USER: demoUser, ALLOWED_ORIGINS: `http://127.0.0.1:${port}` };
  const api = await startApi({ vars });
  await loadDemo({ databaseUrl: api.database.url });
  // Between the example's server and the API, so that the API can be out of reach and come back.
  const line = await startProxy(api.url.href);
  const output = await buildExample(new URL(line.url).origin);
  const [app, browser] = await Promise.all([startNuxt(output, port), openBrowser()]);
  return {
    api,
    line,
    url: app.url,
    /**
     * A page of somebody, who is the one with the demo data unless named, and what goes wrong on it.
     * @param {{ user?: string, viewport?: { width: number, height: number }, dark?: boolean, timezone?: string }} [options]
     */
    open: async ({ user = demoUser, viewport = WIDE, dark = false, timezone } = {}) => {
      const context = await browser.newContext({
        viewport,
        colorScheme: dark ? "dark" : "light",
        ...(timezone === undefined ? {} : { timezoneId: timezone }),
        // Whoever has the demo data sends no credentials, as with `npm run example`.
        ...(user === demoUser ? {} : { extraHTTPHeaders: { authorization: `Bearer dev:${user}` } }),
        acceptDownloads: true,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const faults = troubles(page, app.url);
      const endpoints = endpointsAsked(page);
      /** @param {string} path */
      const go = (path) => goInNuxt(page, new URL(path, app.url).href);
      return { page, faults, endpoints, go, close: () => context.close() };
    },
    close: async () => {
      await browser.close();
      await app.stop();
      await line.close();
      await api.close();
    },
  };
}

const PATTERNS = ENDPOINTS.map((endpoint) => {
  const { method, pattern } = split(endpoint);
  return { endpoint, method, path: new RegExp(`^${pattern.replace(/:\w+/g, "\\d+")}$`) };
});

/** The endpoints that a page asks, from now on. @param {Page} page @returns {Set<string>} */
function endpointsAsked(page) {
  /** @type {Set<string>} */
  const asked = new Set();
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    const found = PATTERNS.find(({ method, path }) => method === request.method() && path.test(pathname));
    if (found) asked.add(found.endpoint);
  });
  return asked;
}
