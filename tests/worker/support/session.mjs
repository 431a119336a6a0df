/** Sessions in cookies, written and read by Supabase's own library. */
import { createServerClient, parseCookieHeader, serializeCookieHeader } from "@supabase/ssr";

/** @typedef {{ cookieEncoding?: "raw" | "base64url", cookies?: string }} Options `cookies`: those that are there already */

/** @param {string} url the project's @param {Options} options */
function libraryClient(url, { cookieEncoding = "base64url", cookies = "" }) {
  const jar = new Map(parseCookieHeader(cookies).map(({ name, value }) => [name, value ?? ""]));
  const client = createServerClient(url, "publishable", {
    cookieEncoding,
    cookies: {
      getAll: () => [...jar].map(([name, value]) => ({ name, value })),
      setAll: (list) => {
        for (const { name, value, options } of list) {
          if (options.maxAge === 0) jar.delete(name);
          else jar.set(name, value);
        }
      },
    },
  });
  return { client, header: () => [...jar].map(([name, value]) => serializeCookieHeader(name, value, {})).join("; ") };
}

/**
 * The header `Cookie` of a browser in which the library has signed somebody in.
 * @param {string} url @param {string} token the access token @param {Options} [options]
 */
export async function signedIn(url, token, options = {}) {
  const { client, header } = libraryClient(url, options);
  const { error } = await client.auth.setSession({ access_token: token, refresh_token: "refresh" });
  if (error) throw error;
  return header();
}

/**
 * The access token that the library finds in a header `Cookie`.
 * @param {string} url @param {string} cookies
 */
export async function tokenIn(url, cookies) {
  const { data } = await libraryClient(url, { cookies }).client.auth.getSession();
  return data.session?.access_token ?? null;
}
