/** The Nuxt layer in a built app: rendered on its server, and used in a browser, with the real Worker behind it. */
import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { openBrowser, troubles } from "../browser/support/browser.mjs";
import { startApi } from "../worker/harness.mjs";
import { newKey, startIssuer } from "../worker/support/issuer.mjs";
import { makeMonth } from "../worker/support/make.mjs";
import { buildPlayground, checkTypes, playground, startPlayground } from "./support/playground.mjs";

/** @typedef {import("playwright-core").Page} Page */

const DEMO = "demo";
/** @type {Awaited<ReturnType<typeof startApi>>} */
let api;
/** @type {Awaited<ReturnType<typeof startPlayground>>} */
let app;
/** @type {import("playwright-core").Browser} */
let browser;
before(async () => {
  await buildPlayground();
  api = await startApi({ vars: { AUTH_MODE: "dev", DEMO_USER: DEMO } });
  [app, browser] = await Promise.all([startPlayground({ NUXT_API_URL: api.url.origin }), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await app?.stop();
  await api?.close();
});

/** The page as the app's server renders it. @param {URL} url @param {Record<string, string>} headers */
const rendered = async (url, headers = {}) => (await fetch(url, { headers })).text();

describe("a page rendered on the server", () => {
  it("shows the data of who asked for it", async () => {
    await makeMonth(api.as("anna"), { name: "Annas month" });
    assert.match(await rendered(app.url, { authorization: "Bearer dev:anna" }), /Annas month 2025/);
    assert.doesNotMatch(await rendered(app.url, { authorization: "Bearer dev:bert" }), /Annas month/);
  });

  it("has the API's error, ready to show", async () => {
    assert.match(
      await rendered(app.url, { authorization: "Bearer nothing" }),
      /id="error">unauthorized: You must be logged in</,
    );
  });

  it("asks an API of another origin with the visitor's session cookie", async (t) => {
    const key = await newKey("ES256", "key");
    const issuer = await startIssuer([key]);
    t.after(() => issuer.close());
    const signedIn = await startApi({ vars: { SUPABASE_URL: issuer.url, AUTH_COOKIE: "session" } });
    t.after(() => signedIn.close());
    const direct = await startPlayground({ NUXT_PUBLIC_BUDGETING_BASE_URL: signedIn.url.origin });
    t.after(() => direct.stop());

    const token = await issuer.token(key, { sub: "00000000-0000-4000-8000-00000000000a" });
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const body = JSON.stringify({ name: "Cookies month", year: 2026, month: 1, income: 1 });
    assert.equal((await signedIn.send("POST", "/api/months", { headers, body })).status, 201);

    const cookie = `other=1; session=${encodeURIComponent(JSON.stringify({ access_token: token }))}`;
    assert.match(await rendered(direct.url, { cookie }), /Cookies month 2026/);
    assert.match(await rendered(direct.url), /unauthorized: You must be logged in/);
  });
});

describe("the hook of requests", () => {
  it("can add an access token", async (t) => {
    await makeMonth(api.as("token-user"), { name: "Tokens month" });
    const env = { NUXT_PUBLIC_BUDGETING_BASE_URL: api.url.origin, NUXT_PUBLIC_TOKEN: "dev:token-user" };
    const direct = await startPlayground(env);
    t.after(() => direct.stop());
    assert.match(await rendered(direct.url), /Tokens month 2025/);
  });
});

/** The app's page of the demo user, once it can be used. */
async function openPage() {
  const page = await browser.newPage();
  const faults = troubles(page, app.url);
  await page.goto(app.url.href, { waitUntil: "networkidle" });
  return { page, faults };
}

/** @param {Page} page @param {string} name @param {number} year */
async function create(page, name, year) {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Year").fill(String(year));
  await page.getByRole("button", { name: "Create" }).click();
}

describe("a page in the browser", () => {
  it("takes over what the server has rendered, and creates", async () => {
    const { page, faults } = await openPage();
    await create(page, "June", 2026);
    await page.getByText("June 2026").waitFor();
    assert.deepEqual(faults, []);
    const { body } = await api.demo.get("/api/months");
    assert.deepEqual(
      body.map((/** @type {any} */ { name, income }) => [name, income]),
      [["June", 1250]],
    );
    await page.close();
  });

  it("shows why something was refused, and which field is wrong", async () => {
    const { page } = await openPage();
    await create(page, "July", 1999);
    await page.locator("#problem").getByText("|year must be a whole number from 2000 to 2100").waitFor();
    await create(page, "July", 2026);
    await page.getByText("July 2026").waitFor();
    await create(page, "July", 2026);
    await page.getByText('A month named "July" already exists for 2026|').waitFor();
    await page.close();
  });

  it("shows a change before the API has answered, and takes it back where that refuses", async () => {
    await makeMonth(api.as(DEMO), { name: "August", year: 2026 });
    const { page } = await openPage();
    const item = page.getByText("August 2026");
    await item.waitFor();
    /** @type {(value?: unknown) => void} */
    let answer = () => {};
    const held = new Promise((resolve) => {
      answer = resolve;
    });
    await page.route("**/api/months/*", async (route) => {
      await held;
      await route.fulfill({ status: 503, contentType: "text/html", body: "<h1>down</h1>" });
    });
    await page.getByRole("button", { name: "Remove August" }).click();
    await item.waitFor({ state: "detached" });
    assert.equal(await page.locator("#problem").count(), 0, "the API has not answered");
    answer();
    await page.getByText("The service cannot be reached").waitFor();
    await item.waitFor();

    await page.unroute("**/api/months/*");
    await page.getByRole("button", { name: "Remove August" }).click();
    await item.waitFor({ state: "detached" });
    assert.equal(await page.locator("#problem").count(), 0);
    await page.close();
  });

  it("keeps one change while another is taken back", async () => {
    await makeMonth(api.as(DEMO), { name: "October", year: 2026 });
    await makeMonth(api.as(DEMO), { name: "November", year: 2026 });
    const { page } = await openPage();
    /** @type {((value?: unknown) => void)[]} */
    const answers = [];
    await page.route("**/api/months/*", async (route) => {
      const first = answers.length === 0;
      await new Promise((resolve) => answers.push(resolve));
      if (first) await route.fulfill({ status: 503, contentType: "text/html", body: "down" });
      else await route.continue();
    });
    await page.getByRole("button", { name: "Remove October" }).click();
    await page.getByText("October 2026").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Remove November" }).click();
    await page.getByText("November 2026").waitFor({ state: "detached" });
    answers[0]?.();
    await page.getByText("October 2026").waitFor();
    assert.equal(await page.getByText("November 2026").count(), 0);
    answers[1]?.();
    await page.waitForLoadState("networkidle");
    assert.equal(await page.getByText("November 2026").count(), 0);
    assert.equal(await page.getByText("October 2026").count(), 1);
    await page.close();
  });
});

describe("the layer's types", () => {
  it("are right in the layer and in an app, by vue-tsc", async () => {
    await checkTypes();
  });

  it("refuse a body, a path and a member that the API does not know", async (t) => {
    const file = join(playground, "app", "wrong.vue");
    t.after(() => rm(file, { force: true }));
    await writeFile(
      file,
      `<script setup lang="ts">
const { data, update } = await useMonth(1);
const api = useBudgeting();
update({ income: "1" });
api("post", "/api/transactions", { body: { categoryId: 1 } });
api("get", "/api/month");
</script>
<template>{{ data?.profileToken }}</template>`,
    );
    await assert.rejects(checkTypes(), (/** @type {Error} */ { message }) => {
      for (const line of [4, 5, 6, 8]) assert.match(message, new RegExp(`wrong\\.vue\\(${line},`));
      return true;
    });
  });
});
