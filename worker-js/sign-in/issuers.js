// The issuers whose tokens are accepted.

/**
 * An issuer of tokens, and what its tokens look like.
 * @typedef {object} Issuer
 * @property {string} issuer the claim `iss`
 * @property {string} audience the claim `aud`
 * @property {string} keySetUrl
 * @property {string} [keySet] the key set itself, to avoid fetching it
 * @property {string} [secret] of the legacy HS256 tokens, which are rejected without it
 */

/**
 * @typedef {object} IssuerEnv
 * @property {string} [SUPABASE_URL] such as `https://abc.supabase.co`
 * @property {string} [SUPABASE_JWKS] its key set, to avoid fetching it
 * @property {string} [SUPABASE_JWT_SECRET] the legacy HS256 secret; set it only for a project that still uses it
 * @property {string} [JWKS_URL] with `jwks`: any OpenID provider's key set
 * @property {string} [JWT_ISSUER]
 * @property {string} [JWT_AUDIENCE]
 */

/**
 * @param {"supabase" | "jwks"} mode
 * @param {IssuerEnv} env
 * @returns {Issuer | string} a string says what is missing
 */
export const issuerOf = (mode, env) => (mode === "supabase" ? supabase(env) : provider(env));

/**
 * @param {IssuerEnv} env
 * @returns {Issuer | string}
 */
function supabase({ SUPABASE_URL, SUPABASE_JWKS, SUPABASE_JWT_SECRET }) {
  if (!SUPABASE_URL) return "SUPABASE_URL is not set";
  const issuer = `${SUPABASE_URL.replace(/\/+$/, "")}/auth/v1`;
  return {
    issuer,
    audience: "authenticated",
    keySetUrl: `${issuer}/.well-known/jwks.json`,
    keySet: SUPABASE_JWKS,
    secret: SUPABASE_JWT_SECRET,
  };
}

/**
 * @param {IssuerEnv} env
 * @returns {Issuer | string}
 */
function provider({ JWKS_URL, JWT_ISSUER, JWT_AUDIENCE }) {
  if (!JWKS_URL || !JWT_ISSUER || !JWT_AUDIENCE) return "AUTH_MODE=jwks needs JWKS_URL, JWT_ISSUER and JWT_AUDIENCE";
  return { issuer: JWT_ISSUER, audience: JWT_AUDIENCE, keySetUrl: JWKS_URL };
}
