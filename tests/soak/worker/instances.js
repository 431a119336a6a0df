// Notes every instance of the core, so that the size of its memory can be asked for. To be imported before the Worker.

/** @type {WebAssembly.Memory[]} */
const memories = [];
const { Instance } = WebAssembly;

WebAssembly.Instance = class extends Instance {
  /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} [imports] */
  constructor(module, imports) {
    super(module, imports);
    memories.push(/** @type {WebAssembly.Memory} */ (this.exports.memory));
  }
};

/** Bytes of each. */
export const memorySizes = () => memories.map(({ buffer }) => buffer.byteLength);
