// A year of a household's data for the demo user, so that a new checkout has something to show.
import { readFile } from "node:fs/promises";
import { inRoot } from "../common/paths.mjs";
import { connect } from "./connect.mjs";

/** A UUID, because some databases store user ids as `uuid`. schema/demo.sql has the same one. */
export const demoUser = "00000000-0000-4000-8000-000000000001";

/**
 * Loads schema/demo.sql unless the demo user already has a profile.
 *
 * @param {{ databaseUrl: string, onlyIfEmpty?: boolean }} options `onlyIfEmpty`: throws if anybody has a profile
 * @returns {Promise<boolean>} whether it was loaded now
 */
export async function loadDemo({ databaseUrl, onlyIfEmpty = false }) {
  const sql = await readFile(inRoot("schema", "demo.sql"), "utf8");
  const client = await connect(databaseUrl);
  try {
    // The file checks this itself, for use by hand; checking it here avoids parsing the file.
    const before = await hasProfile(client);
    if (!before && onlyIfEmpty && (await hasAnyProfile(client))) {
      throw new Error(
        "The database of DATABASE_URL has users already. Demo data goes into an empty one: leave out --demo.",
      );
    }
    if (!before) await client.query(sql);
    return !before;
  } finally {
    await client.end();
  }
}

/** @param {import("pg").Client} client */
async function hasProfile(client) {
  const { rowCount } = await client.query("select from budgeting.profiles where auth_user_id::text = $1", [demoUser]);
  return rowCount === 1;
}

/** @param {import("pg").Client} client */
async function hasAnyProfile(client) {
  const { rowCount } = await client.query("select from budgeting.profiles limit 1");
  return rowCount === 1;
}
