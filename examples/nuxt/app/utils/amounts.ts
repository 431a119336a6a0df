// Amounts as people write them, and as cents. No floating point: what is typed is what is stored.

/** How amounts are written in a locale and a currency. */
export interface Notation {
  /** Its ten digits. */
  digits: string[];
  /** What may stand between the whole and the fraction. */
  decimalSigns: string[];
  /** What may stand between groups of digits; spaces and apostrophes of every kind count as one of each. */
  groupSigns: string[];
  /** How many digits the last group has, and those before it: 3 and 3, or 3 and 2 in India. */
  groups: [last: number, others: number];
  /** What may stand before or after the amount. */
  symbols: string[];
  /** How many the currency has, and at most two: the API's cents are hundredths of every currency. */
  decimals: number;
  currency: string;
  example: string;
}

const SPACES = /[\s\u00a0\u2007\u2009\u202f]/g;
const APOSTROPHES = /['’‘ʼ]/g;
const MINUS = /[-−‐‑‒–﹣-]/g;
/** Marks of the direction of writing, which cannot be seen. */
const MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const plain = (text: string) =>
  text.replace(MARKS, "").replace(SPACES, " ").replace(APOSTROPHES, "'").replace(MINUS, "-").toLowerCase();

/** How many decimals a currency's amounts have here. */
export const decimalsOf = (currency: string) =>
  Math.min(
    2,
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2,
  );

export function notationOf(locale: string, currency: string): Notation {
  const decimals = decimalsOf(currency);
  const number = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 });
  const parts = number.formatToParts(123456789012.5);
  const valuesOf = (type: string) => parts.filter((part) => part.type === type).map(({ value }) => plain(value));
  const [decimal = "."] = valuesOf("decimal");
  const [group] = valuesOf("group");
  const lengths = valuesOf("integer").map((digits) => digits.length);
  const symbols = (["symbol", "narrowSymbol", "code"] as const).flatMap((currencyDisplay) =>
    new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay })
      .formatToParts(1)
      .filter(({ type }) => type === "currency")
      .map(({ value }) => plain(value)),
  );
  const digits = [...new Intl.NumberFormat(locale, { useGrouping: false }).format(9876543210)].reverse();
  return {
    digits: digits.length === 10 ? digits : [..."0123456789"],
    // A point, which every number pad has, can mean nothing else where it does not group.
    decimalSigns: group === "." ? [decimal] : [...new Set([decimal, "."])],
    groupSigns: [...new Set([...(group === undefined ? [] : [group]), " ", "'"])].filter((sign) => sign !== decimal),
    groups: lengths.length > 2 ? [lengths.at(-1) ?? 3, lengths.at(-2) ?? 3] : [3, 3],
    // The longest first: "R" begins other names too.
    symbols: [...new Set(symbols)].sort((one, other) => other.length - one.length),
    decimals,
    currency,
    example: new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
      decimals === 0 ? 1234 : 1234.5,
    ),
  };
}

/** The cents of an amount that is wholly understood, or what is wrong with it; neither where there is nothing. */
export type Reading = { cents?: number; fault?: undefined } | { cents?: undefined; fault: string };

/** Reads an amount as it is written in a locale, such as `1,234.50`, `1.234,5 €` or `-R 1 234`. */
export function readAmount(text: string, notation: Notation): Reading {
  if (plain(text).trim() === "") return {};
  const { isNegative, rest } = bare(text, notation);
  const { whole = "", fraction = "" } = patternOf(notation).exec(rest)?.groups ?? {};
  if (whole + fraction === "") {
    return { fault: `“${text.trim()}” is not an amount: write it like ${notation.example}` };
  }
  const { decimals, currency } = notation;
  if (fraction.length > decimals) {
    const most = decimals === 0 ? "no decimals" : `at most ${decimals} decimals`;
    return { fault: `“${text.trim()}” has too many decimals: ${currency} has ${most} here` };
  }
  const cents = Number(whole.replace(/\D/g, "") + fraction.padEnd(2, "0"));
  return { cents: isNegative && cents !== 0 ? -cents : cents };
}

/** What is left without the currency and the sign, which may stand before or after one another. */
function bare(text: string, { digits, symbols }: Notation) {
  let rest = plain(text).trim();
  for (const [value, digit] of digits.entries()) rest = rest.replaceAll(digit, String(value));
  const takeSign = () => {
    if (!rest.startsWith("-")) return false;
    rest = rest.slice(1).trim();
    return true;
  };
  const isFirst = takeSign();
  const before = symbols.find((symbol) => rest.startsWith(symbol));
  const after = before === undefined ? symbols.find((symbol) => rest.endsWith(symbol)) : undefined;
  if (before !== undefined) rest = rest.slice(before.length).trim();
  if (after !== undefined) rest = rest.slice(0, -after.length).trim();
  return { isNegative: isFirst || takeSign(), rest };
}

/** Digits, in groups of one kind and of the locale's size or in none, and a fraction. */
function patternOf({ decimalSigns, groupSigns, groups: [last, others] }: Notation): RegExp {
  const escaped = (sign: string) => sign.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const grouped = groupSigns
    .map(escaped)
    .map((sign) => `[1-9]\\d{0,${others - 1}}(?:${sign}\\d{${others}})*${sign}\\d{${last}}`);
  const decimal = decimalSigns.map(escaped).join("|");
  return new RegExp(`^(?<whole>${[...grouped, "\\d*"].join("|")})(?:(?:${decimal})(?<fraction>\\d+))?$`);
}

/** In currency units, as the API's transaction mode takes amounts. The nearest double is written as the decimal it is for. */
export const unitsFrom = (cents: number) => cents / 100;
