// Days of the calendar, as `2026-03-14`. A `transactionDate` stands for the day that it falls on in UTC, wherever it is read:
// the first second of that day is sent, so nobody's time zone makes another day of it.

/** The day that it is where the visitor is. */
export function today(now = new Date()): string {
  return dayOf(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / 1000);
}

/** The day of a `transactionDate`. */
export const dayOf = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);

/** The `transactionDate` of a day. */
export const secondsOf = (day: string) => Date.parse(day) / 1000;
