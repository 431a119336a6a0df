// Checks the API's description against the rules that Redocly recommends, as configured in redocly.yaml.

import { inRoot } from "../common/paths.mjs";
import { attempt } from "../common/run.mjs";
import { descriptionFile } from "../describe.mjs";

const script = inRoot("node_modules", "@redocly", "cli", "bin", "cli.js");
/** Without this it would ask a server for newer versions of itself, and report its use to another. */
const quiet = { REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", REDOCLY_TELEMETRY: "off" };

/**
 * The violations, one per line. A warning counts as an error.
 *
 * @param {string} [file]
 */
export async function descriptionFaults(file = descriptionFile) {
  const args = [script, "lint", file, "--format=json", "--lint-config=error", `--config=${inRoot("redocly.yaml")}`];
  const { stdout, output } = await attempt(process.execPath, args, { env: { ...process.env, ...quiet } });
  /** @type {{ problems: { ruleId: string, message: string, ignored?: boolean, location: { pointer?: string }[] }[] }} */
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    return output.trim() || "Redocly's linter said nothing";
  }
  return report.problems
    .filter(({ ignored }) => !ignored)
    .map(({ ruleId, message, location: [place] }) => `${place?.pointer ?? "#/"}: ${message} (${ruleId})`)
    .join("\n");
}
