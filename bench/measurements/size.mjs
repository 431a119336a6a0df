// What would be uploaded for each peer.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { onShutdown } from "../../tools/common/shutdown.mjs";
import { bundleInto } from "../../tools/serve/workerd.mjs";
import { bundling, PEERS } from "../harness/peers.mjs";

/** In bytes; `gzip` and `raw` of all files together. @typedef {{ peer: string, raw: number, gzip: number, wasmGzip: number }} Size */

/** @returns {Promise<Size[]>} */
export async function measureSizes(peers = PEERS) {
  /** @type {Size[]} */
  const sizes = [];
  for (const { name: peer, main } of peers) {
    const folder = await mkdtemp(join(tmpdir(), "budgeting-size-"));
    const forget = onShutdown(() => rm(folder, { recursive: true, force: true }));
    await bundleInto(folder, bundling(main));
    const size = { peer, raw: 0, gzip: 0, wasmGzip: 0 };
    for (const name of (await readdir(folder)).filter((file) => /\.(js|wasm)(\?module)?$/.test(file))) {
      const content = await readFile(join(folder, name));
      const gzip = gzipSync(content, { level: 9 }).length;
      size.raw += content.length;
      size.gzip += gzip;
      if (name.includes(".wasm")) size.wasmGzip += gzip;
    }
    sizes.push(size);
    forget();
    await rm(folder, { recursive: true, force: true });
  }
  return sizes;
}
