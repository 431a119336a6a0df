import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { makeMonth } from "../worker/support/make.mjs";

/** @typedef {import("playwright-core").Page} Page */

/**
 * Which key the layer gives a POST, and so how many rows are made of it.
 * @param {{
 *   openPage: () => Promise<{ page: Page }>,
 *   own: () => import("../worker/support/client.mjs").Client,
 * }} parts a page of the app's, and the API for who uses it
 */
export function keys({ openPage, own }) {
  /** @type {number} */
  let monthId;
  /** The newest month's is the one that the page adds payments to. */
  let year = 2050;
  /** What the payments are called that the API has. */
  const stored = async () => {
    const { body } = await own().get(`/api/months/${monthId}`);
    return body.fixedPayments.map((/** @type {any} */ { name }) => name).sort();
  };

  describe("the key of a POST", () => {
    beforeEach(async () => {
      year += 1;
      monthId = (await makeMonth(own(), { name: "Keys", year, month: 1 })).id;
    });

    it("is another one for each of two that are the same, which make two rows", async () => {
      const { page } = await openPage();
      const sent = await watch(page);
      await pay(page, "Same");
      await paid(page, 1);
      await pay(page, "Same");
      await paid(page, 2);
      assert.equal(new Set(sent).size, 2);
      assert.deepEqual(await stored(), ["Same", "Same"]);
      await page.close();
    });

    it("is the same one for what is tried again after a lost answer, which makes one row", async () => {
      const { page } = await openPage();
      const sent = await watch(page, [LOST, LOST]);
      await pay(page, "Lost");
      await unreachable(page);
      await pay(page, "Lost");
      await paid(page, 1);
      assert.deepEqual(sent, [sent[0], sent[0], sent[0]]);
      assert.deepEqual(await stored(), ["Lost"]);

      await pay(page, "Lost");
      await paid(page, 2);
      assert.equal(new Set(sent).size, 2);
      assert.deepEqual(await stored(), ["Lost", "Lost"]);
      await page.close();
    });

    it("is another one once the visitor has discarded what failed", async () => {
      const { page } = await openPage();
      const sent = await watch(page, [LOST, LOST]);
      await pay(page, "Discarded");
      await unreachable(page);
      await page.getByRole("button", { name: "Discard" }).click();
      await pay(page, "Discarded");
      await paid(page, 1);
      assert.equal(sent.length, 3);
      assert.notEqual(sent[2], sent[0]);
      // The lost one was made all the same, as nobody could know.
      assert.deepEqual(await stored(), ["Discarded", "Discarded"]);
      await page.close();
    });

    it("is another one for another body, and still the first one for the first", async () => {
      const { page } = await openPage();
      const sent = await watch(page, [LOST, LOST]);
      await pay(page, "Before");
      await unreachable(page);
      await pay(page, "After");
      await paid(page, 1);
      await pay(page, "Before");
      await paid(page, 2);
      assert.deepEqual(sent, [sent[0], sent[0], sent[2], sent[0]]);
      assert.notEqual(sent[2], sent[0]);
      assert.deepEqual(await stored(), ["After", "Before"]);
      await page.close();
    });

    it("is one for each of several that are lost at the same time", async () => {
      const { page } = await openPage();
      const sent = await watch(page, [LOST, LOST, LOST, LOST]);
      let failures = 0;
      page.on("requestfailed", () => {
        failures += 1;
      });
      await page.getByLabel("Payment").fill("Both");
      await page.getByRole("button", { name: "Pay" }).dblclick();
      while (failures < 4) await page.waitForTimeout(20);
      await pay(page, "Both");
      await paid(page, 1);
      await pay(page, "Both");
      await paid(page, 2);
      assert.equal(new Set(sent).size, 2);
      assert.deepEqual(await stored(), ["Both", "Both"]);
      await page.close();
    });

    it("stays where a 409 says that it is under way itself", async () => {
      const { page } = await openPage();
      const sent = await watch(page, [
        refusal(409, "conflict", "A request with this Idempotency-Key is still under way"),
      ]);
      await pay(page, "Under way");
      await page.locator("#problem").getByText("is still under way").waitFor();
      await pay(page, "Under way");
      await paid(page, 1);
      assert.deepEqual(sent, [sent[0], sent[0]]);
      assert.deepEqual(await stored(), ["Under way"]);
      await page.close();
    });

    it("stays where the session has ended since an answer was lost", async () => {
      const { page } = await openPage();
      const sent = await watch(page, [LOST, refusal(401, "unauthorized", "You must be logged in")]);
      await pay(page, "Signed out");
      await page.locator("#problem").getByText("You must be logged in").waitFor();
      await pay(page, "Signed out");
      await paid(page, 1);
      assert.deepEqual(sent, [sent[0], sent[0], sent[0]]);
      assert.deepEqual(await stored(), ["Signed out"]);
      await page.close();
    });

    it("stays where a hook throws before what is tried again is sent", async () => {
      const { page } = await openPage();
      const sent = await watch(page, [LOST, LOST]);
      await pay(page, "Hooked");
      await unreachable(page);
      await page.evaluate(() => {
        const app = /** @type {any} */ (globalThis);
        const unhook = app.useNuxtApp().hook("budgeting:request", () => {
          unhook();
          app.hasThrown = true;
          throw new Error("no session");
        });
      });
      await pay(page, "Hooked");
      await page.waitForFunction(() => /** @type {any} */ (globalThis).hasThrown);
      assert.equal(sent.length, 2);
      await pay(page, "Hooked");
      await paid(page, 1);
      assert.deepEqual(sent, [sent[0], sent[0], sent[0]]);
      assert.deepEqual(await stored(), ["Hooked"]);
      await page.close();
    });

    it("is done with where another 409 refuses what was asked for", async () => {
      await makeMonth(own(), { name: "There already", year, month: 5 });
      const { page } = await openPage();
      const sent = await watch(page, [], "**/api/months");
      for (const count of [1, 2]) {
        await page.getByLabel("Name").fill("There already");
        await page.getByLabel("Year").fill(String(year));
        const [answer] = await Promise.all([
          page.waitForResponse((response) => response.request().method() === "POST"),
          page.getByRole("button", { name: "Create" }).click(),
        ]);
        assert.equal(answer.status(), 409);
        await page.locator("#problem").getByText(`A month named "There already" already exists for ${year}`).waitFor();
        assert.equal(sent.length, count);
      }
      assert.notEqual(sent[1], sent[0]);
      await page.close();
    });
  });
}

