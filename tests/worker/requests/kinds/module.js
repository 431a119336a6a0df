/** Every instance is one of the module with other endpoints. To be imported before the Worker. */
import module from "../../../../build/wasi/kinds.wasm";

const { Instance } = WebAssembly;

WebAssembly.Instance = class extends Instance {
  constructor() {
    super(module);
  }
};
