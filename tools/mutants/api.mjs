// Mistakes in checks, routes and answers.

/** @type {import("./index.mjs").Mutant[]} */
export const api = [
  {
    what: "keys: one request is another of the same operation",
    file: "wasm/api/plan.cpp",
    search: "add(value.value_or(\"\"), value ? '\\xFF' : '\\xFE');",
    replace: "(void)value;",
  },
  {
    what: "year summary: gross income and deductions are swapped",
    file: "wasm/api/summaries.cpp",
    search: 'monthly_amounts(year_row.member("gross"))',
    replace: 'monthly_amounts(year_row.member("deductions"))',
  },
  {
    what: "year summary: months are off by one",
    file: "wasm/api/summaries.cpp",
    search: "static_cast<std::size_t>(month - 1)",
    replace: "static_cast<std::size_t>(month % 12)",
  },
  {
    what: "year summary: month 13 is taken",
    file: "wasm/api/summaries.cpp",
    search: "month <= static_cast<std::int64_t>(amounts.size())",
    replace: "month <= static_cast<std::int64_t>(amounts.size()) + 1",
  },
  {
    what: "checks: an amount below zero that rounds to zero passes",
    file: "wasm/api/check.cpp",
    search: "if (is_negative && range.least >= 0) return requirement(type);",
    replace: "if (is_negative && range.least > 0) return requirement(type);",
  },
  {
    what: "checks: a name of 200 characters is too long",
    file: "wasm/api/check.cpp",
    search: "length > range.most",
    replace: "length >= range.most",
  },
  {
    what: "checks: a name of 201 characters passes",
    file: "wasm/model/type.hpp",
    search: "return {1, 200};",
    replace: "return {1, 201};",
  },
  {
    what: "checks: null is taken for any field",
    file: "wasm/api/check.cpp",
    search: "json::Kind::null && field.nullable",
    replace: "json::Kind::null",
  },
  {
    what: "bulk update: 1001 items pass",
    file: "wasm/api/endpoint.hpp",
    search: "list_most = 1000;",
    replace: "list_most = 1001;",
  },
  {
    what: "bulk update: of a repeated id the first values win",
    file: "wasm/api/yearly/category_entries.cpp",
    search: "if (item[at].given) (*place)",
    replace: "if (item[at].given && !(*place)[at].given) (*place)",
  },
  {
    what: "copy-month: only a month onto itself is copied",
    file: "wasm/api/yearly/month_actions.hpp",
    search: "values.items[0][0].text != values.items[0][1].text",
    replace: "values.items[0][0].text == values.items[0][1].text",
  },
  {
    what: "bodies: one of exactly 1 MiB is too large",
    file: "wasm/api/body.cpp",
    search: "text.size() > most_body_bytes",
    replace: "text.size() >= most_body_bytes",
  },
  {
    what: "routes: HEAD is not what GET is",
    file: "wasm/api/plan.cpp",
    search: "  if (method == http::Method::head) method = http::Method::get;\n",
    replace: "",
  },
  {
    what: "routes: Allow says nothing of HEAD",
    file: "wasm/api/plan.cpp",
    search: '    if (endpoint.method == http::Method::get) found->allow += ", HEAD";\n',
    replace: "",
  },
  {
    what: "sign-in: nobody needs to",
    file: "wasm/api/plan.cpp",
    search: "invocation.user.empty()",
    replace: 'invocation.user == "nobody"',
  },
  {
    what: "answers: what was created is a 200",
    file: "wasm/api/common.hpp",
    search: ".status = 201,",
    replace: ".status = 200,",
  },
  {
    what: "answers: a statement that took too long is a 503",
    file: "wasm/api/respond.cpp",
    search: 'if (sqlstate == "57014") return stopped(continuation);',
    replace: 'if (sqlstate == "57014") return unavailable();',
  },
  {
    what: "answers: a clash in the database is a 500",
    file: "wasm/api/respond.cpp",
    search: 'if (sqlstate == "23505")',
    replace: 'if (sqlstate == "23506")',
  },
  {
    what: "connection: TLS may be turned off",
    file: "wasm/api/connection.cpp",
    search: 'if (mode == "disable" && !parts.tls) return {};',
    replace: 'if (mode == "disable") { parts.tls = false; return {}; }',
  },
  {
    what: "answers: a read that got no answer may have changed something",
    file: "wasm/api/respond.cpp",
    search: "if (continuation.endpoint->method == http::Method::get) return unavailable();",
    replace: "",
  },
  {
    what: "answers: a server that ends the connection has changed nothing",
    file: "wasm/api/respond.cpp",
    search: 'if (is_class("08") || is_class("57")) return lost(continuation);',
    replace: 'if (is_class("08") || is_class("57")) return unavailable();',
  },
  {
    what: "answers: a lock that was not to be had says of a request with a key that nothing was changed",
    file: "wasm/api/respond.cpp",
    search: 'message += continuation.is_keyed ? ", please send this again',
    replace: 'message += !continuation.is_keyed ? ", please send this again',
  },
];