/** An answer that gets lost: the API has done it, and nobody hears of it. */
const LOST = Symbol("lost");

/** @param {number} status @param {string} code @param {string} message */
const refusal = (status, code, message) => ({
  status,
  json: { error: true, statusCode: status, code, message, requestId: "r" },
});

/**
 * The keys of a page's POSTs, from now on; the first of them end as told.
 * @param {Page} page
 * @param {(typeof LOST | ReturnType<typeof refusal>)[]} [ends]
 * @param {string} [path]
 */
async function watch(page, ends = [], path = "**/api/fixed-payments") {
  /** @type {string[]} */
  const sent = [];
  await page.route(path, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    const key = String(await route.request().headerValue("idempotency-key"));
    const end = ends[sent.push(key) - 1];
    if (end === undefined) return route.continue();
    if (end !== LOST) return route.fulfill(/** @type {ReturnType<typeof refusal>} */ (end));
    assert.equal((await route.fetch()).status(), 201);
    return route.abort("connectionreset");
  });
  return sent;
}

/** @param {Page} page @param {string} name */
async function pay(page, name) {
  await page.getByLabel("Payment").fill(name);
  await page.getByRole("button", { name: "Pay" }).click();
}

/** @param {Page} page @param {number} count */
const paid = (page, count) => page.getByText(`${count} paid`).waitFor();

/** @param {Page} page */
const unreachable = (page) => page.locator("#problem").getByText("The service cannot be reached").waitFor();
