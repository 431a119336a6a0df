import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { ENDPOINTS } from "../worker/support/endpoints.mjs";

/** @typedef {import("./support/example.mjs").Page} Page */

const USER = "somebody-new";

/** From an empty database to a year in use. @param {() => import("./support/example.mjs").Example} example */
export function day(example) {
  describe("a user's day", () => {
    it("goes from nothing to a year in use, by every endpoint", async () => {
      const { page, faults, endpoints, go, close } = await example().open({ user: USER });
      const user = example().api.as(USER);
      await go("/");
      await page.getByText("Nothing here yet").waitFor();

      await firstMonth(page);
      await spend(page);
      const { body: months } = await user.get("/api/months");
      const { body: spent } = await user.get(`/api/months/${months[0].id}/summary`);
      assert.deepEqual(
        [spent.monthName, spent.income, spent.totalFixedPayments, spent.totalBudgeted, spent.totalSpent],
        ["Holiday March", 3_000_050, 950_000, 520_000, 557_050],
      );
      await nextMonth(page);

      await firstYear(page);
      await planIncome(page);
      await planExpenses(page);
      await wholeMonths(page);
      const { body: tree } = await user.get("/api/yearly/by-year/2026");
      const { body: plan } = await user.get(`/api/yearly/${tree.id}/summary`);
      assert.deepEqual(
        plan.months[0].sections.map((/** @type {any} */ each) => each.total),
        [1_230_000, 0, 200_000],
      );
      assert.deepEqual([plan.months[0].totalGross, plan.months[0].totalDeductions], [2_500_000, 450_000]);
      assert.deepEqual([plan.months[1].totalGross, plan.months[1].totalExpenses], [2_500_000, 1_430_000]);
      assert.deepEqual([plan.months[2].totalGross, plan.months[2].totalExpenses], [0, 0]);
      await charts(page);
      await settle(page);

      const missing = ENDPOINTS.filter((endpoint) => !endpoints.has(endpoint));
      assert.deepEqual(missing, [], "endpoints that the page has not asked");
      assert.deepEqual(faults, []);
      await close();
    });
  });
}

/** @param {Page} page @param {string} label @param {string} value saved by leaving the field */
async function write(page, label, value) {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(value);
  await Promise.all([answered(page, "PATCH"), field.press("Enter")]);
}

/** The API's answer to the next change. @param {Page} page @param {string} method */
const answered = (page, method) =>
  page.waitForResponse((response) => response.request().method() === method && response.ok());

/** Presses a button that asks again. @param {Page} page @param {string} name */
async function surely(page, name) {
  await page.getByRole("button", { name, exact: true }).click();
  await Promise.all([answered(page, "DELETE"), page.getByRole("button", { name: "Really delete?" }).click()]);
}

/** @param {Page} page */
async function firstMonth(page) {
  const form = page.locator("section", { hasText: "Your first month" }).last();
  await form.getByLabel("Month").selectOption("March");
  await form.getByLabel("Year").fill("2026");
  await form.getByLabel("Income").fill("30 000,50");
  await form.getByRole("button", { name: "Create the month" }).click();
  await page.getByRole("heading", { name: "March 2026" }).waitFor();
}

/** @param {Page} page @param {string} name @param {string} allocated */
async function addCategory(page, name, allocated) {
  const form = page.locator("form", { hasText: "New category" });
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("Allocated").fill(allocated);
  await form.getByRole("button", { name: "Add the category" }).click();
  await page.getByLabel(`Allocated to ${name}`).waitFor();
}

/** @param {Page} page @param {string} name @param {string} amount */
async function addPayment(page, name, amount) {
  const form = page.locator("form", { hasText: "New payment" });
  await form.getByLabel("New payment").fill(name);
  await form.getByLabel("Amount").fill(amount);
  await form.getByRole("button", { name: "Add" }).click();
  await page.getByLabel(`Amount of ${name}`).waitFor();
}

