// Amounts as people write them, and as cents. No floating point: what is typed is what is stored.

/**
 * The cents of an amount such as `1234.5`, `1 234,50` or `R1,234.50`; undefined if it is none, or has fractions of a cent.
 * The last comma or point is the decimal sign where one or two digits follow it; the others group thousands.
 */
export function centsFrom(text: string): number | undefined {
  const bare = text
    .replace(/[\s\u00a0\u202f'’]/g, "")
    .replace(/^([-−]?)(?:\p{Sc}|\p{L}{1,3})|(?:\p{Sc}|\p{L}{1,3})$/gu, "$1");
  const found = /^([-−]?)(\d[\d.,]*?)(?:[.,](\d{1,2}))?$/.exec(bare);
  if (!found) return undefined;
  const [, sign, whole = "", fraction = ""] = found;
  if (/[.,]/.test(whole) && !/^\d{1,3}([.,]\d{3})+$/.test(whole)) return undefined;
  const cents = Number(whole.replace(/[.,]/g, "") + fraction.padEnd(2, "0"));
  return sign ? -cents : cents;
}

/** In currency units, as the API's transaction mode takes amounts. The nearest double is written as the decimal it is for. */
export const unitsFrom = (cents: number) => cents / 100;
