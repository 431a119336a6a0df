/** The core and the tools read a connection string alike, whatever it looks like. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { partsOf } from "../../tools/database/connection-string.mjs";
import { newCore } from "./load.mjs";

const core = newCore();

const CREDENTIALS = [
  "u:secret",
  "u",
  "",
  ":secret",
  "u%40:se%23cret",
  "u:12#secret",
  "u:1/2",
  "u:1?2",
  "u:a@b",
  "u:%zz",
  "u:%ff",
  "u:%00",
  "u:a:b",
  "ü:é",
];
const HOSTS = [
  ...[
    "localhost",
    "LOCALHOST",
    "127.0.0.1",
    "127.9.9.9",
    "127.1",
    "127.0.0.256",
    "127.0.0.01",
    "0.0.0.0",
    "[::1]",
    "[2001:DB8::2]",
  ],
  ...[
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "db.abc.supabase.co",
    "DB.abc.SUPABASE.co",
    "db.example.com.",
  ],
  ...[
    "",
    "a..b",
    "-a",
    "a_b",
    "h1,h2",
    "%2Fvar",
    "::1",
    "[]",
    "[::1",
    "[zz::]",
    "x]",
    "h:",
    "h:0",
    "h:65535",
    "h:65536",
    "h:05",
    "h:1:2",
    "[::1]:5",
    "[::1]x",
  ],
  ...[
    "aws-0-eu.pooler.supabase.com:6543",
    "aws-0-eu.POOLER.supabase.com:6543",
    "other.example.com:6543",
    "3com",
    "a.0x7f",
  ],
];
const PATHS = ["", "/", "/db", "/a%20b", "/a/b", "/a%2fb", "/%e4", "//"];
const QUERIES = [
  ...[
    "",
    "?",
    "?&",
    "?sslmode",
    "?sslmode=",
    "?sslmode=require",
    "?sslmode=verify-ca",
    "?sslmode=verify-full",
    "?sslmode=prefer",
  ],
  ...[
    "?sslmode=allow",
    "?sslmode=no-verify",
    "?sslmode=nonsense",
    "?ssl%6Dode=disable",
    "?SSLMODE=disable",
    "?sslmode=requir%65",
  ],
  ...["?sslmode=require&sslmode=disable", "?sslmode=require&sslmode=require", "?sslmode=require&", "?&sslmode=require"],
  ...[
    "?sslmode=require&channel_binding=require",
    "?channel_binding=require&channel_binding=require",
    "?channel_binding=%20",
  ],
  ...[
    "?host=other",
    "?port=6543",
    "?user=x",
    "?password=x",
    "?dbname=x",
    "?uselibpqcompat=true&sslmode=require",
    "?ssl=true",
    "?options=x",
  ],
  ...[
    "?pgbouncer=true",
    "?schema=public",
    "?connection_limit=1",
    "?connect_timeout=5",
    "?application_name=x",
    "?a=b?c=d",
    "#x",
    "?sslmode=require#x",
  ],
];

/** @param {string} url */
function byCore(url) {
  const { problem, port, ...parts } = core.connect({ hyperdrive: "", databaseUrl: url });
  if (problem === "") return { ...parts, port: Number(port) };
  assert.match(problem, /^DATABASE_URL/, url);
  return problem;
}

/** @param {string} url */
function byTools(url) {
  try {
    return partsOf(url, "DATABASE_URL");
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}

/** @param {string} url */
function same(url) {
  const [core, tools] = [byCore(url), byTools(url)];
  if (typeof core === "string") assert.equal(typeof tools, "string", `${url}: ${core}, but ${JSON.stringify(tools)}`);
  else assert.deepEqual(tools, core, url);
  for (const said of [core, tools]) {
    if (typeof said === "string") assert.doesNotMatch(said, /secret|se%23/, url);
  }
  return typeof core !== "string";
}

describe("a connection string", () => {
  it("is parsed alike by the tools and the core", () => {
    const taken = { yes: 0, no: 0 };
    const credentials = CREDENTIALS.map((part) => `postgres://${part}@db.example.com/db`);
    const hosts = HOSTS.flatMap((host) =>
      ["", "?sslmode=require"].map((query) => `postgres://u:secret@${host}/db${query}`),
    );
    const rest = PATHS.flatMap((path) => QUERIES.map((query) => `postgresql://u:secret@db.example.com${path}${query}`));
    const odd = [
      "nonsense",
      "postgres://",
      "mysql://u@h/db",
      "POSTGRES://u@h/db",
      " postgres://u@h/db",
      "postgres://u@h/db\n",
    ];
    for (const url of [...credentials, ...hosts, ...rest, ...odd]) taken[same(url) ? "yes" : "no"] += 1;
    assert.ok(taken.yes > 30 && taken.no > 300, JSON.stringify(taken));
  });

  it("may turn TLS off or name a certificate authority's file only for tools", () => {
    const off = "postgres://u@db.example.com/db?sslmode=disable";
    assert.equal(typeof byCore(off), "string");
    assert.equal(partsOf(off).tls, false);
    const file = "postgres://u@db.example.com/db?sslrootcert=my%20ca.crt";
    assert.match(String(byCore(file)), /sslrootcert/);
    assert.equal(partsOf(file).sslrootcert, "my ca.crt");
    assert.equal(partsOf(file).tls, true);
  });
});
