import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { exportJWK, exportPKCS8, generateKeyPair, SignJWT } from "jose";
import { secretsIn, secretsInFiles } from "../../tools/lint/secrets.mjs";

const random = (/** @type {number} */ bytes) => randomBytes(bytes).toString("hex");

describe("the check for secrets in the repository", () => {
  test("finds keys, tokens and passwords, with their line, and does not repeat them", async () => {
    const { privateKey } = await generateKeyPair("ES256", { extractable: true });
    for (const secret of [
      await exportPKCS8(privateKey),
      JSON.stringify(await exportJWK(privateKey)),
      await new SignJWT({ role: "service_role" }).setProtectedHeader({ alg: "ES256" }).sign(privateKey),
      `DATABASE_URL=postgres://postgres:1${random(8)}@db.abc.supabase.co:5432/postgres`,
      `SUPABASE_KEY: "${["sb", "secret", random(12)].join("_")}"`,
      `CLOUDFLARE_API_TOKEN="${random(20)}"`,
      `token ${["ghp", random(18)].join("_")}`,
    ]) {
      const found = secretsIn(`fine\n${secret.split("\n")[0]}\n`);
      assert.deepEqual(
        found.map(({ line }) => line),
        [2],
        secret,
      );
      assert.ok(!JSON.stringify(found).includes(secret.slice(-20)));
    }
  });

  test("finds files that are meant for secrets", async () => {
    for (const file of [".env", "bench/.dev.vars", ".env.production", "tools/server.pem", "a/id_ed25519"]) {
      assert.match(await secretsInFiles([file]), /holds secrets/);
    }
  });

  test("accepts placeholders, local databases and public keys", async () => {
    const { publicKey } = await generateKeyPair("ES256", { extractable: true });
    for (const text of [
      JSON.stringify(await exportJWK(publicKey)),
      "postgres://postgres:<password>@db.<project>.supabase.co:5432/postgres",
      `postgres://budgeting:1${random(8)}@127.0.0.1:5432/budgeting`,
      "postgres://u:p@db.example.com/db",
      "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
    ]) {
      assert.deepEqual(secretsIn(text), [], text);
    }
  });
});
