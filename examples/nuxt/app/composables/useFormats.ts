/** Amounts and dates as the visitor reads them. */
export function useFormats() {
  const { settings } = useSettings();
  const formats = computed(() => {
    const { locale, currency } = settings.value;
    const money = { style: "currency", currency } as const;
    const notation = notationOf(locale, currency);
    const digits = { minimumFractionDigits: notation.decimals, maximumFractionDigits: notation.decimals };
    return {
      notation,
      money: new Intl.NumberFormat(locale, { ...money, ...digits }),
      round: new Intl.NumberFormat(locale, { ...money, maximumFractionDigits: 0 }),
      whole: new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }),
      exact: new Intl.NumberFormat(locale, digits),
      day: new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" }),
      short: new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" }),
      long: new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" }),
    };
  });
  const first = (month: number) => Date.UTC(2024, month - 1, 1);
  return {
    money: (cents: number) => formats.value.money.format(cents / 100),
    /** Without cents, for where it is about the size of things. */
    roundMoney: (cents: number) => formats.value.round.format(cents / 100),
    /** Without the currency, and without cents where there are none. */
    amount: (cents: number) => formats.value[cents % 100 === 0 ? "whole" : "exact"].format(cents / 100),
    /** Reads what is typed as it would be shown. */
    read: (text: string) => readAmount(text, formats.value.notation),
    /** Of Unix seconds: the day that they fall on in UTC, whatever zone the visitor is in. */
    day: (seconds: number) => formats.value.day.format(seconds * 1000),
    shortMonth: (month: number) => formats.value.short.format(first(month)),
    longMonth: (month: number) => formats.value.long.format(first(month)),
  };
}
