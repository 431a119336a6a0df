// The browser in which pages are tested.
import { findProgram } from "../common/run.mjs";

/** Chromium: the one in the variable CHROMIUM, or the first in the PATH; undefined if there is none. */
export async function findBrowser() {
  return process.env.CHROMIUM || (await findProgram("chromium", "chromium-browser", "google-chrome", "chrome"));
}
