import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { makeFilledMonth, makeFilledYear } from "../worker/support/make.mjs";

/** @typedef {import("./support/example.mjs").Page} Page */
/** @typedef {Awaited<ReturnType<typeof makeFilledMonth>> & Awaited<ReturnType<typeof makeFilledYear>>} Made */

/**
 * Each form that makes something, and each button that deletes something.
 * @typedef {object} Form
 * @property {string} what
 * @property {(made: Made) => string} path of the page
 * @property {(page: Page) => Promise<unknown>} [open] what is done there before
 * @property {(page: Page) => Promise<void>} fill
 * @property {string} add the button, which is in the form that `form` finds
 * @property {(page: Page) => import("playwright-core").Locator} form
 * @property {string} remove the button that deletes what is there already
 * @property {(page: Page) => Promise<unknown>} [openRemove] what is done before that, if it is not `open`
 * @property {(user: import("../worker/support/client.mjs").Client, made: Made) => Promise<number>} count how many there are
 */

const USER = "somebody-with-a-nervous-finger";
/** Longer than anything takes that should not happen. */
const PATIENCE_MS = 1_000;

/** @param {Made} made */
const monthPath = ({ month }) => `/months/${month.id}`;
const yearPath = () => "/years/2026";
/** @param {import("../worker/support/client.mjs").Client} user @param {Made} made */
const tree = async (user, { month }) => (await user.get(`/api/months/${month.id}`)).body;
/** @param {import("../worker/support/client.mjs").Client} user */
const year = async (user) => (await user.get("/api/yearly/by-year/2026")).body;
/** @param {Page} page @param {string} label */
const named = (page, label) => page.locator("form.addname").filter({ has: page.getByLabel(label, { exact: true }) });
const deductions = (/** @type {Page} */ page) =>
  page.getByRole("button", { name: /^Deductions from Salary, January/ }).click();

/** @type {Form[]} */
const FORMS = [
  {
    what: "month",
    path: () => "/months",
    open: (page) => page.getByRole("button", { name: "New month" }).click(),
    form: (page) => page.getByRole("dialog").locator("form"),
    fill: async () => {},
    add: "Create the month",
    openRemove: async () => {},
    remove: "Delete June 2026",
    count: async (user) => (await user.get("/api/months")).body.length,
  },
  {
    what: "payment",
    path: monthPath,
    form: (page) => page.locator("form", { hasText: "New payment" }),
    fill: async (page) => {
      await page.getByLabel("New payment").fill("Gym");
      await page.locator("form", { hasText: "New payment" }).getByLabel("Amount").fill("500");
    },
    add: "Add",
    remove: "Delete the payment Rent",
    count: async (user, made) => (await tree(user, made)).fixedPayments.length,
  },
  {
    what: "category",
    path: monthPath,
    form: (page) => page.locator("form", { hasText: "New category" }),
    fill: async (page) => {
      await page.locator("form", { hasText: "New category" }).getByLabel("Name").fill("Fuel");
      await page.locator("form", { hasText: "New category" }).getByLabel("Allocated").fill("1000");
    },
    add: "Add the category",
    remove: "Delete the category Groceries",
    count: async (user, made) => (await tree(user, made)).categories.length,
  },
  {
    what: "transaction",
    path: monthPath,
    form: (page) => page.locator("form.quick", { hasText: "What for" }),
    fill: (page) => page.locator("form.quick", { hasText: "What for" }).getByLabel("Amount").fill("33"),
    add: "Add",
    openRemove: async (page) => {
      await page.getByRole("button", { name: /transactions? of Groceries/ }).click();
      await page.getByRole("button", { name: /250,00/ }).click();
    },
    remove: "Delete the transaction",
    count: async (user, made) => {
      const { categories } = await tree(user, made);
      return categories.flatMap((/** @type {any} */ { transactions }) => transactions).length;
    },
  },
  {
    what: "income source",
    path: yearPath,
    form: (page) => named(page, "New income source"),
    fill: (page) => page.getByLabel("New income source").fill("Lottery"),
    add: "Add",
    remove: "Delete the income source Salary",
    count: async (user) => (await year(user)).incomeSources.length,
  },
  {
    what: "deduction",
    path: yearPath,
    open: deductions,
    form: (page) => page.getByRole("dialog").locator("form"),
    fill: async (page) => {
      await page.getByLabel("New deduction").fill("Pension");
      await page.getByRole("dialog").getByLabel("Amount", { exact: true }).fill("20");
    },
    add: "Add",
    remove: "Delete the deduction Tax",
    count: async (user) => (await year(user)).incomeSources[0].entries[0].deductions.length,
  },
  {
    what: "yearly category",
    path: yearPath,
    form: (page) => named(page, "New category in Living Essentials"),
    fill: (page) => page.getByLabel("New category in Living Essentials").fill("Food"),
    add: "Add",
    openRemove: (page) => page.getByRole("button", { name: "Change the category Rent" }).click(),
    remove: "Delete the category",
    count: async (user) => (await year(user)).sections[0].categories.length,
  },
  {
    what: "subcategory",
    path: yearPath,
    open: (page) => page.getByRole("button", { name: "Change the category Rent" }).click(),
    form: (page) => named(page, "New subcategory"),
    fill: (page) => page.getByLabel("New subcategory").fill("Power"),
    add: "Add",
    openRemove: (page) => page.getByRole("button", { name: "Change the category Water" }).click(),
    remove: "Delete the category",
    count: async (user) => (await year(user)).sections[0].categories[0].children.length,
  },
  {
    what: "year",
    path: () => "/years",
    open: (page) => page.getByRole("button", { name: "New year" }).click(),
    form: (page) => page.getByRole("dialog").locator("form"),
    fill: async () => {},
    add: "Create the year",
    openRemove: async () => {},
    remove: "Delete 2026",
    count: async (user) => (await user.get("/api/yearly")).body.length,
  },
];

