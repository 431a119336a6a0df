// What Wrangler makes of importing a .wasm file: a compiled module.
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
