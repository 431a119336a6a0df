/** The page that shows the API's description. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { inRoot } from "../../tools/common/paths.mjs";
import { startApi } from "../worker/support/harness.mjs";
import { OPERATIONS } from "../worker/support/made-up.mjs";
import { makeMonth } from "../worker/support/make.mjs";
import { openBrowser, troubles } from "./support/browser.mjs";

/** @type {Awaited<ReturnType<typeof startApi>>} */
let api;
/** @type {import("playwright-core").Browser} */
let browser;
before(async () => {
  [api, browser] = await Promise.all([startApi({ bindings: {} }), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await api?.close();
});

const WIDE = { width: 1280, height: 1000 };

/** The page, with what goes wrong on it. */
async function openPage() {
  const page = await browser.newPage({ viewport: WIDE });
  const faults = troubles(page, api.url);
  await page.goto(new URL("/docs", api.url).href);
  await page.locator(".opblock").first().waitFor();
  return { page, faults };
}

describe("/docs", () => {
  it("shows every endpoint, and breaks no rule of its own policy", async () => {
    const { page, faults } = await openPage();
    assert.match(await page.locator("h1, h2.title").first().innerText(), /^Budgeting API/);
    assert.equal(await page.locator(".opblock").count(), OPERATIONS.length);
    assert.equal(await page.locator(".errors-wrapper").count(), 0, "the viewer finds no fault with the description");
    await page.screenshot({ path: inRoot("build", "docs-page.png") });
    assert.deepEqual(faults, []);
    await page.close();
  });

  it("lets one try an endpoint", async () => {
    await makeMonth(api.demo, { name: "Tried", year: 2031 });
    const { page, faults } = await openPage();
    const operation = page.locator("#operations-Months-listMonths");
    await operation.locator(".opblock-summary").click();
    await operation.getByRole("button", { name: "Execute" }).click();
    const answer = operation.locator(".live-responses-table .response-col_description").last();
    await answer.getByText(/"Tried"/).waitFor();
    assert.match(await operation.locator(".live-responses-table .response-col_status").last().innerText(), /^200/);
    await operation.scrollIntoViewIfNeeded();
    await page.screenshot({ path: inRoot("build", "docs-operation.png") });
    assert.deepEqual(faults, []);
    await page.close();
  });
});
