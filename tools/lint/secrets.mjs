// No key, password or token may be in the repository, not even an expired one: a reader cannot know that it is.
import { readFile } from "node:fs/promises";
import { inRoot } from "../common/paths.mjs";

/** Patterns of secrets that services issue. */
const patterns = [
  { what: "private key", pattern: /-----BEGIN [A-Z ]*PRIVATE KEY/ },
  { what: "private JSON Web Key", pattern: /"d"\s*:\s*"[\w-]{20,}"/ },
  { what: "JSON Web Token", pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/ },
  {
    // Passwords made of plain words are invented examples.
    what: "password in an address",
    pattern: /\b[a-z][a-z0-9+.-]*:\/\/[\w.%-]*:(?=[^@\s]*\d)[\w.%~!*-]{10,}@(?!127\.0\.0\.1|localhost)/,
  },
  { what: "Supabase key", pattern: /\bsb(?:p|_secret)_[A-Za-z0-9]{16,}/ },
  { what: "Cloudflare token", pattern: /(?:CLOUDFLARE|CF)_API_(?:TOKEN|KEY)\W{1,4}[\w-]{30,}/ },
  { what: "GitHub token", pattern: /\b(?:gh[pousr]_\w{36}|github_pat_\w{40})/ },
  { what: "npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b|_(?:authToken|auth|password)\s*=\s*["\w]/ },
  { what: "AWS key", pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
];
/** Files that are meant to hold secrets. */
const holders =
  /(?:^|\/)(?:\.env(?:\..*)?|\.dev\.vars(?:\..*)?|\.pgpass|id_(?:rsa|ed25519|ecdsa))$|\.(?:pem|p12|pfx|key)$/;

/**
 * The places that contain a secret, one per line, without the secret itself.
 *
 * @param {string[]} files relative to the checkout's folder
 */
export async function secretsInFiles(files) {
  const found = await Promise.all(
    files.map(async (file) => {
      if (holders.test(file)) return [`${file}: a file of this name holds secrets`];
      return secretsIn(await readFile(inRoot(file), "utf8")).map(({ line, what }) => `${file}:${line}: ${what}`);
    }),
  );
  return found.flat().join("\n");
}

/** @param {string} text */
export function secretsIn(text) {
  return text.split("\n").flatMap((content, index) => {
    const hit = patterns.find(({ pattern }) => pattern.test(content));
    return hit ? [{ line: index + 1, what: hit.what }] : [];
  });
}
