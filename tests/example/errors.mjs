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
      await page.getByRole("alert").getByText("“1.2.3” is not an amount").waitFor();
      assert.equal(await cell.getAttribute("aria-invalid"), "true");
      assert.equal(await cell.inputValue(), "1.2.3");
      await cell.press("Escape");
      assert.match(await cell.inputValue(), /^9.500$/);
      assert.equal(await cell.getAttribute("aria-invalid"), null);
    });

    for (const { what, label, typed, why, before } of [
      {
        what: "an amount",
        label: "Allocated to Groceries",
        typed: "-5",
        why: /^Allocated amount must be/,
        before: /^4.000$/,
      },
      {
        what: "an amount in a table",
        label: "Amount of Rent",
        typed: "99999999999",
        why: /^Amount must be/,
        before: /^9.500$/,
      },
      {
        what: "a name",
        label: "Name of the payment Rent",
        typed: "x".repeat(201),
        why: /^Name must/,
        before: /^Rent$/,
      },
      { what: "a total", label: "Income", typed: "-1", why: /^Income must be/, before: /^R\s25.000,00$/ },
    ]) {
      it(`of what the API refuses stands beside it, and what was typed stays there: ${what}`, async () => {
        await tab.go(`/months/${made.month.id}`);
        const cell = page.getByLabel(label, { exact: true });
        await cell.fill(typed);
        await cell.press("Enter");
        const alert = page.getByRole("alert").getByText(why);
        await alert.waitFor();
        assert.equal(await cell.inputValue(), typed);
        assert.ok(await cell.evaluate((each) => each === document.activeElement), "it has the focus");
        assert.equal(await cell.getAttribute("aria-invalid"), "true");
        assert.equal(await cell.getAttribute("aria-describedby"), await alert.getAttribute("id"));
        assert.equal(await page.getByRole("status").getByRole("paragraph").count(), 0, "it is said in one place");

        // It can be left as it is, and is not sent again by that.
        /** @type {string[]} */
        const sent = [];
        page.on("request", (request) => request.method() === "PATCH" && sent.push(request.url()));
        await cell.press("Tab");
        assert.ok(!(await cell.evaluate((each) => each === document.activeElement)), "it lets the focus go");
        assert.equal(await cell.inputValue(), typed);
        await cell.focus();
        await cell.press("Escape");
        assert.match(await cell.inputValue(), before);
        await alert.waitFor({ state: "detached" });
        assert.deepEqual(sent, []);
        assert.equal((await example().api.as(USER).get(`/api/months/${made.month.id}`)).body.income, 2_500_000);
      });
    }

    it("of what the API refuses does not take the focus from what is typed next", async () => {
      const refused = page.getByLabel("Allocated to Groceries");
      const other = page.locator("form.quick", { hasText: "What for" }).getByLabel("What for");
      await page.route("**/api/categories/*", async (route) => {
        const answer = await route.fetch();
        await other.pressSequentially("Bread");
        await route.fulfill({ response: answer });
      });
      await refused.fill("-5");
      await other.focus();
      await page.getByRole("alert").getByText("Allocated amount must be").waitFor();
      assert.ok(await other.evaluate((each) => each === document.activeElement), "it keeps the focus");
      assert.equal(await other.inputValue(), "Bread");
      assert.equal(await refused.inputValue(), "-5");
      await page.unrouteAll({ behavior: "wait" });
      await refused.press("Escape");
      await other.fill("");
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
      await Promise.all([
        page.waitForResponse((response) => response.request().method() === "PATCH" && response.ok()),
        page.getByRole("status").getByRole("button", { name: "Try again" }).click(),
      ]);
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
