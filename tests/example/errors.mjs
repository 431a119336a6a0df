import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { makeFilledMonth, makeFilledYear } from "../worker/support/make.mjs";

const USER = "somebody-with-troubles";

/** What is said when something does not work. @param {() => import("./support/example.mjs").Example} example */
export function errors(example) {
  describe("an error", () => {
    /** @type {Awaited<ReturnType<ReturnType<typeof example>["open"]>>} */
    let tab;
    /** @type {import("./support/example.mjs").Page} */
    let page;
    /** @type {Awaited<ReturnType<typeof makeFilledMonth>>} */
    let made;
    before(async () => {
      made = await makeFilledMonth(example().api.as(USER), { name: "June", year: 2026, month: 6 });
      await makeFilledYear(example().api.as(USER), { year: 2026 });
      tab = await example().open({ user: USER });
      page = tab.page;
    });
    after(() => tab?.close());

    it("409 says what is there already, and keeps what was entered", async () => {
      await tab.go("/months");
      await page.getByRole("button", { name: "New month" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Month").selectOption("June");
      await dialog.getByLabel("Name").fill("June");
      await dialog.getByRole("button", { name: "Create the month" }).click();
      await dialog.getByText('A month named "June" already exists for 2026').waitFor();
      assert.equal(await dialog.getByLabel("Name").inputValue(), "June");
      await page.keyboard.press("Escape");
    });

    it("422 stands beside each field that is wrong", async () => {
      await page.getByRole("button", { name: "New month" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Name").fill("");
      await dialog.getByLabel("Year").fill("1999");
      await dialog.getByRole("button", { name: "Create the month" }).click();
      await dialog.getByText("Year must be a whole number from 2000 to 2100").waitFor();
      const name = dialog.getByLabel("Name");
      assert.equal(await name.getAttribute("aria-invalid"), "true");
      const explanation = await name.getAttribute("aria-describedby");
      assert.match(await page.locator(`[id="${explanation}"]`).innerText(), /^Name must be/);
      await page.keyboard.press("Escape");
    });

    it("in an amount is told before it is sent", async () => {
      await tab.go(`/months/${made.month.id}`);
      const entry = page.locator("form.quick", { hasText: "What for" });
      await entry.getByLabel("Amount").fill("12 apples");
      await entry.getByLabel("What for").focus();
      await entry.getByText("“12 apples” is not an amount").waitFor();
      const cell = page.getByLabel("Amount of Rent");
      await cell.fill("1.2.3");
      await cell.press("Enter");
      assert.equal(await cell.getAttribute("aria-invalid"), "true");
      await cell.press("Escape");
      assert.match(await cell.inputValue(), /^9.500$/);
      await page.getByRole("button", { name: "Dismiss" }).click();
    });

    it("of a change that the API refuses takes the change back", async () => {
      const cell = page.getByLabel("Allocated to Groceries");
      await cell.fill("-5");
      await cell.press("Enter");
      await page
        .getByRole("status")
        .getByText(/Allocated amount must be/)
        .waitFor();
      assert.match(await cell.inputValue(), /^4.000$/);
      await page.getByRole("button", { name: "Dismiss" }).click();
    });

    it("of an API out of reach takes the change back, and can be tried again", async () => {
      await example().line.refuse();
      const cell = page.getByLabel("Allocated to Groceries");
      await cell.fill("4100");
      await cell.press("Enter");
      await page.getByRole("status").getByText("The service cannot be reached").waitFor();
      await page.getByText("This is what was here before").waitFor();
      assert.match(await cell.inputValue(), /^4.000$/);
      await example().line.listen();
      await page.getByRole("status").getByRole("button", { name: "Try again" }).click();
      await page.waitForResponse((response) => response.request().method() === "PATCH" && response.ok());
      assert.match(await cell.inputValue(), /^4.100$/);
      await page.getByText("This is what was here before").waitFor({ state: "detached" });
    });

    it("of a page that cannot be loaded says so, and loads it when asked again", async () => {
      await example().line.refuse();
      for (const path of ["/", "/months", `/months/${made.month.id}`, "/years", "/years/2026"]) {
        await tab.go(path);
        await page.getByText("The service cannot be reached").first().waitFor();
      }
      await example().line.listen();
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByRole("row", { name: /^Salary/ }).waitFor();
    });

    it("404 leads back to what there is", async () => {
      await tab.go("/months/2147483647");
      await page.getByText("Month not found").waitFor();
      await page.getByRole("link", { name: "All months" }).click();
      await page.getByRole("heading", { name: "Months" }).waitFor();
      await tab.go("/years/1990");
      await page.getByText("Budget for year 1990 not found").waitFor();
      assert.equal((await tab.go("/months/abc"))?.status(), 404);
      await page.getByRole("button", { name: "To the overview" }).click();
      await page.getByRole("heading", { name: "Overview" }).waitFor();
    });

    it("throws no exception", () => {
      assert.deepEqual(
        tab.faults.filter((line) => line.startsWith("exception") || line.startsWith("foreign")),
        [],
      );
    });
  });
}
