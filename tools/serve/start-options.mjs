// What `npm start` and `npm run example` may do to a given database.

/**
 * Only an embedded database gets demo data without being asked, and only databases on this machine are migrated this
 * way: a DATABASE_URL that is set for another purpose must not be changed by someone who just wants to try this out.
 *
 * @typedef {{ isEmpty: boolean, wantsDemo: boolean, mayMigrate: boolean }} Options `isEmpty`: without any demo data
 */

const options = `  --empty    no demo data
  --demo     demo data also into the database of DATABASE_URL, if that is on this machine and empty
  --migrate  make or change the tables in the database of DATABASE_URL though it is on another machine`;

/**
 * @param {string[]} args
 * @param {string} command
 * @returns {Options}
 */
export function startOptions(args, command) {
  const unknown = args.find((arg) => !["--empty", "--demo", "--migrate"].includes(arg));
  if (unknown) throw new Error(`Unknown option ${unknown}. There are, as in ${command} -- --empty:\n${options}`);
  const given = {
    isEmpty: args.includes("--empty"),
    wantsDemo: args.includes("--demo"),
    mayMigrate: args.includes("--migrate"),
  };
  if (given.isEmpty && given.wantsDemo) throw new Error("--empty and --demo contradict each other.");
  return given;
}

/**
 * Returns whether demo data may be loaded; throws if the database may not even be migrated.
 *
 * @param {Options} options
 * @param {{ host: string, isThisMachine: boolean } | undefined} given the database of DATABASE_URL, if that is set
 */
export function mayLoadDemo({ isEmpty, wantsDemo, mayMigrate }, given) {
  if (given === undefined) return !isEmpty;
  if (given.isThisMachine) return wantsDemo;
  const without = "unset DATABASE_URL for a database of this checkout's own";
  if (wantsDemo)
    throw new Error(`DATABASE_URL names ${given.host}, another machine. It gets no demo data: ${without}.`);
  if (!mayMigrate) {
    throw new Error(
      `DATABASE_URL names ${given.host}, another machine, whose tables would be made or changed. Nothing was done.\n` +
        `Either ${without},\nor say that it may be changed, with the option --migrate behind \`--\`.`,
    );
  }
  return false;
}
