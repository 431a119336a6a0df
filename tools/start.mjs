// `npm start`: sets everything up and serves the API on this machine, until Ctrl-C.
import { isFree, portFrom } from "./common/ports.mjs";
import { interruptMeansSuccess, shutdown } from "./common/shutdown.mjs";
import { seconds } from "./common/steps.mjs";
import { startOptions } from "./serve/start-options.mjs";
import { runTool, setUp } from "./setup/index.mjs";

await runTool(async () => {
  const started = performance.now();
  const { PORT, DATABASE_URL } = process.env;
  const options = startOptions(process.argv.slice(2), "npm start");
  const port = portFrom(PORT, 8787);

  await setUp();
  // Packages are installed only from here on, so they are imported dynamically.
  const { startLocalApi } = await import("./serve/local-api.mjs");

  if (!(await isFree(port))) {
    throw new Error(`Port ${port} is in use. Choose another one:\n  PORT=${port + 1} npm start`);
  }
  const { worker, databaseUrl, hasDemo } = await startLocalApi({ port, options, log: console.log });

  interruptMeansSuccess();
  console.log(`\nReady in ${seconds(started)}: ${worker.url}`);
  console.log(`API reference: ${worker.url}/docs`);
  if (!DATABASE_URL) console.log(`Its database: ${databaseUrl}`);
  console.log(`\nTry:\n${examples(worker.url, !hasDemo)}\n\nCtrl-C stops everything.\n`);

  const code = await worker.ended;
  await shutdown();
  process.exit(code);
});

/**
 * @param {string} url
 * @param {boolean} empty
 */
function examples(url, empty) {
  /** @param {string} path @param {object} body */
  const post = (path, body) =>
    `  curl -X POST ${url}${path} -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
  const month = { name: "January", year: 2027, month: 1, income: 42500 };
  const lines = empty
    ? [post("/api/months", month), `  curl ${url}/api/months`, post("/api/yearly", { year: 2027 })]
    : [`  curl ${url}/api/months`, `  curl ${url}/api/yearly/by-year/2026`, post("/api/months", month)];
  return lines.join("\n");
}
