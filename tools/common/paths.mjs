// Where things are in this checkout.
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** @param {...string} parts a path below the checkout's folder */
export const inRoot = (...parts) => join(root, ...parts);
