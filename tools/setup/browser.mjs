// The browser that pages are tested in.
import { findProgram } from "../common/run.mjs";

/** A Chromium: the one that CHROMIUM names, or the first in the PATH; undefined if there is none. */
export async function findBrowser() {
  return process.env.CHROMIUM || (await findProgram("chromium", "chromium-browser", "google-chrome", "chrome"));
}
