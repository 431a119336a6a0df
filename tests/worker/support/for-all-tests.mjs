/** What all tests of a file share: opened before them, and closed after them, the last opened first. */
import { after } from "node:test";

/** @type {{ close: () => unknown }[]} */
const open = [];

/**
 * Waits for what is being opened, and closes it when the file's tests are over.
 * @template {{ close: () => unknown }} T @param {Promise<T>} opening
 */
export async function forAllTests(opening) {
  const opened = await opening;
  if (open.length === 0) after(closeAll);
  open.push(opened);
  return opened;
}

/** Whatever fails to close, the rest is closed too. */
async function closeAll() {
  try {
    await open.pop()?.close();
  } finally {
    if (open.length > 0) await closeAll();
  }
}
