/** Our Worker in workerd with nothing in front: what is on the wire is what it gets. Wrangler's proxy rewrites headers. */
import { startWorkerd } from "../../../tools/serve/workerd.mjs";
import { as, sender } from "./client.mjs";
import { openDatabase, profileTokens } from "./database.mjs";
import { watch } from "./watch.mjs";

/** @param {Record<string, string>} [vars] development sign-in unless told */
export async function startBareWorker(vars = { AUTH_MODE: "dev" }) {
  const database = await openDatabase();
  /** @type {string[]} */
  const lines = [];
  const worker = await startWorkerd({ databaseUrl: database.workerUrl, vars, log: (line) => lines.push(line) });
  const watched = watch({ databaseUrl: database.workerUrl, vars });
  const send = watched.sender(sender(worker.url));
  return {
    url: worker.url,
    database,
    send,
    /** @param {string} user */
    as: (user) => as(send, user),
    lines,
    /** Fails if the Worker has logged or answered what nobody may see. */
    async close() {
      for (const token of await profileTokens()) watched.note(token, "a profile token");
      await worker.close();
      await database.close();
      const faults = watched.faults(lines.filter((line) => line.startsWith("{")));
      if (faults.length > 0) throw new Error(`What nobody may see was seen: ${faults.join("; ")}`);
    },
  };
}
