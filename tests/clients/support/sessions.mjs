/** People who are signed in by Supabase Auth, with a token or a cookie. */
import { randomUUID } from "node:crypto";
import { anonymous } from "../../worker/support/client.mjs";
import { newKey, startIssuer } from "../../worker/support/issuer.mjs";

const COOKIE = "session";

export async function startSessions() {
  const key = await newKey("ES256", "key");
  const issuer = await startIssuer([key]);
  return {
    /** The API's variables, with which it takes the sessions. */
    vars: { SUPABASE_URL: issuer.url, AUTH_COOKIE: COOKIE },
    /** Somebody new. */
    signIn: async () => {
      const token = await issuer.token(key, { sub: randomUUID() });
      const value = encodeURIComponent(JSON.stringify({ access_token: token }));
      return {
        token,
        bearer: { authorization: `Bearer ${token}` },
        cookie: { cookie: `${COOKIE}=${value}` },
        /** The cookie for a browser, which does not look at the port. */
        browserCookie: { name: COOKIE, value, domain: "127.0.0.1", path: "/" },
      };
    },
    close: () => issuer.close(),
  };
}

/**
 * The client of somebody with these headers.
 * @param {import("../../worker/support/client.mjs").Send} send @param {Record<string, string>} identity
 */
export const signedIn = (send, identity) =>
  anonymous((method, path, message = {}) =>
    send(method, path, { ...message, headers: { ...identity, ...message.headers } }),
  );
