/** What the example's amount fields understand, in which locale and currency, and what they refuse. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { notationOf, readAmount } from "../../examples/nuxt/app/utils/amounts.ts";

/** @param {string} text @param {string} locale @param {string} [currency] */
const read = (text, locale, currency = "EUR") => readAmount(text, notationOf(locale, currency));

/** What is typed, where, and its cents. @type {[text: string, locale: string, cents: number, currency?: string][]} */
const UNDERSTOOD = [
  ["0", "en-US", 0],
  ["12", "en-US", 1200],
  [".50", "en-US", 50],
  ["0.05", "en-US", 5],
  ["1.5", "en-US", 150],
  ["1,234.50", "en-US", 123_450],
  ["12,345,678.9", "en-US", 1_234_567_890],
  ["1 234.50", "en-US", 123_450],
  ["1,10,240", "en-IN", 11_024_000, "INR"],
  ["12,34,56,789.25", "en-IN", 12_345_678_925, "INR"],
  ["₹1,10,240.50", "en-IN", 11_024_050, "INR"],
  ["1.234,56", "de-DE", 123_456],
  ["1.234", "de-DE", 123_400],
  ["1234,5", "de-DE", 123_450],
  ["1.234,56 €", "de-DE", 123_456],
  ["1’234.50", "de-CH", 123_450, "CHF"],
  ["1'234.50", "de-CH", 123_450, "CHF"],
  ["CHF 1’234.50", "de-CH", 123_450, "CHF"],
  ["chf-5", "de-CH", -500, "CHF"],
  ["30\u00a0000,50", "en-ZA", 3_000_050, "ZAR"],
  ["30\u202f000,50", "fr-FR", 3_000_050],
  ["30 000,50", "fr-FR", 3_000_050],
  ["R950.60", "en-ZA", 95_060, "ZAR"],
  ["R\u00a0950,60", "en-ZA", 95_060, "ZAR"],
  ["950 ZAR", "en-ZA", 95_000, "ZAR"],
  ["1 234,50 kr", "sv-SE", 123_450, "SEK"],
  ["-5", "en-US", -500],
  ["−5,50", "sv-SE", -550, "SEK"],
  ["-$5", "en-US", -500, "USD"],
  ["$-5", "en-US", -500, "USD"],
  ["- 5", "en-US", -500],
  ["-0", "en-US", 0],
  ["1,234", "ja-JP", 123_400, "JPY"],
  ["¥1234", "en-US", 123_400, "JPY"],
  ["1.25", "en-US", 125, "KWD"],
  ["١٬٢٣٤٫٥", "ar-EG", 123_450, "EGP"],
];

/** What is typed, where, and what the message has to say. @type {[text: string, locale: string, says: RegExp, currency?: string][]} */
const REFUSED = [
  ["0.125", "en-US", /“0\.125” has too many decimals: EUR has at most 2/],
  ["0.125", "en-ZA", /too many decimals/],
  ["0,500", "en-US", /“0,500” is not an amount: write it like 1,234\.50/],
  ["0,500", "de-DE", /too many decimals/],
  ["0.500", "de-DE", /is not an amount: write it like 1\.234,50/],
  ["5k", "en-US", /“5k” is not an amount/],
  ["1m", "en-US", /“1m” is not an amount/],
  ["12 apples", "en-US", /“12 apples” is not an amount/],
  ["1,5", "en-US", /not an amount/],
  ["1.5", "de-DE", /not an amount/],
  ["1,10,240", "en-US", /not an amount/],
  ["12,34", "en-US", /not an amount/],
  ["1234,567", "en-US", /not an amount/],
  ["1,234.567,8", "en-US", /not an amount/],
  ["1,234'567", "en-US", /not an amount/],
  ["1,234.50", "de-DE", /not an amount/],
  ["1.2.3", "en-ZA", /not an amount/],
  ["$5", "de-DE", /not an amount/, "EUR"],
  ["€", "de-DE", /not an amount/],
  [".", "en-US", /not an amount/],
  ["-", "en-US", /not an amount/],
  ["--5", "en-US", /not an amount/],
  ["5-", "en-US", /not an amount/],
  ["1e3", "en-US", /not an amount/],
  ["Infinity", "en-US", /not an amount/],
  ["12.5", "ja-JP", /JPY has no decimals/, "JPY"],
  ["12.00", "en-US", /JPY has no decimals/, "JPY"],
  ["1.125", "en-US", /KWD has at most 2 decimals here/, "KWD"],
];

describe("an amount", () => {
  for (const [text, locale, cents, currency] of UNDERSTOOD) {
    it(`“${text}” in ${locale} is ${cents} cents`, () => assert.deepEqual(read(text, locale, currency), { cents }));
  }

  for (const [text, locale, says, currency] of REFUSED) {
    it(`“${text}” in ${locale} is refused`, () => {
      const { cents, fault } = read(text, locale, currency);
      assert.equal(cents, undefined);
      assert.match(String(fault), says);
    });
  }

  it("is neither right nor wrong while nothing is typed", () => {
    for (const text of ["", "  ", "\u00a0"]) assert.deepEqual(read(text, "en-US"), {});
  });

  it("is read as it is shown, in every locale and currency of the settings and a few more", () => {
    const locales = [
      "en-ZA",
      "en-GB",
      "en-US",
      "de-DE",
      "fr-FR",
      "sv-SE",
      "de-CH",
      "en-IN",
      "hi-IN",
      "ja-JP",
      "es-ES",
      "pt-BR",
    ];
    for (const locale of locales) {
      for (const currency of ["ZAR", "EUR", "GBP", "USD", "CHF", "SEK", "INR", "JPY"]) {
        const notation = notationOf(locale, currency);
        for (const cents of [0, 500, -1200, 123_400, 123_456_700, -98_765_432_100]) {
          for (const options of [{}, { style: /** @type {const} */ ("currency"), currency }]) {
            const digits = { minimumFractionDigits: notation.decimals, maximumFractionDigits: notation.decimals };
            const shown = new Intl.NumberFormat(locale, { ...options, ...digits }).format(cents / 100);
            assert.deepEqual(readAmount(shown, notation), { cents }, `${shown} in ${locale}`);
          }
        }
      }
    }
  });
});
