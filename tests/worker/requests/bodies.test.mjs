/** What a body must be before anybody looks at its fields: there, JSON, an object, and not too large. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { ENDPOINTS, fill, split } from "../support/endpoints.mjs";
import { created, refused, succeeded } from "../support/expect.mjs";
import { forAllTests } from "../support/for-all-tests.mjs";
import { startApi } from "../support/harness.mjs";
import { makeOneOfEach } from "../support/make.mjs";

const api = await forAllTests(startApi());
const user = api.newUser();
const ids = await makeOneOfEach(user);

const JSON_TYPE = { "content-type": "application/json" };
const MIB = 1024 * 1024;
const month = (/** @type {string} */ rest) => `{"year":2025,"month":1,"income":1,${rest}}`;
/** A right body of exactly this many bytes. @param {number} size @param {string} name */
function bodyOf(size, name) {
  const frame = month(`"name":"${name}","pad":""`);
  return frame.replace(`"pad":""`, `"pad":"${"x".repeat(size - frame.length)}"`);
}

describe("malformed JSON", () => {
  /** The text, and the byte at which it goes wrong. @type {[string | Uint8Array, number | undefined][]} */
  const CASES = [
    [`{"name": oops}`, 9],
    [`{"é": oops}`, 7],
    [`[1,2,,3]`, 5],
    [`{"a":1} x`, 8],
    [`{"a":1}}`, 7],
    [`{`, undefined],
    [`{"a":1,}`, undefined],
    [`{'a':1}`, 1],
    [`{"a":01}`, undefined],
    [`{"a":+1}`, 5],
    [`{"a":.5}`, 5],
    [`{"a":1.}`, undefined],
    [`{"a":1e}`, undefined],
    [`{"a":NaN}`, 5],
    [`{"a":tru}`, undefined],
    [`{"a":nulll}`, undefined],
    [`{"a" 1}`, undefined],
    [`{"a":"\n"}`, undefined],
    [`{"a":"\\x"}`, undefined],
    [`{"a":"\\u12g4"}`, undefined],
    [`{"a":"unfinished`, undefined],
    [`{"a":1`, undefined],
    [`{"a":1 /* no */}`, undefined],
    ["oops", 0],
    [Uint8Array.from([0x22, 0xff, 0x22]), undefined],
    [Uint8Array.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]), undefined],
    [Uint8Array.from([0x00]), undefined],
  ];
  for (const [body, offset] of CASES) {
    it(`${typeof body === "string" ? body : `bytes ${body}`} is refused, saying where`, async () => {
      const answer = await user.request("POST", "/api/months", { headers: JSON_TYPE, body });
      const { message } = refused(answer, 400, /\d/);
      if (offset !== undefined) assert.match(message, new RegExp(`\\b${offset}\\b`), `expected byte ${offset}`);
    });
  }
});

describe("an empty body", () => {
  for (const endpoint of ENDPOINTS) {
    const { method, pattern } = split(endpoint);
    if (!["POST", "PATCH"].includes(method)) continue;
    it(`${endpoint} needs one`, async () => {
      refused(await user.request(method, fill(pattern, ids), { headers: JSON_TYPE }), 400);
      refused(await user.request(method, fill(pattern, ids)), 400);
      refused(await user.request(method, fill(pattern, ids), { headers: JSON_TYPE, body: " \n\t " }), 400);
    });
  }
});

describe("a body that is not an object", () => {
  for (const body of ["[]", "1", `"x"`, "null", "true", "[{}]", " -0.5e3 "]) {
    it(`${body} is rejected as such`, async () => {
      for (const endpoint of ENDPOINTS) {
        const { method, pattern } = split(endpoint);
        if (!["POST", "PATCH"].includes(method)) continue;
        refused(await user.request(method, fill(pattern, ids), { headers: JSON_TYPE, body }), 422);
      }
    });
  }
});

describe("a body's size", () => {
  it("may be a whole MiB", async () => {
    for (const body of [bodyOf(MIB, "whole"), chunked(bodyOf(MIB, "whole in chunks"))]) {
      created(await user.request("POST", "/api/months", { headers: JSON_TYPE, body }));
    }
  });

  it("may not be a byte more, whether or not the length is known in advance", async () => {
    for (const body of [bodyOf(MIB + 1, "larger"), chunked(bodyOf(MIB + 1, "larger in chunks"))]) {
      refused(await user.request("POST", "/api/months", { headers: JSON_TYPE, body }), 413);
    }
    refused(await user.patch(`/api/months/${ids.month}`, bodyOf(8 * MIB, "larger")), 413);
    const names = succeeded(await user.get("/api/months")).map((/** @type {any} */ { name }) => name);
    assert.ok(!names.some((/** @type {string} */ name) => name.startsWith("larger")));
  });

  it("is abandoned in good time if it would never end", async () => {
    let sent = 0;
    function* endless() {
      for (const chunk = " ".repeat(64 * 1024); ; sent += chunk.length) yield chunk;
    }
    // Whoever never stops sending may see the connection end before the answer, or workerd's own word on that.
    const answer = await user
      .request("POST", "/api/months", { headers: JSON_TYPE, body: endless() })
      .catch((error) => void assert.match(error.code, /ECONNRESET|EPIPE/));
    if (answer?.body) refused(answer, 413);
    // The Worker takes 17 MiB. What Wrangler's proxy and the sockets take besides is 9 to 17 MiB, and more on a busy machine.
    assert.ok(sent > MIB && sent < 256 * MIB, `${sent} bytes`);
    succeeded(await user.get("/api/months"));
  });
});

