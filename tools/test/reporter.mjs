// A reporter for `node --test`: prints a line per file, failures in full, and the tests' output; for tools/test.mjs it
// writes the counts as JSON to the file in TEST_COUNTS. Skipped tests and files without tests count as failures.
import { writeFile } from "node:fs/promises";
import { relative } from "node:path";
import { inspect } from "node:util";
import { root } from "../common/paths.mjs";

/** @typedef {{ passed: number, failed: number }} Counts */

/**
 * @param {AsyncIterable<import("node:test/reporters").TestEvent>} source
 */
export default async function* report(source) {
  /** @type {Map<string, Counts>} */
  const files = new Map();
  for await (const event of source) {
    if (event.type === "test:stdout" || event.type === "test:stderr") {
      yield indent(event.data.message);
    } else if (event.type === "test:pass" || event.type === "test:fail") {
      yield* outcome(event, files);
    } else if (event.type === "test:summary" && event.data.file) {
      yield summary(event.data.file, countsOf(event.data.file, files), event.data.duration_ms);
    }
  }
  for (const [file, counts] of files) {
    if (counts.passed + counts.failed > 0) continue;
    counts.failed = 1;
    yield `    FAILED ${name(file)}: has no tests\n`;
  }
  const total = { passed: 0, failed: 0 };
  for (const { passed, failed } of files.values()) {
    total.passed += passed;
    total.failed += failed;
  }
  if (process.env.TEST_COUNTS) await writeFile(process.env.TEST_COUNTS, JSON.stringify(total));
}

/**
 * @param {Extract<import("node:test/reporters").TestEvent, { type: "test:pass" | "test:fail" }>} event
 * @param {Map<string, Counts>} files
 */
function* outcome({ type, data }, files) {
  const file = data.file ?? data.name;
  const counts = countsOf(file, files);
  const error = data.details && "error" in data.details ? data.details.error : undefined;
  // A suite that fails because of one of its tests adds no information; one that fails by itself (in a hook) does.
  const cause = /** @type {{ failureType?: string } | undefined} */ (error)?.failureType;
  if (cause === "subtestsFailed") return;
  if (type === "test:fail") {
    counts.failed += 1;
    yield `    FAILED ${name(file)}: ${data.name}\n${indent(explain(error))}`;
  } else if (data.skip !== undefined || data.todo !== undefined) {
    counts.failed += 1;
    yield `    FAILED ${name(file)}: ${data.name}\n      is skipped; a test that doesn't run proves nothing\n`;
    // A file without tests is reported as a passing test named after the file.
  } else if (data.details.type !== "suite" && data.name !== file && data.name !== name(file)) {
    counts.passed += 1;
  }
}

/**
 * @param {string} file
 * @param {Counts} counts
 * @param {number} ms
 */
function summary(file, { passed, failed }, ms) {
  return `    ${name(file)}: ${passed} passed${failed > 0 ? `, ${failed} failed` : ""}, ${(ms / 1000).toFixed(1)} s\n`;
}

/**
 * @param {string} file
 * @param {Map<string, Counts>} files
 */
function countsOf(file, files) {
  const counts = files.get(file) ?? { passed: 0, failed: 0 };
  files.set(file, counts);
  return counts;
}

/** @param {string} file */
const name = (file) => relative(root, file);

/** @param {unknown} error */
function explain(error) {
  const cause = /** @type {{ cause?: unknown } | undefined} */ (error)?.cause ?? error;
  if (typeof cause === "string") return cause;
  // An assertion's message contains the difference; its fields repeat both sides in full.
  const assertion = cause instanceof Error && /** @type {{ code?: string }} */ (cause).code === "ERR_ASSERTION";
  return assertion ? String(cause.stack) : inspect(cause, { depth: 6 });
}

/** @param {string} text */
const indent = (text) =>
  `${text
    .trimEnd()
    .split("\n")
    .map((line) => `      ${line}`)
    .join("\n")}\n`;
