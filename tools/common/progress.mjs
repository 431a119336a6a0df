// Progress of a task: a growing bar in a terminal, an occasional line elsewhere.

const WIDTH = 30;
/** How often a line is written outside a terminal. */
const LINE_EVERY_MS = 10_000;

/**
 * @param {number} total the amount of work, in any unit
 * @param {{ stream?: NodeJS.WriteStream }} [options]
 */
export function startProgress(total, { stream = process.stderr } = {}) {
  const started = performance.now();
  let done = 0;
  let title = "";
  let lastLine = started;
  let drawn = "";

  const text = () => {
    const share = Math.min(1, done / total);
    const filled = Math.round(share * WIDTH);
    const seconds = (performance.now() - started) / 1000;
    const left = share > 0.02 && share < 1 ? `, about ${Math.ceil((seconds / share) * (1 - share))} s left` : "";
    return { bar: "#".repeat(filled).padEnd(WIDTH, "."), percent: `${Math.floor(share * 100)} %`, left };
  };
  const clear = () => {
    if (stream.isTTY && drawn) stream.write("\r\u001b[2K");
    drawn = "";
  };
  const draw = () => {
    const { bar, percent, left } = text();
    if (stream.isTTY) {
      const line = `[${bar}] ${percent.padStart(5)} ${title}${left}`;
      if (line === drawn) return;
      clear();
      stream.write(line.slice(0, stream.columns ?? 80));
      drawn = line;
    } else if (performance.now() - lastLine > LINE_EVERY_MS) {
      lastLine = performance.now();
      stream.write(`${percent}: ${title}${left}\n`);
    }
  };
  return {
    /** @param {number} now how much of `total` is done @param {string} [what] is being done */
    set(now, what = title) {
      done = now;
      title = what;
      draw();
    },
    /** Counts one more unit as done. */
    advance() {
      done += 1;
      draw();
    },
    /** Sets the description of what is being done. @param {string} what */
    say(what) {
      title = what;
      draw();
    },
    /** Prints a line that stays visible. @param {string} line */
    note(line) {
      clear();
      console.log(line);
      draw();
    },
    end: clear,
  };
}
