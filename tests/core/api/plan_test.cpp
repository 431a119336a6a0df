#include "wasm/api/plan.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "tests/core/api/planning.hpp"
#include "wasm/api/body.hpp"
#include "wasm/api/endpoints.hpp"
#include "wasm/api/refusal.hpp"
#include "wasm/api/respond.hpp"

using namespace budgeting;

namespace {

std::string header(const http::Answer& answer, std::string_view name) {
  for (const http::Header& header : answer.headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

std::string with_number(std::string_view path, std::string_view number) {
  std::string url(path);
  const std::size_t colon = url.find(':');
  if (colon == std::string::npos) return url;
  const std::size_t end = std::min(url.find('/', colon), url.size());
  return url.replace(colon, end - colon, number);
}

}  // namespace

TEST_CASE("each endpoint has a name, a path and a statement of its own") {
  std::set<std::string> names;
  std::set<std::string> routes;
  for (const api::Endpoint& endpoint : api::endpoints()) {
    names.emplace(endpoint.operation);
    routes.insert(std::string(name_of(endpoint.method)) + std::string(endpoint.path));
    CHECK_FALSE(endpoint.statement.is_empty());
  }
  CHECK(names.size() == api::endpoints().size());
  CHECK(routes.size() == api::endpoints().size());
}

TEST_CASE("an invalid number in a path is a 400 that names the thing") {
  for (const api::Endpoint& endpoint : api::endpoints()) {
    if (!contains(endpoint.path, ":")) continue;
    const std::string url = with_number(endpoint.path, "12abc");
    CAPTURE(url);
    const api::Plan plan = planned({.method = name_of(endpoint.method), .url = url});
    REQUIRE(plan.refusal);
    CHECK(plan.refusal->status == 400);
    CHECK(contains(plan.refusal->body, "\"message\":\"Invalid "));
  }
  CHECK(contains(planned({.url = "/api/months/x"}).refusal->body, "Invalid month ID"));
  CHECK(contains(planned({.url = "/api/yearly/by-year/x"}).refusal->body, "\"Invalid year\""));
  CHECK(contains(planned({.method = "DELETE", .url = "/api/fixed-payments/0"}).refusal->body,
                 "Invalid fixed payment ID"));
}

TEST_CASE("any integer is accepted as a year, even if it cannot have a budget") {
  const auto by_year = [](std::string_view year) {
    return planned({.url = "/api/yearly/by-year/" + std::string(year)});
  };
  for (const char* year : {"0", "-1", "-0", "1999", "99999", "2147483647", "-2147483648"}) {
    CAPTURE(year);
    const api::Plan plan = by_year(year);
    REQUIRE_FALSE(plan.refusal);
    const http::Answer missing = answer_to(plan, {.event = api::Event::no_row});
    CHECK(missing.status == 404);
    const std::string shown = std::string_view(year) == "-0" ? "0" : year;
    CHECK(contains(missing.body, "\"message\":\"Budget for year " + shown + " not found\""));
  }
  // PostgreSQL could not compare its column with these.
  for (const std::string& year : {std::string("2147483648"), std::string("-2147483649"),
                                  std::string("12345678901234567890"), std::string(500, '9')}) {
    CAPTURE(year);
    const api::Plan plan = by_year(year);
    REQUIRE(plan.refusal);
    CHECK(plan.refusal->status == 404);
    CHECK(contains(plan.refusal->body, "\"message\":\"Budget for year " + year + " not found\""));
  }
  for (const char* text : {"abc", "12abc", "1.5", "2e3", "1.0", "+1", "02026", "-", "--1", "-01", "00", "0x1",
                           "%20", "1%20", "%D9%A1"}) {
    CAPTURE(text);
    const api::Plan plan = by_year(text);
    REQUIRE(plan.refusal);
    CHECK(plan.refusal->status == 400);
    CHECK(contains(plan.refusal->body, "\"message\":\"Invalid year\""));
  }
}

TEST_CASE("times beyond the columns' range are stored as the last possible value") {
  const auto has_time = [](std::int64_t now, const char* stored) {
    const api::Plan plan = planned(
        {.method = "POST", .url = "/api/transactions", .body = R"({"categoryId":1,"amount":2})", .now = now});
    REQUIRE_FALSE(plan.refusal);
    return std::count(plan.parameters.begin(), plan.parameters.end(), stored) == 1;
  };
  CHECK(has_time(2'147'483'646, "2147483646"));
  CHECK(has_time(2'147'483'647, "2147483647"));  // 2038-01-19T03:14:07Z
  CHECK(has_time(2'147'483'648, "2147483647"));
  CHECK(has_time(4'102'444'800, "2147483647"));
}

TEST_CASE("unknown paths are not found, known ones name their methods") {
  CHECK(refused({.url = "/"}) == 404);
  CHECK(refused({.url = "/api"}) == 404);
  CHECK(refused({.url = "/api/months/1/2"}) == 404);
  CHECK(refused({.url = "/api/month"}) == 404);
  const api::Plan plan = planned({.url = "/api/yearly/categories"});
  CHECK(plan.refusal->status == 405);
  CHECK(header(*plan.refusal, "allow") == "POST");
  CHECK(header(*planned({.method = "PUT"}).refusal, "allow") == "GET, HEAD, POST");
  CHECK(header(*planned({.method = "POST", .url = "/api/months/1"}).refusal, "allow") ==
        "GET, HEAD, PATCH, DELETE");
  CHECK(refused({.method = "OPTIONS"}) == 204);
  CHECK(refused({.method = "OPTIONS", .url = "/nothing"}) == 404);
}

TEST_CASE("nobody gets further than a known path without being signed in") {
  CHECK(header(*planned({.user = ""}).refusal, "www-authenticate") == "Bearer realm=\"Budgeting API\"");
  CHECK(refused({.user = ""}) == 401);
  CHECK(refused({.url = "/api/months/abc", .user = ""}) == 401);
  CHECK(refused({.method = "POST", .body = "{", .user = ""}) == 401);
  CHECK(refused({.url = "/api/nothing", .user = ""}) == 404);
}

TEST_CASE("a request that the shim rejects gets the reason") {
  const auto status_of = [](api::Refusal refusal) {
    return static_cast<int>(api::refuse({refusal, "r"}).status);
  };
  CHECK(status_of(api::Refusal::unauthorized) == 401);
  CHECK(status_of(api::Refusal::forbidden) == 403);
  CHECK(status_of(api::Refusal::host) == 403);
  CHECK(status_of(api::Refusal::unavailable) == 503);
  CHECK(status_of(api::Refusal::credentials) == 431);
  CHECK(status_of(api::Refusal::rate) == 429);
  CHECK(status_of(api::Refusal::body) == 408);
  CHECK(header(api::refuse({api::Refusal::rate, "r"}), "retry-after") == "10");
}

TEST_CASE("a route tells the shim what the request needs before it is admitted") {
  const api::Routed read = api::route({"GET", "/api/months/5", "r"});
  CHECK_FALSE(read.answer);
  CHECK(read.pattern == "/api/months/:id");
  CHECK_FALSE(read.is_open);
  CHECK(read.body_bytes == 0);
  CHECK(api::route({"DELETE", "/api/months/5", "r"}).body_bytes == 0);
  CHECK(api::route({"POST", "/api/months", "r"}).body_bytes == api::most_body_bytes + 1);
  CHECK(api::route({"GET", "/api/ready", "r"}).is_open);
  const api::Routed unknown = api::route({"GET", "/api/nothing", "r"});
  REQUIRE(unknown.answer);
  CHECK(unknown.answer->status == 404);
  CHECK(unknown.pattern.empty());
  CHECK(api::route({"PUT", "/api/months", "r"}).pattern == "/api/months");
}

TEST_CASE("the monitoring endpoints need no sign-in") {
  const api::Plan health = planned({.url = "/api/health", .user = ""});
  REQUIRE(health.refusal);
  CHECK(health.refusal->status == 200);
  CHECK(health.refusal->body == R"({"status":"ok"})");
  const api::Plan ready = planned({.url = "/api/ready", .user = ""});
  REQUIRE_FALSE(ready.refusal);
  CHECK(ready.parameters.empty());
  CHECK(is_repeatable(ready));
  CHECK(ready.shared_milliseconds == 1000);
  CHECK(planned({}).shared_milliseconds == 0);
  CHECK(answer_to(ready, {.event = api::Event::row}).status == 200);
  CHECK(answer_to(ready, {.event = api::Event::no_row}).status == 503);
  CHECK(refused({.method = "POST", .url = "/api/health"}) == 405);
}

TEST_CASE("a URL has at most 8192 bytes") {
  const std::string most = "/api/months?" + std::string(api::most_url_bytes - 12, 'x');
  CHECK_FALSE(planned({.url = most}).refusal);
  CHECK(refused({.url = most + "x"}) == 414);
}

TEST_CASE("a plan carries the values in the order of the statement's parameters, and no value in its text") {
  const std::string_view text = "O'Reilly $1; drop table";
  const api::Plan plan = planned({.method = "PATCH",
                                  .url = "/api/transactions/42",
                                  .body = R"({"amount":1.005,"description":"O'Reilly $1; drop table"})"});
  REQUIRE_FALSE(plan.refusal);
  CHECK_FALSE(contains(plan.sql, text));
  using Text = std::optional<std::string>;
  const auto has = [&](const Text& value) {
    return std::find(plan.parameters.begin(), plan.parameters.end(), value) != plan.parameters.end();
  };
  CHECK(has("user-1"));
  CHECK(has("42"));
  CHECK(has("101"));
  CHECK(has(std::string(text)));
  CHECK(has("1700000000"));
  CHECK(has("false"));  // transactionDate was not given
  CHECK(plan.row_is_answer);
}

namespace {

bool has_guard(const api::Endpoint& endpoint) { return endpoint.statement.guard() != query::Guard::none; }

}  // namespace

TEST_CASE("every statement is scoped to the signed-in user, takes its values as parameters, and is one") {
  for (const api::Endpoint& endpoint : api::endpoints()) {
    CAPTURE(endpoint.operation);
    for (const bool guarded : {false, has_guard(endpoint)}) {
      const std::string sql = query::text(endpoint.statement, guarded);
      const auto parameters = endpoint.statement.parameters(guarded);
      const auto user = std::find(parameters.begin(), parameters.end(), query::user);
      REQUIRE(user != parameters.end());
      const std::string scope = "profiles.auth_user_id = $" + std::to_string(user - parameters.begin() + 1);
      CHECK(contains(sql, scope));
      CHECK_FALSE(contains(sql, ";"));
      CHECK_FALSE(contains(sql, "profile_token as"));
      CHECK(contains(sql, "$" + std::to_string(parameters.size())));
      CHECK_FALSE(contains(sql, "$" + std::to_string(parameters.size() + 1)));
      if (endpoint.method == http::Method::get) CHECK(contains(sql, "clock_timestamp()"));
    }
  }
}

namespace {

/// The value of the plan's one parameter from that source; `none` if it has no such parameter.
std::optional<std::string> value_of(const Request& request, query::Source source) {
  const api::Plan plan = planned(request);
  REQUIRE_FALSE(plan.refusal);
  for (const api::Endpoint& endpoint : api::endpoints()) {
    for (const bool guarded : {false, has_guard(endpoint)}) {
      if (query::text(endpoint.statement, guarded) != plan.sql) continue;
      const auto parameters = endpoint.statement.parameters(guarded);
      REQUIRE(parameters.size() == plan.parameters.size());
      for (std::size_t at = 0; at < parameters.size(); ++at) {
        if (parameters[at].source == source) return plan.parameters[at];
      }
    }
  }
  return "none";
}

}  // namespace

TEST_CASE("only POST accepts a key, which makes the statement safe to repeat") {
  Request request{.method = "POST", .url = "/api/transactions", .body = R"({"categoryId":1,"amount":2})"};
  CHECK_FALSE(is_repeatable(planned(request)));
  CHECK(value_of(request, query::Source::key) == "none");
  request.idempotency_key = "\"a b\"";
  CHECK(refused(request) == 400);
  request.idempotency_key = "\"k-1\"";
  CHECK(is_repeatable(planned(request)));
  CHECK(value_of(request, query::Source::key) == "k-1");
  CHECK_FALSE(is_repeatable(
      planned({.method = "PATCH", .url = "/api/months/1", .body = "{}", .idempotency_key = "k"})));
}

TEST_CASE("a fingerprint is of what is asked for, however it is written") {
  const auto print = [](std::string_view url, std::string_view body) {
    return value_of({.method = "POST", .url = url, .body = body, .idempotency_key = "k"},
                    query::Source::fingerprint);
  };
  const auto first = print("/api/transactions", R"({"categoryId":1,"amount":2})");
  CHECK(first == print("/api/transactions/", R"({ "amount": 2.00, "categoryId": 1e0, "other": 3 })"));
  CHECK(first != print("/api/transactions", R"({"categoryId":1,"amount":3})"));
  CHECK(first != print("/api/transactions", R"({"categoryId":2,"amount":2})"));
  CHECK(first != print("/api/transactions", R"({"categoryId":1,"amount":2,"description":""})"));
  CHECK(print("/api/yearly/1/clear-month", R"({"month":1})") !=
        print("/api/yearly/2/clear-month", R"({"month":1})"));
  CHECK(print("/api/categories", R"({"monthId":1,"name":"a","allocatedAmount":1})") !=
        print("/api/fixed-payments", R"({"monthId":1,"name":"a","amount":1})"));
}

TEST_CASE("a read gets the tags in If-None-Match, a change the tags of its condition") {
  const Request read{.if_match = "\"1\"", .if_none_match = "\"2a\""};
  CHECK(value_of(read, query::Source::tags) == "{2a}");
  CHECK(value_of({}, query::Source::tags) == "none");
  const Request change{
      .method = "DELETE", .url = "/api/months/1", .if_match = "\"1\", \"2a\"", .if_none_match = "\"2a\""};
  CHECK(value_of(change, query::Source::tags) == "{1}");
  const Request unless{.method = "DELETE", .url = "/api/months/1", .if_none_match = "*"};
  CHECK(value_of(unless, query::Source::tags) == "{!,*}");
}

TEST_CASE("an empty condition or key header is rejected") {
  const auto told = [](const Request& request) {
    const api::Plan plan = planned(request);
    REQUIRE(plan.refusal);
    CHECK(plan.refusal->status == 400);
    return plan.refusal->body;
  };
  for (const char* method : {"GET", "DELETE"}) {
    const Request match{.method = method, .url = "/api/months/1", .if_match = ""};
    CHECK(contains(told(match), "\"If-Match must name entity tags, or be *\""));
    const Request none{.method = method, .url = "/api/months/1", .if_none_match = ""};
    CHECK(contains(told(none), "\"If-None-Match must name entity tags, or be *\""));
  }
  const Request post{
      .method = "POST", .url = "/api/yearly", .body = R"({"year":2026})", .idempotency_key = ""};
  CHECK(contains(told(post), "\"Idempotency-Key must have 1 to 255 visible ASCII characters\""));
  CHECK(refused({.url = "/api/health", .if_match = ""}) == 200);
  CHECK(refused({.url = "/api/nothing", .if_match = ""}) == 404);
  CHECK(refused({.user = "", .if_match = ""}) == 401);
}

TEST_CASE("summaries and trees are made by the core, everything else is sent as PostgreSQL wrote it") {
  CHECK_FALSE(planned({.url = "/api/months/1/summary"}).row_is_answer);
  CHECK_FALSE(planned({.url = "/api/yearly/1/summary"}).row_is_answer);
  CHECK_FALSE(planned({.url = "/api/yearly/1"}).row_is_answer);
  CHECK(planned({.url = "/api/yearly/latest"}).row_is_answer);
}

TEST_CASE("a statement has a name for each of its texts, and PostgreSQL does not cut it short") {
  std::map<std::string, std::string> texts;
  for (const api::Endpoint& endpoint : api::endpoints()) {
    for (const bool guarded : {false, true}) {
      if (guarded && !has_guard(endpoint)) continue;
      const std::string name = std::string(endpoint.operation) + (guarded ? "-guarded-" : "-") +
                               std::to_string(endpoint.statement.digest());
      CAPTURE(name);
      CHECK(name.size() <= 63);
      CHECK(texts.emplace(name, query::text(endpoint.statement, guarded)).second);
    }
  }
  const api::Plan read = planned({.url = "/api/months"});
  CHECK(texts.at(read.name) == read.sql);
  Request request{.method = "POST", .url = "/api/transactions", .body = R"({"categoryId":1,"amount":2})"};
  const api::Plan plain = planned(request);
  request.idempotency_key = "k";
  const api::Plan with_key = planned(request);
  CHECK(plain.name != with_key.name);
  CHECK(texts.at(with_key.name) == with_key.sql);
}
