// `npm run check-data`: checks whether a database's contents are consistent, without changing anything. It can be run
// on a production database at any time.
import { pathToFileURL } from "node:url";
import { rules } from "./consistency/rules.mjs";
import { tables } from "./consistency/tables.mjs";
import { connect, databaseUrlFrom } from "./database/connect.mjs";

/** How many faults are listed for each rule. */
const SHOWN = 20;
const STATEMENT_TIMEOUT = "2min";

/**
 * @typedef {{ id: number, found: string, mend: string }} Fault
 * @typedef {{ rule: string, isWarning: boolean, count: number, faults: Fault[] }} Finding `faults` are the first of `count`
 */

/**
 * Checks all rows in one snapshot.
 *
 * @param {{ databaseUrl: string }} options
 * @returns {Promise<{ rows: number, findings: Finding[] }>} a finding for each rule
 */
export async function checkData({ databaseUrl }) {
  const client = await connect(databaseUrl);
  try {
    await client.query("begin transaction isolation level repeatable read, read only");
    await client.query(`set local statement_timeout = '${STATEMENT_TIMEOUT}'`);
    // Checking only the visible rows would prove nothing: this turns filtering by row level security into an error.
    await client.query("set local row_security = off");
    const findings = [];
    for (const { rule, sql, isWarning = false } of rules) {
      const text = `select fault.*, count(*) over () as count from (${sql}) as fault order by id, found limit ${SHOWN}`;
      const { rows } = await client.query(text);
      findings.push({
        rule,
        isWarning,
        count: Number(rows[0]?.count ?? 0),
        faults: rows.map(({ id, found, mend }) => ({ id, found, mend })),
      });
    }
    const counts = Object.keys(tables).map((table) => `(select count(*) from budgeting.${table})`);
    const { rows } = await client.query(`select ${counts.join(" + ")} as count`);
    return { rows: Number(rows[0].count), findings };
  } catch (error) {
    throw explain(error);
  } finally {
    // This also ends the transaction.
    await client.end();
  }
}

/** @param {unknown} error */
function explain(error) {
  const { code, message } = /** @type {{ code?: string, message?: string }} */ (error);
  const advice = {
    "3F000": "The tables do not exist. Is this the right database? `npm run migrate` creates them.",
    "42P01": "Tables are missing. `npm run migrate` creates them.",
    42501: `The login may not read everything (${message}). Use the login that owns the tables.`,
    57014: `The database took longer than ${STATEMENT_TIMEOUT} for one rule. Run it again when the database is less busy.`,
  }[code ?? ""];
  return advice === undefined ? error : new Error(advice, { cause: error });
}

/** @param {Finding} finding */
function shown({ rule, isWarning, count, faults }) {
  if (count === 0) return `  ok     ${rule}`;
  const lines = faults.flatMap(({ found, mend }) => [`    ${found}`, `      mend: ${mend}`]);
  if (count > faults.length) lines.push(`    and ${count - faults.length} more`);
  return [`  ${isWarning ? "warn " : "FAULT"}  ${rule}: ${count}`, ...lines].join("\n");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const { rows, findings } = await checkData({
      databaseUrl: databaseUrlFrom(process.argv.slice(2), process.env, "check-data"),
    });
    for (const finding of findings) console.log(shown(finding));
    const faults = findings.reduce((sum, { isWarning, count }) => sum + (isWarning ? 0 : count), 0);
    console.log(
      faults === 0
        ? `\nThe database is consistent (${rows} rows).`
        : `\n${faults} faults in ${rows} rows. Nothing was changed. Look at each row before you mend it, in a transaction, ` +
            "from the top; then run this again, since one fault may be the cause of another.",
    );
    process.exitCode = faults === 0 ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
