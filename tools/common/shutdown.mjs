// One place that ends what a tool started (databases, child processes, temporary folders), last started first,
// whether the tool finishes, fails or is interrupted.

/** @type {Array<() => Promise<void> | void>} */
const tasks = [];
/** @type {Promise<void> | undefined} */
let running;
let installed = false;
let interruptIsSuccess = false;
let watching = false;

/** What a shell reports for a process that ended by this signal. */
const exitCodes = /** @type {const} */ ({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 });

/**
 * Has `task` run before this process ends.
 *
 * @param {() => Promise<void> | void} task
 * @returns {() => void} forgets the task
 */
export function onShutdown(task) {
  install();
  tasks.push(task);
  return () => {
    const index = tasks.indexOf(task);
    if (index >= 0) tasks.splice(index, 1);
  };
}

/** Runs every task that is still registered; a call while they run waits for the same run. */
export function shutdown() {
  running ??= runTasks().finally(() => {
    running = undefined;
  });
  return running;
}

/** For tools that run until they are interrupted: ending them so is a success, exit code 0. */
export function interruptMeansSuccess() {
  install();
  interruptIsSuccess = true;
}

/** True once this process is on its way out. */
export const isShuttingDown = () => running !== undefined;

async function runTasks() {
  for (let task = tasks.pop(); task; task = tasks.pop()) {
    try {
      await task();
    } catch (error) {
      console.error(error);
    }
  }
}

/**
 * npm runs a script in a shell; a signal to npm ends npm and that shell, but never arrives here. So a tool that npm
 * started ends itself when the process above it is gone.
 */
export function endWithNpm() {
  if (watching || process.env.npm_lifecycle_event === undefined) return;
  watching = true;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
  }, 500).unref();
}

function install() {
  if (installed) return;
  installed = true;
  endWithNpm();
  for (const signal of /** @type {(keyof typeof exitCodes)[]} */ (Object.keys(exitCodes))) {
    // A second signal (npm, a terminal and a parent may each send one) joins the shutdown that is under way.
    process.on(signal, () => {
      shutdown().finally(() => process.exit(interruptIsSuccess ? 0 : exitCodes[signal]));
    });
  }
  // Reached when nothing but the unreferenced children is left; the exit code stays what the tool made it.
  process.on("beforeExit", () => {
    if (tasks.length > 0) shutdown();
  });
}
