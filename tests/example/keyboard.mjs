import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PHONE } from "./support/example.mjs";

/** @param {() => import("./support/example.mjs").Example} example */
export function keyboard(example) {
  describe("the year's grid", () => {
    it("is moved in by Enter and the arrows, and takes an amount back by Escape", async () => {
      const { page, faults, go, close } = await example().open();
      await go("/years/2026");
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
      await page.getByLabel("Groceries, March", { exact: true }).focus();
      await page.keyboard.press("ArrowDown");
      assert.equal(await focused(), "Transport, March");
      await page.keyboard.press("Enter");
      assert.equal(await focused(), "Fuel, March");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowUp");
      assert.equal(await focused(), "Groceries, March");
      await page.keyboard.type("1");
      await page.keyboard.press("Escape");
      assert.match(await page.getByLabel("Groceries, March", { exact: true }).inputValue(), /^6.200$/);
      assert.deepEqual(faults, []);
      await close();
    });

    it("shows amounts that are typed fast, without an older one coming back", async () => {
      const { page, faults, go, close } = await example().open({ user: "fast" });
      const user = example().api.as("fast");
      await user.post("/api/yearly", { year: 2026 });
      const { body: year } = await user.get("/api/yearly/by-year/2026");
      for (const name of ["A", "B", "C", "D"]) {
        await user.post("/api/yearly/categories", { sectionId: year.sections[0].id, name });
      }
      await go("/years/2026");
      /** @param {string} name */
      const cell = (name) => page.getByLabel(`${name}, January`, { exact: true });
      await page.evaluate(() => {
        const seen = /** @type {string[]} */ ([]);
        const first = document.querySelector('input[aria-label="A, January"]');
        Object.assign(window, { seen });
        setInterval(() => seen.push(/** @type {HTMLInputElement} */ (first).value), 1);
      });
      await cell("A").focus();
      for (const amount of ["11", "22", "33", "44"]) {
        await page.keyboard.type(amount);
        await page.keyboard.press("Enter");
      }
      for (const [name, amount] of Object.entries({ A: "11", B: "22", C: "33", D: "44" })) {
        assert.equal(await cell(name).inputValue(), amount);
      }
      await page.waitForTimeout(1000); // for what was read meanwhile to arrive
      for (const [name, amount] of Object.entries({ A: "11", B: "22", C: "33", D: "44" })) {
        assert.equal(await cell(name).inputValue(), amount);
      }
      const seen = /** @type {string[]} */ (await page.evaluate("window.seen"));
      assert.deepEqual([...new Set(seen.slice(seen.indexOf("11")))], ["11"]);
      const { body: saved } = await user.get(`/api/yearly/${year.id}/summary`);
      assert.equal(saved.months[0].totalExpenses, 11_000);
      assert.deepEqual(faults, []);
      await close();
    });

    it("shows one month at a time on a phone", async () => {
      const { page, go, close } = await example().open({ viewport: PHONE });
      await go("/years/2026");
      await page.getByRole("button", { name: "The month before" }).click();
      const shown = page.locator(".stepper strong");
      const month = await shown.innerText();
      const visible = await page.locator("thead th.month:visible").allInnerTexts();
      assert.equal(visible.length, 1);
      assert.equal(month.slice(0, 3), visible[0]?.slice(0, 3));
      await close();
    });
  });

  describe("settings", () => {
    it("change appearance, currency and numbers, also of what the server renders", async () => {
      const { page, faults, go, close } = await example().open();
      await go("/months/10");
      await page.getByRole("button", { name: "Settings" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Appearance").selectOption("dark");
      await dialog.getByLabel("Currency").selectOption("EUR");
      await dialog.getByLabel("Numbers and dates").selectOption("de-DE");
      await dialog.getByText("1.234.567,89").waitFor();
      await page.keyboard.press("Escape");
      await go("/months/10");
      await page.getByText(/^22\.507,00\s€$/).waitFor();
      assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
      assert.equal(await page.locator("html").getAttribute("lang"), "de-DE");
      assert.deepEqual(faults, []);
      await close();
    });
  });
}
