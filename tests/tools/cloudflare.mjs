// The little of Cloudflare's API that Wrangler asks for, on this machine, so that the real Wrangler has somebody to ask.
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const TOKEN = "token-of-nobody-at-all";

/**
 * @param {Record<string, object>} hyperdrives the configurations by their ids
 * @returns the environment of somebody who is logged in there, and of somebody who is not
 */
export async function startCloudflare(hyperdrives) {
  const home = await mkdtemp(join(tmpdir(), "budgeting-wrangler-"));
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "", "http://localhost").pathname;
    const result = answer(path, hyperdrives);
    response.writeHead(result ? 200 : 404, { "content-type": "application/json" });
    const errors = result ? [] : [{ code: 2001, message: "not found" }];
    response.end(JSON.stringify({ success: Boolean(result), errors, messages: [], result: result ?? null }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  // Nobody's own login may be found, and nobody's real account asked.
  const loggedOut = {
    CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${port}`,
    HOME: home,
    XDG_CONFIG_HOME: home,
    CLOUDFLARE_API_TOKEN: undefined,
    CLOUDFLARE_ACCOUNT_ID: undefined,
  };
  return {
    loggedOut,
    loggedIn: { ...loggedOut, CLOUDFLARE_API_TOKEN: TOKEN, CLOUDFLARE_ACCOUNT_ID: "0123" },
    close: async () => {
      server.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** @param {string} path @param {Record<string, object>} hyperdrives */
function answer(path, hyperdrives) {
  if (path === "/user/tokens/verify") return { id: "1", status: "active" };
  if (path === "/user") return { id: "1", email: "somebody@example.com" };
  if (path === "/accounts" || path === "/memberships") return [];
  return hyperdrives[path.split("/hyperdrive/configs/")[1] ?? ""];
}
