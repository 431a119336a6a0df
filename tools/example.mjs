// `npm run example`: runs the API and the example frontend with demo data on this machine, until Ctrl-C.

import { root } from "./common/paths.mjs";
import { freePort, isFree, portFrom } from "./common/ports.mjs";
import { interruptMeansSuccess, shutdown } from "./common/shutdown.mjs";
import { seconds, step } from "./common/steps.mjs";
import { startNuxt } from "./serve/nuxt-app.mjs";
import { startOptions } from "./serve/start-options.mjs";
import { buildExample, installClients, installExample } from "./setup/clients.mjs";
import { runTool, setUp } from "./setup/index.mjs";

await runTool(async () => {
  const started = performance.now();
  const options = startOptions(process.argv.slice(2), "npm run example");
  const port = portFrom(process.env.PORT, 3000);

  await setUp();
  if (!(await isFree(port))) {
    throw new Error(`Port ${port} is in use. Choose another one:\n  PORT=${port + 1} npm run example`);
  }
  await installClients();
  await installExample();
  // Packages are installed only from here on, so they are imported dynamically.
  const { startLocalApi } = await import("./serve/local-api.mjs");
  // Port 8787 may be taken by `npm start`.
  const { worker } = await startLocalApi({
    port: await freePort(root),
    options,
    // The frontend's server forwards the browser's requests with their original origin.
    origins: [`http://localhost:${port}`, `http://127.0.0.1:${port}`],
    log: () => {},
  });
  const output = await step(
    "frontend",
    () => buildExample(worker.url),
    () => "built",
  );
  const app = await startNuxt(output, port);

  interruptMeansSuccess();
  console.log(`\nReady in ${seconds(started)}: http://localhost:${port}`);
  console.log(`Its API: ${worker.url}, with a reference at ${worker.url}/docs`);
  console.log("\nCtrl-C stops everything.\n");

  const code = await Promise.race([worker.ended, app.ended]);
  await shutdown();
  process.exit(code);
});
