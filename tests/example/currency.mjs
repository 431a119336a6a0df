import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { makeFilledMonth } from "../worker/support/make.mjs";

const USER = "somebody-in-japan";

/** A currency that has no decimals; the API's cents are hundredths of it all the same. @param {() => import("./support/example.mjs").Example} example */
export function currency(example) {
  describe("a currency without decimals", () => {
    /** @type {Awaited<ReturnType<typeof makeFilledMonth>>} */
    let made;
    /** @type {Awaited<ReturnType<ReturnType<typeof example>["open"]>>} */
    let tab;
    /** @type {import("./support/example.mjs").Page} */
    let page;
    const stored = async () => (await example().api.as(USER).get(`/api/months/${made.month.id}`)).body;
    before(async () => {
      made = await makeFilledMonth(example().api.as(USER), { name: "June", year: 2026, month: 6, income: 300_000 });
      tab = await example().open({ user: USER });
      page = tab.page;
      await tab.go(`/months/${made.month.id}`);
      await page.getByRole("button", { name: "Settings" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Numbers and dates").selectOption("en-US");
      await dialog.getByLabel("Currency").selectOption("JPY");
      await dialog.getByText("An amount looks like this: ¥1,234,568").waitFor();
      await page.keyboard.press("Escape");
    });
    after(() => tab?.close());

    it("is shown without them, by the server too", async () => {
      const isShown = async () => {
        assert.equal(await page.getByLabel("Income", { exact: true }).inputValue(), "¥300,000");
        assert.equal(await page.getByLabel("Allocated to Groceries").inputValue(), "4,000");
        await page.getByText("¥3,750 left").waitFor();
      };
      await isShown();
      await tab.go(`/months/${made.month.id}`);
      await isShown();
      assert.doesNotMatch(await page.locator("main").innerText(), /\d\.\d/);
    });

    it("is entered as it is shown, and stored in hundredths", async () => {
      const cell = page.getByLabel("Allocated to Groceries");
      for (const [typed, shown, cents] of /** @type {const} */ ([
        ["12,500", "12,500", 1_250_000],
        ["¥1234", "1,234", 123_400],
        ["5", "5", 500],
      ])) {
        await cell.fill(typed);
        await Promise.all([
          page.waitForResponse((response) => response.request().method() === "PATCH" && response.ok()),
          cell.press("Enter"),
        ]);
        assert.equal(await cell.inputValue(), shown);
        assert.equal((await stored()).categories[0].allocatedAmount, cents);
      }
      const entry = page.locator("form.quick", { hasText: "What for" });
      await entry.getByLabel("Amount").fill("980");
      await Promise.all([
        page.waitForResponse((response) => response.request().method() === "POST" && response.ok()),
        entry.getByRole("button", { name: "Add" }).click(),
      ]);
      await page.getByRole("button", { name: "2 transactions of Groceries" }).click();
      await page.getByRole("button", { name: "¥980" }).waitFor();
      const { transactions } = (await stored()).categories[0];
      assert.deepEqual(transactions.map((/** @type {any} */ { amount }) => amount).sort(), [25_000, 98_000]);
    });

    it("takes no decimals", async () => {
      const cell = page.getByLabel("Amount of Rent");
      await cell.fill("12.50");
      await cell.press("Enter");
      await page.getByRole("alert").getByText("“12.50” has too many decimals: JPY has no decimals here").waitFor();
      await cell.press("Escape");
      assert.equal(await cell.inputValue(), "9,500");
      const entry = page.locator("form.quick", { hasText: "What for" });
      await entry.getByLabel("Amount").fill("0.5");
      await entry.getByLabel("What for").focus();
      await entry.getByText("“0.5” has too many decimals: JPY has no decimals here").waitFor();
      assert.equal((await stored()).fixedPayments[0].amount, 950_000);
    });

    it("goes wrong nowhere", () => {
      assert.deepEqual(tab.faults, []);
    });
  });
}
