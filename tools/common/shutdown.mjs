// One place that ends whatever a tool started (databases, child processes, temporary folders), in reverse order,
// whether the tool finishes, fails or is interrupted.

/** @type {Array<() => Promise<void> | void>} */
const tasks = [];
/** @type {Promise<void> | undefined} */
let running;
let installed = false;
let interruptIsSuccess = false;
let watching = false;

/** The exit code that a shell reports for a process ended by the signal. */
const exitCodes = /** @type {const} */ ({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 });

/**
 * Registers a task to run before this process ends.
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

/** Runs all registered tasks; if they are already running, waits for that run. */
export function shutdown() {
  running ??= runTasks().finally(() => {
    running = undefined;
  });
  return running;
}

/** For tools that run until they are interrupted: an interruption counts as success, exit code 0. */
export function interruptMeansSuccess() {
  install();
  interruptIsSuccess = true;
}

/** True once this process is shutting down. */
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
 * npm runs a script in a shell. A signal to npm ends npm and that shell but does not reach this process, so a tool
 * started by npm ends itself when its parent process is gone.
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
    // Further signals (npm, a terminal and a parent may each send one) wait for the shutdown that has already begun.
    process.on(signal, () => {
      shutdown().finally(() => process.exit(interruptIsSuccess ? 0 : exitCodes[signal]));
    });
  }
  // Reached when only unreferenced child processes are left; the exit code is the one that the tool set.
  process.on("beforeExit", () => {
    if (tasks.length > 0) shutdown();
  });
}
