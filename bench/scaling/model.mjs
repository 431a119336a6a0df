// What a number of users asks of the parts, from the measured cost of a request and a few assumptions that are named here.

/**
 * The cost of a usual request, in microseconds of processor time; `bytes` that a user's year takes.
 *
 * @typedef {{ workerd: number, postgres: number, bytes: number }} Cost
 */

/** How people use a budgeting app. Change it, and run the script again. */
export const USE = {
  /** Days in a month on which a user opens it. */
  days: 8,
  /** Requests on such a day, by endpoint as measured. @type {Record<string, number>} */
  requests: {
    "list months": 4,
    "month tree": 6,
    "year tree": 2,
    "year summary": 2,
    "create transaction": 6,
    "patch entry": 3,
    "copy month": 0.1,
    "bulk of 100": 0.1,
  },
  /** Of a day's requests, in its busiest hour. */
  busiestHour: 0.15,
  /** Years of data that a user has. */
  years: 3,
};

/** What the surroundings allow. */
export const SURROUNDINGS = {
  /** Between Hyperdrive and PostgreSQL, with Smart Placement or a pooler near the database; ms. */
  roundTrip: 2,
  /** A processor that is busier than this makes requests wait. */
  busy: 0.5,
  /** Connections to the database that one Hyperdrive configuration opens on a paid plan (Cloudflare's documentation). */
  hyperdrive: 100,
  /** Bytes that are comfortable on one server: backups and a rebuilt replica within hours. */
  server: 4e12,
};

/** Requests of one user on one of their days. */
export const requestsPerDay = () => Object.values(USE.requests).reduce((sum, each) => sum + each, 0);

/** The mean over the endpoints, by how often each is asked for. @param {(endpoint: string) => number} value */
export function usual(value) {
  const whole = Object.entries(USE.requests).reduce((sum, [name, times]) => sum + times * value(name), 0);
  return whole / requestsPerDay();
}

/**
 * @param {number} users
 * @param {Cost} cost
 */
export function demand(users, { workerd, postgres, bytes }) {
  const perDay = users * (USE.days / 30) * requestsPerDay();
  const peak = (perDay * USE.busiestHour) / 3600;
  const seconds = postgres / 1e6;
  return {
    users,
    perMonth: perDay * 30,
    /** Requests a second in the busiest hour. */
    peak,
    workerSeconds: (perDay * 30 * workerd) / 1e6,
    cores: (peak * seconds) / SURROUNDINGS.busy,
    /** Connections that are in use at a time (Little's law). */
    connections: peak * (seconds + SURROUNDINGS.roundTrip / 1000),
    bytes: users * USE.years * bytes,
    servers: Math.max(1, Math.ceil((users * USE.years * bytes) / SURROUNDINGS.server)),
  };
}
