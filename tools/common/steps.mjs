// Progress output of a tool: a line per step, with its outcome and duration.

/** Whether the cursor is after a step's title. */
let open = false;

/**
 * Runs `work` as a step and shows its result as the outcome.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @param {(result: T) => string} [outcome]
 */
export async function step(title, work, outcome = (result) => (typeof result === "string" ? result : "done")) {
  const started = performance.now();
  process.stdout.write(`  ${title} ... `);
  open = true;
  try {
    const result = await work();
    finish(title, `${outcome(result)}, ${seconds(started)}`);
    return result;
  } catch (error) {
    finish(title, `failed, ${seconds(started)}`);
    throw error;
  }
}

/**
 * Prints a separate line within a step.
 *
 * @param {string} line
 */
export function note(line) {
  if (open) process.stdout.write("\n");
  open = false;
  console.log(`    ${line}`);
}

/** @param {number} since a value of performance.now() */
export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * @param {string} title
 * @param {string} text
 */
function finish(title, text) {
  process.stdout.write(open ? `${text}\n` : `  ${title}: ${text}\n`);
  open = false;
}