/** @param {Page} page */
async function spend(page) {
  await addPayment(page, "Rent", "9 000");
  await addPayment(page, "Gym", "500");
  await write(page, "Amount of Rent", "9500");
  await write(page, "Name of the payment Rent", "Flat");
  await surely(page, "Delete the payment Gym");

  await addCategory(page, "Groceries", "4000");
  await addCategory(page, "Fuel", "1000");
  await addCategory(page, "Mistake", "1");
  await write(page, "Allocated to Fuel", "1 200.00");
  await write(page, "Name of the category Fuel", "Petrol");
  await surely(page, "Delete the category Mistake");

  // Without the mouse: n, the amount, Enter; and again.
  await page.keyboard.press("n");
  for (const amount of ["459,90", "4 200", "40"]) {
    await page.keyboard.type(amount);
    await Promise.all([answered(page, "POST"), page.keyboard.press("Enter")]);
    await page.waitForFunction(
      () => document.activeElement instanceof HTMLInputElement && document.activeElement.value === "",
    );
  }
  const bar = page.getByRole("progressbar", { name: "Spent on Groceries" });
  await page.getByText("R 699,90 over".replaceAll(" ", "\u00a0").replace("\u00a0over", " over")).waitFor();
  assert.match(String(await bar.getAttribute("aria-valuetext")), /over the budget/);

  const entry = page.locator("form.quick", { hasText: "What for" });
  await entry.getByLabel("Category").selectOption("Petrol");
  await entry.getByLabel("Amount").fill("950.60");
  await entry.getByLabel("What for").fill("Full tank");
  await entry.getByLabel("Day").fill("2026-03-14");
  await Promise.all([answered(page, "POST"), entry.getByRole("button", { name: "Add" }).click()]);
  await page.getByRole("button", { name: "1 transaction of Petrol" }).click();
  await page.getByRole("button", { name: /14 Mar.*Full tank.*950,60/ }).waitFor();

  await page.getByRole("button", { name: "3 transactions of Groceries" }).click();
  await page.getByRole("button", { name: /4.200,00/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Amount").fill("4 160.00");
  await dialog.getByLabel("What for").fill("Everything at once");
  await Promise.all([answered(page, "PATCH"), dialog.getByRole("button", { name: "Save" }).click()]);
  await page.getByRole("button", { name: /40,00/ }).last().click();
  await surely(page, "Delete the transaction");

  await page.getByRole("button", { name: "Change this month" }).click();
  await dialog.getByLabel("Name").fill("Holiday March");
  await Promise.all([answered(page, "PATCH"), dialog.getByRole("button", { name: "Save" }).click()]);
  await page.getByRole("heading", { name: "Holiday March 2026" }).waitFor();
  await page.waitForLoadState("networkidle");
}

/** A month like the one before, which is deleted again. @param {Page} page */
async function nextMonth(page) {
  await page.getByRole("link", { name: "Months" }).click();
  await page.getByRole("button", { name: "New month" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").waitFor();
  assert.equal(await dialog.getByLabel("Name").inputValue(), "April");
  await dialog.getByRole("button", { name: "Create the month" }).click();
  await page.getByRole("heading", { name: "April 2026" }).waitFor();
  await page.getByLabel("Amount of Flat").waitFor();
  await page.getByLabel("Allocated to Petrol").waitFor();
  await page.getByRole("link", { name: "Months" }).click();
  await surely(page, "Delete April 2026");
  await page.getByText("April 2026 was deleted").waitFor();
  await page.getByRole("link", { name: "Budget" }).click();
  await page.getByText("left of").waitFor();
}

/** @param {Page} page */
async function firstYear(page) {
  const form = page.locator("section", { hasText: "Your first year" }).last();
  await form.getByLabel("Year").fill("2026");
  await form.getByLabel("To spend freely each month").fill("4000");
  await form.getByRole("button", { name: "Create the year" }).click();
  await page.getByRole("heading", { name: "2026" }).waitFor();
}

/** @param {Page} page @param {string} label @param {string} name */
async function addName(page, label, name) {
  await page.getByLabel(label, { exact: true }).fill(name);
  await Promise.all([answered(page, "POST"), page.getByLabel(label, { exact: true }).press("Enter")]);
}

/** @param {Page} page */
async function planIncome(page) {
  await addName(page, "New income source", "Salary");
  await addName(page, "New income source", "Lottery");
  await surely(page, "Delete the income source Lottery");
  await write(page, "Salary, January", "25000");
  await write(page, "Name of the income source Salary", "Job");
  await page.getByRole("button", { name: "Deductions from Job, January: 0" }).click();
  const dialog = page.getByRole("dialog");
  for (const [name, amount] of [
    ["Tax", "4000"],
    ["Slip", "1"],
  ]) {
    await dialog.getByLabel("New deduction").fill(String(name));
    await dialog.getByLabel("Amount", { exact: true }).fill(String(amount));
    await Promise.all([answered(page, "POST"), dialog.getByRole("button", { name: "Add" }).click()]);
    await dialog.getByLabel(`Amount of ${name}`).waitFor();
  }
  await write(page, "Amount of Tax", "4 500");
  await surely(page, "Delete the deduction Slip");
  await dialog.getByText(/20.500,00 after/).waitFor();
  await page.keyboard.press("Escape");
}

/** @param {Page} page */
async function planExpenses(page) {
  const dialog = page.getByRole("dialog");
  const living = "New category in Living Essentials";
  for (const name of ["Home", "Food", "Water", "Mistake"]) {
    await addName(page, living, name);
    await page.getByRole("button", { name: `Change the category ${name}` }).waitFor();
  }
  await page.getByRole("button", { name: "Change the category Mistake" }).click();
  await surely(page, "Delete the category");

  await page.getByRole("button", { name: "Change the category Home" }).click();
  await addName(page, "New subcategory", "Rent");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Change the category Water" }).click();
  await dialog.getByLabel("Part of").selectOption("Home");
  await Promise.all([answered(page, "PATCH"), dialog.getByRole("button", { name: "Save" }).click()]);
  await page.locator("tr.child", { hasText: "Water" }).waitFor();

  await page.getByRole("button", { name: "Change the category Rent" }).click();
  await dialog.getByLabel("The same amount in each month").fill("9500");
  await Promise.all([answered(page, "POST"), dialog.getByRole("button", { name: "Fill" }).click()]);
  await write(page, "Food, January", "2500");
  await write(page, "Water, January", "300");
  await addName(page, "New category in Savings", "Rainy days");
  await write(page, "Rainy days, January", "2000");
  await Promise.all([answered(page, "PATCH"), page.getByLabel("Food, January: paid").check()]);

  await page.getByRole("button", { name: "10 % for Savings: change" }).click();
  await dialog.getByLabel("Target, in percent").fill("8");
  await Promise.all([answered(page, "PATCH"), dialog.getByRole("button", { name: "Save" }).click()]);
  await page.getByText("Savings: over 8 % in Jan").waitFor();
}

/** Copies January to February, clears March, and ticks all of January. @param {Page} page */
async function wholeMonths(page) {
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Jan: copy, clear, tick" }).click();
  await Promise.all([answered(page, "POST"), dialog.getByRole("button", { name: "Copy" }).click()]);
  await page.getByText("amounts were copied to February").waitFor();
  await page.getByRole("button", { name: "Mar: copy, clear, tick" }).click();
  await dialog.getByRole("button", { name: "Clear March" }).click();
  await Promise.all([answered(page, "POST"), page.getByRole("button", { name: "Really delete?" }).click()]);
  await page.getByRole("button", { name: "Jan: copy, clear, tick" }).click();
  await Promise.all([answered(page, "POST"), dialog.getByRole("button", { name: "Tick all as paid" }).click()]);
  await page.getByRole("checkbox", { name: "Rent, January: paid", checked: true }).waitFor();
  assert.ok(!(await page.getByLabel("Rent, February: paid").isChecked()), "what was copied is not paid");
}

/** @param {Page} page */
async function charts(page) {
  await page.getByRole("button", { name: "Charts" }).click();
  const canvas = page.locator("canvas").first();
  await canvas.waitFor();
  await page.waitForFunction(() => {
    const drawn = document.querySelector("canvas");
    const pixels = drawn?.getContext("2d")?.getImageData(0, 0, drawn.width, drawn.height).data ?? [];
    return new Set(pixels).size > 20;
  });
  await page.getByText("As a table").first().click();
  await page.getByRole("row", { name: /^Jan.*12.300,00.*20.500,00/ }).waitFor();
}

/** Warnings off, the file, and the year deleted. @param {Page} page */
async function settle(page) {
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Change this year" }).click();
  await dialog.getByLabel("Warn me").uncheck();
  await Promise.all([answered(page, "PATCH"), dialog.getByRole("button", { name: "Save" }).click()]);
  await page.getByText("Savings: over 8 %").waitFor({ state: "detached" });

  await page.getByRole("link", { name: "Years" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save 2026 as CSV" }).click(),
  ]);
  const text = await readFile(await file.path(), "utf8");
  assert.match(text, /^"Income","Job","25000.00","25000.00","0.00"/m);
  assert.match(text, /^"Living Essentials","Home: Rent","9500.00","9500.00","0.00","9500.00"/m);
  await surely(page, "Delete 2026");
  await page.getByText("No year yet").waitFor();
}
