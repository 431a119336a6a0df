// What the figures are held against: the most that ours may take, as a share of a peer, by the kind of endpoint.

/** @typedef {import("../harness/endpoints.mjs").Kind} Kind */

/** Of workerd's processor time for a request. @type {Record<string, Partial<Record<Kind, number>>>} */
export const CPU_TARGETS = {
  limit: { tree: 1.05, small: 1.1 },
  drizzle: { tree: 0.5, small: 0.8 },
  prisma: { tree: 0.33, small: 0.5 },
  floor: { refusal: 1.3 },
};

/** Of requests a second with 32 clients, at least. @type {Record<string, Partial<Record<Kind, number>>>} */
export const RATE_TARGETS = { prisma: { tree: 4 }, drizzle: { tree: 1.5 } };

/** Of one round trip, besides the floor. */
export const DELAY_TARGET = { delay: 20, share: 1.15 };
