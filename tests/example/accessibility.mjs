import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { inRoot } from "../../tools/common/paths.mjs";
import { PHONE, WIDE } from "./support/example.mjs";

/** @typedef {import("./support/example.mjs").Page} Page */

/** `SCREENSHOTS=1` puts them where the README shows them. */
const images = process.env.SCREENSHOTS ? inRoot("docs", "images") : inRoot("build", "images");

/** Opens the dialog behind a button. @param {string} name */
const dialog = (name) => async (/** @type {Page} */ page) => {
  await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("dialog").waitFor();
};
/** @param {Page} page */
const charts = async (page) => {
  await page.getByRole("button", { name: "Charts" }).click();
  await page.locator("canvas").first().waitFor();
};
/** @param {Page} page */
const transactions = (page) => page.getByRole("button", { name: "7 transactions of Groceries" }).click();

/** What is wider than its place, outside what scrolls and what ends in an ellipsis; runs in the page. */
function cutOff() {
  return [
    ...document.querySelectorAll(
      "main :is(input:not([type=checkbox]), select, button, h1, h2, p, dt, dd, span, strong)",
    ),
  ]
    .filter(
      (each) =>
        !each.closest(".scroll, .unseen") &&
        getComputedStyle(each).textOverflow !== "ellipsis" &&
        each.clientWidth > 0 &&
        each.scrollWidth > each.clientWidth + 1,
    )
    .map((each) => each.outerHTML.slice(0, 200));
}

/** The pages, and what is done there before they are looked at. @type {[string, string, ((page: Page) => Promise<void>)?][]} */
const PAGES = [
  ["overview", "/"],
  ["months", "/months"],
  ["month", "/months/10"],
  ["years", "/years"],
  ["year", "/years/2026"],
  ["charts", "/years/2026", charts],
];
/** What is looked at by axe alone. @type {typeof PAGES} */
const MORE = [
  ["transactions", "/months/10", transactions],
  ["new-month", "/months", dialog("New month")],
  ["deductions", "/years/2026", dialog("Deductions from Salary, January: 18 737,12".replaceAll(" 737", "\u00a0737"))],
  ["category", "/years/2026", dialog("Change the category Home")],
  ["month-menu", "/years/2026", dialog("Mar: copy, clear, tick")],
  ["settings", "/", dialog("Settings")],
];

/** @param {() => import("./support/example.mjs").Example} example */
export function accessibility(example) {
  /** @type {string} */
  let axe;
  before(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    await mkdir(images, { recursive: true });
  });

  /** What axe-core finds that is serious or worse. @param {Page} page @returns {Promise<string[]>} */
  async function violations(page) {
    await page.evaluate(axe);
    const { violations: found } = /** @type {import("axe-core").AxeResults} */ (await page.evaluate("axe.run()"));
    return found
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
  }

  for (const [how, options, pages] of /** @type {const} */ ([
    ["", { viewport: WIDE }, [...PAGES, ...MORE]],
    ["-dark", { viewport: WIDE, dark: true }, PAGES],
    ["-phone", { viewport: PHONE }, PAGES],
  ])) {
    describe(`pages${how.replace("-", ", ")}`, () => {
      it("have no serious fault that axe-core knows, no error, and nothing beyond the edge", async () => {
        const { page, faults, go, close } = await example().open(options);
        for (const [name, path, prepare] of pages) {
          await go(path);
          await prepare?.(page);
          await page.waitForTimeout(150); // for transitions to end
          assert.deepEqual(await violations(page), [], name);
          const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          assert.ok(beyond <= 0, `${name} is ${beyond} pixels too wide`);
          assert.deepEqual(await page.evaluate(cutOff), [], `${name}: cut off`);
          if (PAGES.some(([own]) => own === name)) await page.screenshot({ path: join(images, `${name}${how}.png`) });
        }
        assert.deepEqual(faults, []);
        await close();
      });
    });
  }
}
