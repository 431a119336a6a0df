/** What all tests of a file share: opened before them, and closed after them, the last opened first. */
import { relative } from "node:path";
import { after, beforeEach } from "node:test";
import { root } from "../../../tools/common/paths.mjs";

/** @type {{ close: () => unknown }[]} */
const open = [];

/**
 * Waits for what is being opened, and closes it when the file's tests are over.
 * @template {{ close: () => unknown }} T @param {Promise<T>} opening
 */
export async function forAllTests(opening) {
  const opened = await opening;
  if (open.length === 0) {
    process.prependListener("uncaughtException", giveUp);
    beforeEach(() => void process.off("uncaughtException", giveUp));
    after(closeAll);
  }
  open.push(opened);
  return opened;
}

/** What breaks before the first test would end Node too abruptly for it to end the Workers. @param {unknown} error */
function giveUp(error) {
  console.error(error);
  process.exit(1);
}

/** Whatever fails to close, the rest is closed too. */
async function closeAll() {
  const errors = [];
  for (const each of open.toReversed()) {
    try {
      await each.close();
    } catch (error) {
      errors.push(error);
    }
  }
  // The report names the file of the hook, which is this one.
  if (errors.length > 0) throw new AggregateError(errors, `After ${relative(root, process.argv[1] ?? "")}`);
}
