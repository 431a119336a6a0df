/** The Nuxt layer in a built app: rendered on its server, and used in a browser, with the real Worker behind it. */
import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { buildClient } from "../../tools/setup/clients.mjs";
import { goInNuxt, openBrowser, troubles } from "../browser/support/browser.mjs";
import { judged, sender } from "../worker/support/client.mjs";
import { nonconformance } from "../worker/support/conformance.mjs";
import { everyEndpointSucceeds } from "../worker/support/every-endpoint.mjs";
import { created, refused } from "../worker/support/expect.mjs";
import { startApi } from "../worker/support/harness.mjs";
import { makeMonth } from "../worker/support/make.mjs";
import { keys } from "./keys.mjs";
import { buildPlayground, checkTypes, playground, portFor, startPlayground } from "./support/playground.mjs";
import { signedIn, startSessions } from "./support/sessions.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** @type {Awaited<ReturnType<typeof startSessions>>} */
let sessions;
/** @type {Awaited<ReturnType<typeof startApi>>} */
let api;
/** @type {Awaited<ReturnType<typeof startPlayground>>} */
let app;
/** @type {number} of an app that asks the API itself */
let directPort;
/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof sessions.signIn>>} who uses the browser */
let visitor;
before(async () => {
  const port = await portFor("proxy");
  directPort = await portFor("direct");
  sessions = await startSessions();
  visitor = await sessions.signIn();
  const origins = [port, directPort].map((each) => `http://127.0.0.1:${each}`);
  [api] = await Promise.all([
    startApi({ vars: { ...sessions.vars, ALLOWED_ORIGINS: origins.join(",") } }),
    buildClient(),
  ]);
  await buildPlayground("proxy", { BUDGETING_API_URL: api.url.origin });
  [app, browser] = await Promise.all([startPlayground(port), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await app?.stop();
  await api?.close();
  await sessions?.close();
});

/** The client of somebody new, with their session. */
async function newUser() {
  const session = await sessions.signIn();
  return { session, client: signedIn(api.send, session.bearer) };
}

/** The page as an app's server renders it. @param {URL} url @param {Record<string, string>} headers */
const rendered = async (url, headers = {}) => (await fetch(url, { headers })).text();

describe("a page rendered on the server", () => {
  it("shows the data of who asked for it", async () => {
    const [anna, bert] = [await newUser(), await newUser()];
    await makeMonth(anna.client, { name: "Annas month" });
    assert.match(await rendered(app.url, anna.session.bearer), /Annas month 2025/);
    assert.match(await rendered(app.url, anna.session.cookie), /Annas month 2025/);
    assert.doesNotMatch(await rendered(app.url, bert.session.cookie), /Annas month/);
  });

  it("has the API's error, ready to show", async () => {
    assert.match(await rendered(app.url), /id="error">unauthorized: You must be logged in</);
  });
});

describe("the app's server as a proxy", () => {
  it("passes every endpoint on, as described", async () => {
    const { session } = await newUser();
    await everyEndpointSucceeds(signedIn(judged(sender(app.url), nonconformance), session.bearer));
  });

  it("lets pages of its own origin write with the session cookie, and no others", async () => {
    const { session } = await newUser();
    const write = (/** @type {string} */ origin) =>
      signedIn(sender(app.url), { ...session.cookie, origin }).post("/api/yearly", { year: 2040 });
    refused(await write("https://elsewhere.example"), 403);
    created(await write(app.url.origin));
  });
});

/** An app that asks the API itself, from another origin. @param {string} [token] */
const startDirect = (token = "") =>
  startPlayground(directPort, { NUXT_PUBLIC_BUDGETING_BASE_URL: api.url.origin, NUXT_PUBLIC_TOKEN: token });

describe("an API of another origin", () => {
  it("is asked with the visitor's session cookie by the app's server", async (t) => {
    const { session, client } = await newUser();
    await makeMonth(client, { name: "Cookies month", year: 2026 });
    const direct = await startDirect();
    t.after(() => direct.stop());
    assert.match(await rendered(direct.url, session.cookie), /Cookies month 2026/);
    assert.match(await rendered(direct.url), /unauthorized: You must be logged in/);
  });

  it("is asked with a token by the server and by the page", async (t) => {
    const { session, client } = await newUser();
    await makeMonth(client, { name: "Tokens month", year: 2026 });
    const direct = await startDirect(session.token);
    t.after(() => direct.stop());
    assert.match(await rendered(direct.url), /Tokens month 2026/);

    const page = await browser.newPage();
    /** @type {string[]} */
    const asked = [];
    page.on("request", (request) => asked.push(`${request.method()} ${request.url()}`));
    await goInNuxt(page, direct.url.href);
    await create(page, "Across", 2026);
    await page.getByText("Across 2026").waitFor();
    assert.ok(asked.includes(`POST ${api.url.origin}/api/months`), asked.join("\n"));
    await page.close();
  });

  it("cannot be asked by a page of an origin that it does not know", async (t) => {
    const { session } = await newUser();
    const port = await portFor("stranger");
    const env = { NUXT_PUBLIC_BUDGETING_BASE_URL: api.url.origin, NUXT_PUBLIC_TOKEN: session.token };
    const stranger = await startPlayground(port, env);
    t.after(() => stranger.stop());
    const page = await browser.newPage();
    await goInNuxt(page, stranger.url.href);
    await create(page, "Across", 2026);
    await page.locator("#problem").getByText("The service cannot be reached").waitFor();
    await page.close();
  });
});

/** The app's page of the visitor, once it can be used. */
async function openPage() {
  const page = await browser.newPage();
  await page.context().addCookies([visitor.browserCookie]);
  const faults = troubles(page, app.url);
  await goInNuxt(page, app.url.href);
  return { page, faults };
}

/** What the visitor has. */
const own = () => signedIn(api.send, visitor.bearer);

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
    const { body } = await own().get("/api/months");
    assert.deepEqual(
      body.map((/** @type {any} */ { name, income }) => [name, income]),
      [["June", 1250]],
    );
    await page.close();
  });

  it("sends a POST whose answer was lost once more, and makes one thing", async () => {
    const { page } = await openPage();
    /** @type {(string | null)[]} */
    const keys = [];
    await page.route("**/api/months", async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      keys.push(await route.request().headerValue("idempotency-key"));
      if (keys.length > 1) return route.continue();
      assert.equal((await route.fetch()).status(), 201);
      await route.abort("connectionreset");
    });
    await create(page, "Twice", 2026);
    await page.getByText("Twice 2026").waitFor();
    assert.equal(await page.locator("#problem").count(), 0);
    assert.equal(keys.length, 2);
    assert.match(keys[0] ?? "", /^\S{16,}$/);
    assert.equal(keys[1], keys[0]);
    const { body } = await own().get("/api/months");
    assert.equal(body.filter((/** @type {any} */ { name }) => name === "Twice").length, 1);
    await page.close();
  });

  it("shows why something was refused, and which field is wrong", async () => {
    const { page } = await openPage();
    await create(page, "July", 1999);
    await page.locator("#problem").getByText("|Year must be a whole number from 2000 to 2100").waitFor();
    await create(page, "July", 2026);
    await page.getByText("July 2026").waitFor();
    await create(page, "July", 2026);
    await page.getByText('A month named "July" already exists for 2026|').waitFor();
    await page.close();
  });

  it("shows a change before the API has answered, and takes it back where that refuses", async () => {
    await makeMonth(own(), { name: "August", year: 2026 });
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
    await makeMonth(own(), { name: "October", year: 2026 });
    await makeMonth(own(), { name: "November", year: 2026 });
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
    // Changes are sent one after the other.
    while (answers.length < 2) await sleep(20);
    answers[1]?.();
    await page.waitForLoadState("networkidle");
    assert.equal(await page.getByText("November 2026").count(), 0);
    assert.equal(await page.getByText("October 2026").count(), 1);
    await page.close();
  });
});

keys({ openPage, own });

describe("the layer's types", () => {
  it("are right in the layer and in an app, by vue-tsc", async () => {
    await checkTypes("app");
    await checkTypes("server");
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
