// Whether wrangler.toml's settings are those that the Worker needs.
import { fix, ok } from "./findings.mjs";

/** @typedef {import("./findings.mjs").Finding} Finding */

/** Since then `nodejs_compat` brings what `pg` needs. */
const oldest = "2024-09-23";

/**
 * @param {{ compatibility_date?: string, compatibility_flags: string[] }} config
 * @returns {Finding[]}
 */
export function checkCompatibility({ compatibility_date: date, compatibility_flags: flags }) {
  const findings = [];
  const today = new Date().toISOString().slice(0, 10);
  if (!date) {
    findings.push(fix("compatibility date: not set", `compatibility_date = "${today}" in wrangler.toml`));
  } else if (date < oldest) {
    findings.push(fix(`compatibility date: ${date} is too old for pg`, `${oldest} or later in wrangler.toml`));
  } else if (date > today) {
    findings.push(fix(`compatibility date: ${date} is not yet`, `${today} or earlier in wrangler.toml`));
  } else {
    findings.push(ok(`compatibility date: ${date}`));
  }
  findings.push(
    flags.includes("nodejs_compat")
      ? ok("compatibility flags: nodejs_compat")
      : fix(
          "compatibility flags: nodejs_compat is missing",
          `compatibility_flags = ["nodejs_compat"] in wrangler.toml`,
        ),
  );
  return findings;
}

/** What the Worker reads. */
const names = [
  "AUTH_MODE",
  "SUPABASE_URL",
  "SUPABASE_JWKS",
  "AUTH_COOKIE",
  "ALLOWED_ORIGINS",
  "ALLOWED_HEADERS",
  "JWKS_URL",
  "JWT_ISSUER",
  "JWT_AUDIENCE",
  "SUPABASE_JWT_SECRET",
];
/** Stored with `wrangler secret put`. */
const secretNames = ["SUPABASE_JWT_SECRET", "DATABASE_URL"];

/**
 * The Worker's variables: as `--var` sets them, else as wrangler.toml does, else from the environment, for those that are
 * kept elsewhere.
 *
 * @param {string[]} options each `NAME:value`
 * @param {Record<string, unknown>} vars of wrangler.toml
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ values: Record<string, string | undefined>, findings: Finding[] }}
 */
export function variables(options, vars, env) {
  const given = Object.fromEntries(
    options.map((option) => {
      const colon = option.indexOf(":");
      if (colon < 1) throw new Error("--var takes NAME:value, as it does for wrangler deploy.");
      return [option.slice(0, colon), option.slice(colon + 1)];
    }),
  );
  const deployed = { ...vars, ...given };
  const values = Object.fromEntries(
    names.map((name) => [name, deployed[name] === undefined ? env[name] : String(deployed[name])]),
  );
  const bare = secretNames.filter((name) => deployed[name] !== undefined);
  const findings = bare.map((name) =>
    fix(
      `${name}: is a secret, and stands in ${name in given ? "--var" : "wrangler.toml"}, where it can be read`,
      `take it out, change it where it is used, and: npx wrangler secret put ${name}`,
    ),
  );
  return { values, findings };
}

/**
 * What must not be shown, even where an error message quotes it. Shorter ones would take half of every line with them.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {Record<string, string | undefined>} values
 * @returns {string[]}
 */
export function secretsIn({ DATABASE_URL, MIGRATE_DATABASE_URL, CLOUDFLARE_API_TOKEN }, { SUPABASE_JWT_SECRET }) {
  const passwords = [DATABASE_URL, MIGRATE_DATABASE_URL].flatMap((address) => {
    // However the address is written: a password that is not encoded is no less a secret.
    const written = /^[^:]*:\/\/[^:]*:(.*)@/s.exec(address ?? "")?.[1] ?? "";
    return [written, decoded(written)];
  });
  return [...passwords, SUPABASE_JWT_SECRET ?? "", CLOUDFLARE_API_TOKEN ?? ""].filter(({ length }) => length >= 8);
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