/** A second click, or Enter, that comes too soon. @param {() => import("./support/example.mjs").Example} example */
export function doubled(example) {
  describe("what is done twice at once", () => {
    /** @type {Made} */
    let made;
    /** @type {Awaited<ReturnType<ReturnType<typeof example>["open"]>>} */
    let tab;
    /** @type {Page} */
    let page;
    const user = () => example().api.as(USER);
    before(async () => {
      made = {
        ...(await makeFilledMonth(user(), { name: "June", year: 2026, month: 6 })),
        ...(await makeFilledYear(user(), { year: 2026 })),
      };
      tab = await example().open({ user: USER });
      page = tab.page;
    });
    after(() => tab?.close());

    for (const { what, path, open = async () => {}, form, fill, add, remove, openRemove = open, count } of FORMS) {
      it(`is not deleted by it: ${what}`, async () => {
        const there = await count(user(), made);
        await tab.go(path(made));
        await openRemove(page);
        await page.getByRole("button", { name: remove, exact: true }).dblclick();
        await sleep(PATIENCE_MS);
        assert.equal(await count(user(), made), there);
      });

      for (const [how, twice] of /** @type {[string, (page: Page) => Promise<unknown>][]} */ ([
        ["a double click", (on) => form(on).getByRole("button", { name: add, exact: true }).dblclick()],
        [
          "two submits",
          (on) =>
            form(on).evaluate((/** @type {HTMLFormElement} */ each) => {
              each.requestSubmit();
              each.requestSubmit();
            }),
        ],
      ])) {
        it(`is made once by ${how}: ${what}`, async () => {
          const there = await count(user(), made);
          await tab.go(path(made));
          await open(page);
          await fill(page);
          await Promise.all([page.waitForResponse((response) => response.request().method() === "POST"), twice(page)]);
          await sleep(PATIENCE_MS);
          assert.equal(await count(user(), made), there + 1);
        });
      }
    }
  });
}
