// Checks that the Worker's Hyperdrive configuration exists and does not cache.
import { stripVTControlCharacters } from "node:util";
import { attempt } from "../common/run.mjs";
import { partsOf } from "../database/connection-string.mjs";
import { quietWrangler, wranglerScript } from "../serve/wrangler-dev.mjs";
import { fix, ok, warning } from "./findings.mjs";

/**
 * @typedef {import("./findings.mjs").Finding} Finding
 *
 * The relevant part of what `wrangler hyperdrive get` prints.
 * @typedef {{ origin: { host?: string, port?: number, user?: string, database?: string }, caching?: { disabled?: boolean } }} Hyperdrive
 */

const create = "npx wrangler hyperdrive create budgeting --caching-disabled --connection-string='postgres://...'";

/**
 * @param {{ binding: string, id?: string }[]} bindings of wrangler.toml
 * @param {string | undefined} databaseUrl the address with the Worker's login
 * @returns {Promise<Finding[]>}
 */
export async function checkHyperdrive(bindings, databaseUrl) {
  const binding = bindings.find((each) => each.binding === "HYPERDRIVE");
  if (!binding) {
    const named = bindings.length > 0 ? `, only ${bindings.map((each) => each.binding).join(", ")}` : "";
    return [
      warning(
        `Hyperdrive: wrangler.toml has no binding HYPERDRIVE${named}; each request would open its own connection to the database`,
        "docs/deploy.md, step 4; or, without Hyperdrive: npx wrangler secret put DATABASE_URL",
      ),
    ];
  }
  const id = binding.id ?? "";
  if (/^0*$/.test(id)) {
    return [fix("Hyperdrive: the id in wrangler.toml is the placeholder", `${create}\nand put the id it prints there`)];
  }
  if (!/^[0-9a-f]{32}$/i.test(id)) {
    return [
      fix("Hyperdrive: the id in wrangler.toml is not one (32 hexadecimal digits)", "npx wrangler hyperdrive list"),
    ];
  }
  return [ok("Hyperdrive: wrangler.toml has an id"), ...(await checkRemote(id, databaseUrl))];
}

/**
 * The configuration as Cloudflare has it.
 *
 * @param {string} id
 * @param {string | undefined} databaseUrl
 * @returns {Promise<Finding[]>}
 */
async function checkRemote(id, databaseUrl) {
  const { code, stdout, output } = await wrangler("hyperdrive", "get", id);
  if (code === 0) return checkConfig(parsed(stdout), id, databaseUrl);
  const mend = "npx wrangler login, then npm run doctor again";
  // `whoami` tells whether the user is not logged in or the configuration does not exist.
  if ((await wrangler("whoami", "--json")).code !== 0) {
    return [
      warning("Hyperdrive: not checked with Cloudflare, because wrangler is not logged in, or cannot reach it", mend),
    ];
  }
  // The rest is about reporting a bug in Wrangler and the location of its log.
  const error = /\[ERROR\]\s*(.*?)\s*(?:\n *If you think|\n{3}|$)/s.exec(stripVTControlCharacters(output))?.[1];
  const said = error?.replaceAll(/\s+/g, " ") ?? `exit code ${code}`;
  return [fix(`Hyperdrive: Cloudflare does not give its configuration: ${said}`, "npx wrangler hyperdrive list")];
}

/**
 * @param {Hyperdrive} config
 * @param {string} id
 * @param {string | undefined} databaseUrl
 * @returns {Finding[]}
 */
function checkConfig({ origin, caching }, id, databaseUrl) {
  const update = `npx wrangler hyperdrive update ${id}`;
  const findings = [
    caching?.disabled
      ? ok("Hyperdrive: caching is disabled")
      : fix("Hyperdrive: caching is not disabled, so reads could be a minute old", `${update} --caching-disabled`),
  ];
  const again = `${update} --connection-string='postgres://...' (docs/deploy.md, step 1)`;
  const { host = "", port, user, database } = origin;
  if (port === 6543) {
    findings.push(
      fix("Hyperdrive: connects to the transaction pooler on port 6543, where statements fail now and then", again),
    );
  } else if (host.endsWith(".pooler.supabase.com")) {
    findings.push(warning("Hyperdrive: connects to Supabase's session pooler, not to the database itself", again));
  } else {
    findings.push(ok(`Hyperdrive: connects to ${host}:${port} directly`));
  }
  const given = named(databaseUrl);
  if (given) {
    const same = given.user === user && given.host === host && given.database === database;
    if (!same) {
      findings.push(
        warning(
          `Hyperdrive: connects as ${user} to ${database} at ${host}, which is not what DATABASE_URL names`,
          "the results for the database and the login apply to DATABASE_URL",
        ),
      );
    }
  }
  return findings;
}

/** @param {string | undefined} databaseUrl */
function named(databaseUrl) {
  try {
    return databaseUrl ? partsOf(databaseUrl) : undefined;
  } catch {
    // Its problems are reported where the connection is made.
    return undefined;
  }
}

/** @param {...string} args */
const wrangler = (...args) =>
  attempt(process.execPath, [wranglerScript, ...args], {
    env: { ...process.env, ...quietWrangler, CI: "true" },
  });

/** @param {string} text what Wrangler printed, which may have other lines around the JSON @returns {Hyperdrive} */
const parsed = (text) => JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
