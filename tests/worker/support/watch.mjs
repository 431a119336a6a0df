/**
 * Looks through all that a Worker writes to its log and answers for what nobody may see there: the database's password,
 * the credentials it was sent, whose profile or account it is, its own statements and sources.
 */

/** @typedef {import("./client.mjs").Send} Send */
/** @typedef {ReturnType<typeof watch>} Watch */

/** Anything shorter is a word that may stand anywhere. */
const LEAST_CHARACTERS = 12;

/** Statements, and names that only they use. */
const SQL =
  /\bselect\b[^"]*\bfrom\b|\binsert into \w|\bdelete from \w|\bupdate \w+\.\w+|\brow_to_json\b|\bjson_agg\b|\bprofile_?token\b|\bauth_user_id\b/gi;
/** What an answer may not even hint at. */
const INTERNAL = /\bbudgeting\.[a-z]\w+|\b\w+\.(?:m?js|cpp|hpp|wasm)\b:?\d*|\bSQLSTATE\b|\bpg_\w+|\bhyperdrive\b/gi;

/** @param {{ databaseUrl?: string | null, vars?: Record<string, string> }} settings of the Worker */
export function watch({ databaseUrl, vars = {} }) {
  /** What each is. @type {Map<string, string>} */
  const secrets = new Map();
  /** @type {{ what: string, text: string }[]} */
  const answers = [];
  /** @type {string[]} */
  const sent = [];

  /** @param {string | undefined} text @param {string} what */
  const note = (text, what) => {
    if (text !== undefined && text.length >= LEAST_CHARACTERS) secrets.set(text, what);
  };
  if (databaseUrl && URL.canParse(databaseUrl)) note(new URL(databaseUrl).password, "the database's password");
  for (const [name, value] of Object.entries(vars)) if (/SECRET|PASSWORD/.test(name)) note(value, name);

  /** @param {Record<string, string>} headers */
  const noteCredentials = (headers) => {
    for (const [name, value] of Object.entries(headers)) {
      if (name === "cookie") for (const cookie of value.split("; ")) note(cookie.split("=")[1], "a cookie");
      if (!["authorization", "cf-access-jwt-assertion"].includes(name)) continue;
      const token = value.replace(/^bearer +/i, "");
      note(token, "a token");
      note(token.split(".")[2], "a token's signature");
      note(token.replace(/^dev:/, ""), "a user's id");
      note(subjectOf(token), "a user's id");
    }
  };

  return {
    /** Sends, and keeps what is answered. @param {Send} send @returns {Send} */
    sender: (send) => async (method, path, message) => {
      noteCredentials(message?.headers ?? {});
      sent.push(path, ...Object.values(message?.headers ?? {}));
      if (typeof message?.body === "string") sent.push(message.body);
      const answer = await send(method, path, message);
      // Swagger UI, as npm has it: it is not the Worker's, and full of names of files.
      if (path.startsWith("/docs/")) return answer;
      answers.push({ what: `${method} ${path.slice(0, 80)}`, text: JSON.stringify(answer.headers) + answer.text });
      return answer;
    },
    /** More that must not be seen. @param {string} text @param {string} what */
    note,
    /**
     * What was seen that must not be, without saying it again.
     * @param {string[]} lines of the log
     */
    faults(lines) {
      const log = lines.join("\n");
      const everything = [...answers.map(({ text }) => text), log].join("\n");
      const found = new Set();
      for (const [secret, what] of secrets) {
        if (!everything.includes(secret)) continue;
        if (log.includes(secret)) found.add(`${what}, in the log`);
        for (const answer of answers)
          if (answer.text.includes(secret)) found.add(`${what}, answered to ${answer.what}`);
      }
      for (const [words] of log.matchAll(SQL)) found.add(`"${words.slice(0, 60)}", in the log`);
      const input = sent.join("\n").toLowerCase();
      for (const { what, text } of answers) {
        for (const [words] of [...text.matchAll(SQL), ...text.matchAll(INTERNAL)]) {
          // Whoever sends such words may get them back.
          if (!input.includes(words.toLowerCase())) found.add(`"${words.slice(0, 60)}", answered to ${what}`);
        }
      }
      return [...found];
    },
  };
}

/** @param {string} token @returns {string | undefined} */
function subjectOf(token) {
  try {
    const { sub } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    return typeof sub === "string" ? sub : undefined;
  } catch {
    return undefined;
  }
}