describe("a body's type", () => {
  const body = month(`"name":"typed"`);
  it("must be JSON if it is given", async () => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "text/html",
    ]) {
      refused(await user.request("POST", "/api/months", { headers: { "content-type": type }, body }), 415);
    }
    for (const type of ["application/jsonx", "application/xml", "text/plain; charset=application/json", "json"]) {
      refused(await user.request("POST", "/api/months", { headers: { "content-type": type }, body }), 415);
    }
  });

  it("may be left out, and may be written in any case and with parameters", async () => {
    let serial = 0;
    for (const type of [
      undefined,
      "application/json; charset=utf-8",
      "Application/JSON",
      "application/json;charset=UTF-8",
    ]) {
      serial += 1;
      /** @type {Record<string, string>} */
      const headers = type === undefined ? {} : { "content-type": type };
      created(await user.request("POST", "/api/months", { headers, body: month(`"name":"typed ${serial}"`) }));
    }
  });
});

describe("a body's encoding", () => {
  const body = month(`"name":"encoded"`);
  /** @param {string} encoding @param {string | Uint8Array} sent */
  const send = (encoding, sent) =>
    user.request("POST", "/api/months", { headers: { ...JSON_TYPE, "content-encoding": encoding }, body: sent });

  it("must not be one that has to be decoded, and the error says so", async () => {
    for (const [encoding, sent] of /** @type {[string, string | Uint8Array][]} */ ([
      ["gzip", gzipSync(body)],
      ["br", brotliCompressSync(body)],
      ["deflate", deflateSync(body)],
      ["gzip", body],
      ["x-unheard-of", body],
    ])) {
      const answer = await send(encoding, sent);
      refused(answer, 415, "The body must be sent as it is, without a Content-Encoding");
      assert.equal(answer.headers["accept-encoding"], "identity", encoding);
    }
    const { headers } = await user.request("POST", "/api/months", { headers: { "content-type": "text/plain" }, body });
    assert.equal(headers["accept-encoding"], undefined);
  });

  it("may be named identity", async () => {
    created(await send("identity", body));
    created(await send("Identity", month(`"name":"encoded again"`)));
  });
});

describe("unusual but valid JSON", () => {
  it("uses the last of two equal keys", async () => {
    const twice = await user.post("/api/months", month(`"name":"first","name":"last","income":"x","income":2`));
    const { name, income } = created(twice);
    assert.deepEqual([name, income], ["last", 200]);
    refused(await user.post("/api/months", month(`"name":"good","name":7`)), 422);
    const escaped = await user.post("/api/months", month(String.raw`"name":"plain","n\u0061me":"escaped"`));
    assert.equal(created(escaped).name, "escaped");
  });

  it("may have white space anywhere", async () => {
    const spread = ` \r\n\t${month(`"name" :\n"spread"`)}\n `;
    assert.equal(created(await user.post("/api/months", spread)).name, "spread");
  });

  it("may be nested in unknown fields, but only to a limit", async () => {
    const nested = (/** @type {number} */ depth) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
    created(await user.post("/api/months", month(`"name":"nested","extra":${nested(10)}`)));
    for (const depth of [100, 1000, 100_000, 400_000]) {
      const answer = await user.post("/api/months", month(`"name":"deep ${depth}","extra":${nested(depth)}`));
      assert.ok([400, 422].includes(answer.status), `${depth}: ${answer.status}`);
      refused(answer, answer.status);
    }
    for (const unfinished of ["[".repeat(500_000), `{"a":`.repeat(200_000)]) {
      const answer = await user.post("/api/months", unfinished);
      assert.ok([400, 422].includes(answer.status), `${answer.status}`);
    }
    created(await user.post("/api/months", month(`"name":"and it goes on"`)));
  });

  it("may have very many keys and items", async () => {
    const keys = Array.from({ length: 30_000 }, (_, index) => `"k${index}":${index}`).join(",");
    created(await user.post("/api/months", month(`"name":"many keys",${keys}`)));
    const items = Array.from({ length: 150_000 }, (_, index) => index).join(",");
    created(await user.post("/api/months", month(`"name":"many items","list":[${items}]`)));
  });

  it("is ignored if no body is needed", async () => {
    const answer = await user.request("DELETE", `/api/transactions/${ids.transaction}`, {
      headers: JSON_TYPE,
      body: "{",
    });
    succeeded(answer);
  });
});

/** @param {string} text */
const chunked = (text) => text.match(/[\s\S]{1,65536}/g) ?? [];
