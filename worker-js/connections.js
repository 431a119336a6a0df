// The parameters of the connection, as the core decides. They are plain text and the same for every request, so the
// core is asked only once.

/** @typedef {import("./border.js").Connection} Connection */
/** @typedef {import("./border.js").Calls["connect"]["request"]} Strings */

export class Connections {
  #core;
  /** @type {Strings} */
  #strings = { hyperdrive: "", databaseUrl: "" };
  /** @type {Connection | null} */
  #connection = null;

  /** @param {import("./core.js").Core} core */
  constructor(core) {
    this.#core = core;
  }

  /** @param {Strings} strings @returns {Connection} */
  of(strings) {
    const { hyperdrive, databaseUrl } = this.#strings;
    const isSame = strings.hyperdrive === hyperdrive && strings.databaseUrl === databaseUrl;
    if (this.#connection === null || !isSame) {
      this.#connection = this.#core.connect(strings);
      this.#strings = strings;
    }
    return this.#connection;
  }
}
