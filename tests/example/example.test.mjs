/** The example frontend. It is built once for all of these. */
import { after, before, describe, it } from "node:test";
import { checkNuxtTypes } from "../../tools/serve/nuxt-app.mjs";
import { exampleFolder } from "../../tools/setup/clients.mjs";
import { accessibility } from "./accessibility.mjs";
import { currency } from "./currency.mjs";
import { day } from "./day.mjs";
import { doubled } from "./doubled.mjs";
import { entries } from "./entries.mjs";
import { errors } from "./errors.mjs";
import { keyboard } from "./keyboard.mjs";
import { startExample } from "./support/example.mjs";

/** @type {import("./support/example.mjs").Example} */
let example;
before(async () => {
  example = await startExample();
});
after(() => example?.close());

for (const tests of [day, entries, doubled, errors, currency, keyboard, accessibility]) tests(() => example);

describe("the example's types", () => {
  it("are right, by vue-tsc", async () => {
    await checkNuxtTypes(exampleFolder, "app");
  });
});
