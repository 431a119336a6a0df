// Checks that the settings in wrangler.toml are those that the Worker needs.
import { readFile } from "node:fs/promises";
import { inRoot } from "../common/paths.mjs";
import { fix, ok } from "./findings.mjs";

/** @typedef {import("./findings.mjs").Finding} Finding */

/** From this date on, `nodejs_compat` includes what `pg` needs. */
const oldest = "2024-09-23";
/** The largest value of a limit that the core accepts. */
const MOST_ROWS = 1_000_000_000;

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
    findings.push(fix(`compatibility date: ${date} is in the future`, `${today} or earlier in wrangler.toml`));
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

/**
 * Checks that the core accepts the limits on rows; it parses them in the same way (wasm/api/row_limits.cpp).
 *
 * @param {string} [text] of the variable ROW_LIMITS
 * @returns {Promise<Finding[]>}
 */
export async function checkRowLimits(text = "") {
  const known = JSON.parse(await readFile(inRoot("schema", "openapi.json"), "utf8"))["x-row-limits"];
  const parts = text.split(/[ ,]+/).filter((part) => part !== "");
  const seen = new Set();
  for (const part of parts) {
    const [, name = part, number = ""] = /^([^=]*)=(.*)$/.exec(part) ?? [];
    const isNumber = /^\d{1,10}$/.test(number) && Number(number) >= 1 && Number(number) <= MOST_ROWS;
    if (!(name in known)) return [fix(`limits: there is no "${name}"`, `one of ${Object.keys(known).join(", ")}`)];
    if (seen.has(name)) return [fix(`limits: ${name} is set twice in ROW_LIMITS`)];
    if (!isNumber) return [fix(`limits: ${part} in ROW_LIMITS`, `${name}=<a whole number from 1 to ${MOST_ROWS}>`)];
    seen.add(name);
  }
  return [ok(seen.size === 0 ? "limits: as they come" : `limits: ${[...seen].join(", ")} changed`)];
}

/** The variables that the Worker reads. */
const names = [
  "AUTH_MODE",
  "SUPABASE_URL",
  "SUPABASE_JWKS",
  "AUTH_COOKIE",
  "ALLOWED_ORIGINS",
  "ALLOWED_HEADERS",
  "ROW_LIMITS",
  "JWKS_URL",
  "JWT_ISSUER",
  "JWT_AUDIENCE",
  "SUPABASE_JWT_SECRET",
];
/** Secrets, stored with `wrangler secret put`. */
const secretNames = ["SUPABASE_JWT_SECRET", "DATABASE_URL"];

/**
 * The Worker's variables: from `--var`, else from wrangler.toml, else, for those kept elsewhere, from the environment.
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
      `remove it, replace the secret itself, and run: npx wrangler secret put ${name}`,
    ),
  );
  return { values, findings };
}

/**
 * Texts that must not be shown, even if an error message quotes them. Short ones are left out: they match everywhere.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {Record<string, string | undefined>} values
 * @returns {string[]}
 */
export function secretsIn({ DATABASE_URL, MIGRATE_DATABASE_URL, CLOUDFLARE_API_TOKEN }, { SUPABASE_JWT_SECRET }) {
  const passwords = [DATABASE_URL, MIGRATE_DATABASE_URL].flatMap((address) => {
    // In every notation of the address: a password that is not percent-encoded is still a secret.
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
