// The doctor's findings, and how they are printed.

/**
 * `ok`: checked and right. `warning`: works but could be better, or could not be checked. `fix`: must be fixed before
 * the Worker is deployed.
 *
 * @typedef {{ kind: "ok" | "warning" | "fix", what: string, mend?: string }} Finding `mend` says what to do about it
 */

/** @param {string} what @returns {Finding} */
export const ok = (what) => ({ kind: "ok", what });

/** @param {string} what @param {string} [mend] @returns {Finding} */
export const warning = (what, mend) => ({ kind: "warning", what, mend });

/** @param {string} what @param {string} [mend] @returns {Finding} */
export const fix = (what, mend) => ({ kind: "fix", what, mend });

/**
 * One or two lines without secrets, even if an error message quoted one.
 *
 * @param {Finding} finding
 * @param {string[]} secrets
 */
export function line({ kind, what, mend }, secrets) {
  const text = `${kind.padEnd(8)} ${what}${mend ? `\n         -> ${mend.replaceAll("\n", "\n            ")}` : ""}`;
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, "..."), text);
}

/** @param {Finding[]} findings */
export function summary(findings) {
  const count = (/** @type {Finding["kind"]} */ kind) => findings.filter((finding) => finding.kind === kind).length;
  const [fixes, warnings] = [count("fix"), count("warning")];
  return `${count("ok")} ok, ${warnings} warning${warnings === 1 ? "" : "s"}, ${fixes} to fix`;
}
