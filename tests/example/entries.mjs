import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { makeFilledMonth } from "../worker/support/make.mjs";

const USER = "somebody-in-a-hurry";
const LATENCY_MS = 300;

/** Nothing that was entered is lost, doubled or garbled. @param {() => import("./support/example.mjs").Example} example */
export function entries(example) {
  describe("what is entered", () => {
    /** @type {Awaited<ReturnType<typeof makeFilledMonth>>} */
    let made;
    /** @type {Awaited<ReturnType<ReturnType<typeof example>["open"]>>} */
    let tab;
    /** @type {import("./support/example.mjs").Page} */
    let page;
    const user = () => example().api.as(USER);
    /** The transactions as the API has them, by their amounts. */
    const stored = async () => {
      const { body } = await user().get(`/api/months/${made.month.id}`);
      const all = body.categories.flatMap((/** @type {any} */ category) => category.transactions);
      return all.sort((/** @type {any} */ one, /** @type {any} */ other) => one.amount - other.amount);
    };
    const amounts = async () => (await stored()).map((/** @type {any} */ each) => each.amount);
    /** @param {number} count */
    const untilThereAre = async (count) => {
      for (const end = Date.now() + 15_000; (await amounts()).length !== count; await sleep(100)) {
        assert.ok(Date.now() < end, `there are ${(await amounts()).join(", ")}`);
      }
    };

    before(async () => {
      made = await makeFilledMonth(user(), { name: "June", year: 2026, month: 6 });
      tab = await example().open({ user: USER });
      page = tab.page;
      await tab.go(`/months/${made.month.id}`);
    });
    after(() => tab?.close());

    it("is saved wholly, however fast it is typed and however slow the answers are", async () => {
      await page.route("**/api/**", async (route) => {
        await sleep(LATENCY_MS);
        await route.continue();
      });
      await page.keyboard.press("n");
      for (const amount of ["11", "22", "33", "44"]) {
        await page.keyboard.type(amount);
        await page.keyboard.press("Enter");
      }
      await untilThereAre(5);
      assert.deepEqual(await amounts(), [1100, 2200, 3300, 4400, 25_000]);
      await page.getByRole("button", { name: "5 transactions of Groceries" }).waitFor();
      await page.unrouteAll({ behavior: "wait" });
    });

    it("is kept and sent again with the same key if no answer comes, beside what is typed next", async () => {
      /** @type {(string | null)[]} */
      const keys = [];
      await page.route("**/api/transactions", async (route) => {
        keys.push(await route.request().headerValue("idempotency-key"));
        // The API has done it; nobody hears of it.
        if (keys.length <= 2) {
          await route.fetch();
          return route.abort();
        }
        return route.continue();
      });
      await page.locator("form.quick", { hasText: "What for" }).getByLabel("Amount").focus();
      await page.keyboard.type("55");
      await page.keyboard.press("Enter");
      await page.keyboard.type("66");
      const failed = page.getByRole("alert", { name: "Not saved" });
      await failed.getByText(/55.* was not saved/).waitFor();
      assert.equal(await page.locator("form.quick", { hasText: "What for" }).getByLabel("Amount").inputValue(), "66");
      await Promise.all([
        page.waitForResponse((response) => response.request().method() === "POST" && response.ok()),
        failed.getByRole("button", { name: "Try again" }).click(),
      ]);
      await failed.waitFor({ state: "detached" });
      assert.equal(new Set(keys).size, 1, keys.join());
      assert.deepEqual(await amounts(), [1100, 2200, 3300, 4400, 5500, 25_000]);
      await page.unrouteAll({ behavior: "wait" });
      await page.locator("form.quick", { hasText: "What for" }).getByLabel("Amount").fill("");
    });

    it("is an entry of its own where an equal one was given up that no answer came to", async () => {
      const field = page.locator("form.quick", { hasText: "What for" }).getByLabel("Amount");
      const failed = page.getByRole("alert", { name: "Not saved" });
      let sent = 0;
      await page.route("**/api/transactions", async (route) => {
        sent += 1;
        if (sent > 2) return route.continue();
        await route.fetch();
        return route.abort();
      });
      /** @param {string} amount @param {string} button */
      const lose = async (amount, button) => {
        sent = 0;
        await write(amount);
        await failed.getByRole("button", { name: button }).click();
        await failed.waitFor({ state: "detached" });
      };
      /** @param {string} amount */
      const write = async (amount) => {
        await field.fill(amount);
        await field.press("Enter");
      };
      // What was lost was made all the same, as nobody could know.
      await lose("77", "Discard");
      await write("77");
      await untilThereAre(8);

      // What is changed is given up too.
      await lose("88", "Put back");
      await write("89");
      await untilThereAre(10);
      await write("88");
      await untilThereAre(11);

      // What is sent as it was is the same one.
      await lose("99", "Put back");
      await Promise.all([
        page.waitForResponse((response) => response.request().method() === "POST" && response.ok()),
        field.press("Enter"),
      ]);
      assert.deepEqual(await amounts(), [1100, 2200, 3300, 4400, 5500, 7700, 7700, 8800, 8800, 8900, 9900, 25_000]);
      await page.unrouteAll({ behavior: "wait" });
    });

    it("stays where it is when the session has ended, and can be sent after signing in again", async () => {
      const refused = {
        error: true,
        statusCode: 401,
        code: "unauthorized",
        message: "You must be logged in",
        requestId: "r",
      };
      await page.route("**/api/**", (route) => route.fulfill({ status: 401, json: refused }));
      const cell = page.getByLabel("Allocated to Groceries");
      await cell.fill("4 321");
      await cell.press("Enter");
      await page
        .getByRole("status")
        .getByText(/You must be logged in/)
        .waitFor();
      assert.equal(await page.getByRole("heading", { name: "June 2026" }).count(), 1);
      await page.unrouteAll({ behavior: "wait" });
      await Promise.all([
        page.waitForResponse((response) => response.request().method() === "PATCH" && response.ok()),
        page.getByRole("status").getByRole("button", { name: "Try again" }).click(),
      ]);
      assert.match(await cell.inputValue(), /^4.321$/);
    });

    it("is not mixed up with a proxy's page to sign in, which comes with success", async () => {
      await page.route("**/api/**", (route) =>
        route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html><title>Sign in</title>" }),
      );
      const cell = page.getByLabel("Allocated to Groceries");
      await cell.fill("5 000");
      await cell.press("Enter");
      await page
        .getByRole("status")
        .getByText(/Something else answered in place of the service/)
        .waitFor();
      assert.equal(await page.getByRole("heading", { name: "June 2026" }).count(), 1);
      await page.unrouteAll({ behavior: "wait" });
    });
  });

  describe("an entry without a day", () => {
    for (const [timezone, now, day] of /** @type {const} */ ([
      ["America/Los_Angeles", "2026-06-10T05:00:00Z", "2026-06-09"],
      ["UTC", "2026-06-10T13:00:00Z", "2026-06-10"],
      ["Pacific/Auckland", "2026-06-10T13:00:00Z", "2026-06-11"],
    ])) {
      it(`is of the visitor's own day, and shown so: ${timezone}`, async () => {
        const somebody = `somebody-in-${timezone}`;
        const user = example().api.as(somebody);
        const { month } = await makeFilledMonth(user, { name: "June", year: 2026, month: 6 });
        const tab = await example().open({ user: somebody, timezone });
        try {
          await tab.page.clock.setFixedTime(new Date(now));
          await tab.go(`/months/${month.id}`);
          await tab.page.keyboard.press("n");
          await tab.page.keyboard.type("77");
          await tab.page.keyboard.press("Enter");
          await tab.page.getByRole("button", { name: "2 transactions of Groceries" }).click();
          const shown = new Intl.DateTimeFormat("en-ZA", { day: "numeric", month: "short", timeZone: "UTC" });
          await tab.page.getByRole("button", { name: new RegExp(`${shown.format(new Date(day))}.*77,00`) }).waitFor();
          const { body } = await user.get(`/api/months/${month.id}`);
          const entered = body.categories[0].transactions.find((/** @type {any} */ each) => each.amount === 7700);
          assert.equal(entered?.transactionDate, Date.parse(day) / 1000);
        } finally {
          await tab.close();
        }
      });
    }
  });
}
