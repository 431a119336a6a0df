/** Somebody who issues access tokens, with a key set that can be fetched, and knows their users, as Supabase Auth does. */
import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/** @typedef {"ES256" | "RS256" | "EdDSA"} Algorithm */
/** @typedef {{ kid: string, alg: Algorithm, privateKey: CryptoKey, jwk: import("jose").JWK }} Key */

/** @param {Algorithm} alg @param {string} kid @returns {Promise<Key>} */
export async function newKey(alg, kid) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } };
}

/** @param {Key[]} keys the keys that its set shows */
export async function startIssuer(keys) {
  let published = keys;
  let requests = 0;
  let broken = false;
  let delay = 0;
  /** @type {unknown} */
  let profile = {};
  const server = createServer(async (request, response) => {
    if (request.url === "/auth/v1/user") {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(profile));
      return;
    }
    requests += 1;
    await sleep(delay);
    if (broken || request.url !== "/auth/v1/.well-known/jwks.json") {
      response.writeHead(broken ? 500 : 404).end();
      return;
    }
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ keys: published.map(({ jwk }) => jwk) }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const url = `http://127.0.0.1:${port}`;

  /**
   * A token as Supabase makes it, but for the claims and the header given; `undefined` leaves a claim out.
   * @param {Key} key @param {Record<string, unknown>} [claims] @param {Record<string, unknown>} [header]
   */
  const token = (key, claims = {}, header = {}) => {
    const now = Math.floor(Date.now() / 1000);
    const usual = { iss: `${url}/auth/v1`, aud: "authenticated", exp: now + 3600, iat: now, role: "authenticated" };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: "JWT", ...header })
      .sign(key.privateKey);
  };
  return {
    url,
    token,
    keySet: () => JSON.stringify({ keys: published.map(({ jwk }) => jwk) }),
    /** How often the key set was asked for. */
    requests: () => requests,
    /** What it says of whoever asks. @param {Record<string, unknown>} next */
    setProfile: (next) => {
      profile = next;
    },
    /** @param {Key[]} next */
    publish: (next) => {
      published = next;
    },
    /** @param {boolean} now */
    breakDown: (now) => {
      broken = now;
    },
    /** @param {number} milliseconds */
    slowDown: (milliseconds) => {
      delay = milliseconds;
    },
    close: () => new Promise((done) => server.close(done)),
  };
}
