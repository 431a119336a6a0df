#include "wasm/api/plan.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "tests/core/api/planning.hpp"
#include "wasm/api/endpoints.hpp"
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

TEST_CASE("there are 39 endpoints, each with a name, a path and a statement of its own") {
  std::set<std::string> names;
  std::set<std::string> routes;
  for (const api::Endpoint& endpoint : api::endpoints()) {
    names.emplace(endpoint.operation);
    routes.insert(std::string(name_of(endpoint.method)) + std::string(endpoint.path));
    CHECK_FALSE(endpoint.statement.sql.empty());
  }
  CHECK(names.size() == 39);
  CHECK(routes.size() == 39);
}

TEST_CASE("every endpoint is reached by its own path, and by HEAD where GET is") {
  for (const api::Endpoint& endpoint : api::endpoints()) {
    const std::string url = with_number(endpoint.path, "7");
    CAPTURE(url);
    const std::string_view method = name_of(endpoint.method);
    const api::Plan plan = planned({.method = method, .url = url, .body = "[]"});
    if (endpoint.body.expected()) {
      REQUIRE(plan.refusal);
      CHECK(plan.refusal->status == 422);
    } else {
      REQUIRE_FALSE(plan.refusal);
      CHECK(plan.sql == query::text(endpoint.statement, false));
    }
    if (endpoint.method == http::Method::get) {
      CHECK(planned({.method = "HEAD", .url = url}).sql == query::text(endpoint.statement, false));
    }
  }
}

TEST_CASE("a number in a path that is none is a 400 with the name of the thing") {
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
  CHECK(refused({.user = ""}) == 401);
  CHECK(refused({.url = "/api/months/abc", .user = ""}) == 401);
  CHECK(refused({.method = "POST", .body = "{", .user = ""}) == 401);
  CHECK(refused({.url = "/api/nothing", .user = ""}) == 404);
}

TEST_CASE("the shim can refuse in other ways, once the path is known") {
  const auto refused_for = [](std::string_view url, std::string_view refusal) {
    const api::Plan plan = api::plan({.method = "GET", .url = url, .request_id = "r", .refusal = refusal});
    REQUIRE(plan.refusal);
    return static_cast<int>(plan.refusal->status);
  };
  CHECK(refused_for("/api/months", "forbidden") == 403);
  CHECK(refused_for("/api/months", "unavailable") == 503);
  CHECK(refused_for("/api/months", "credentials") == 431);
  CHECK(refused_for("/api/months", "rate") == 429);
  CHECK(refused_for("/api/months", "body") == 408);
  CHECK(refused_for("/api/months", "") == 401);
  CHECK(refused_for("/api/nothing", "unavailable") == 404);
}

TEST_CASE("whoever watches over the service need not be signed in") {
  const api::Plan health = planned({.url = "/api/health", .user = ""});
  REQUIRE(health.refusal);
  CHECK(health.refusal->status == 200);
  CHECK(health.refusal->body == R"({"status":"ok"})");
  const api::Plan ready = api::plan({.method = "GET",
                                     .url = "/api/ready",
                                     .hyperdrive = "postgres://u:p@h/d",
                                     .request_id = "r",
                                     .refusal = "unavailable"});
  REQUIRE_FALSE(ready.refusal);
  CHECK(ready.parameters.empty());
  CHECK(ready.is_repeatable);
  CHECK(api::respond(ready.continuation, {.event = api::Event::row}).status == 200);
  CHECK(api::respond(ready.continuation, {.event = api::Event::no_row}).status == 503);
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

TEST_CASE("every statement is scoped to the signed-in user, takes its values as parameters, and is one") {
  for (const api::Endpoint& endpoint : api::endpoints()) {
    CAPTURE(endpoint.operation);
    for (const bool keyed : {false, endpoint.statement.takes_key()}) {
      const std::string sql = query::text(endpoint.statement, keyed);
      const auto parameters = query::parameters(endpoint.statement, keyed);
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
    for (const bool keyed : {false, endpoint.statement.takes_key()}) {
      if (query::text(endpoint.statement, keyed) != plan.sql) continue;
      const auto parameters = query::parameters(endpoint.statement, keyed);
      REQUIRE(parameters.size() == plan.parameters.size());
      for (std::size_t at = 0; at < parameters.size(); ++at) {
        if (parameters[at].source == source) return plan.parameters[at];
      }
    }
  }
  return "none";
}

}  // namespace

TEST_CASE("a key is for POST, and makes the statement one that may run more than once") {
  Request request{.method = "POST", .url = "/api/transactions", .body = R"({"categoryId":1,"amount":2})"};
  CHECK_FALSE(planned(request).is_repeatable);
  CHECK(value_of(request, query::Source::key) == "none");
  request.idempotency_key = "\"a b\"";
  CHECK(refused(request) == 400);
  request.idempotency_key = "\"k-1\"";
  CHECK(planned(request).is_repeatable);
  CHECK(value_of(request, query::Source::key) == "k-1");
  CHECK_FALSE(planned({.method = "PATCH", .url = "/api/months/1", .body = "{}", .idempotency_key = "k"})
                  .is_repeatable);
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

TEST_CASE("a read has the tags that the client has, a change those that it knows") {
  const Request read{.if_match = "\"1\"", .if_none_match = "\"2a\""};
  CHECK(value_of(read, query::Source::tags) == "{2a}");
  CHECK_FALSE(value_of({}, query::Source::tags));
  const Request change{
      .method = "DELETE", .url = "/api/months/1", .if_match = "\"1\"", .if_none_match = "\"2a\""};
  CHECK(value_of(change, query::Source::tags) == "{1}");
}

TEST_CASE("summaries are computed, all else goes out as PostgreSQL wrote it") {
  CHECK_FALSE(planned({.url = "/api/months/1/summary"}).row_is_answer);
  CHECK_FALSE(planned({.url = "/api/yearly/1/summary"}).row_is_answer);
  CHECK(planned({.url = "/api/yearly/1"}).row_is_answer);
}

TEST_CASE("without a database to connect with it is a 503, for good requests alone") {
  const api::Plan plan = planned({.hyperdrive = ""});
  REQUIRE(plan.refusal);
  CHECK(plan.refusal->status == 503);
  CHECK(header(*plan.refusal, "retry-after") == "2");
  CHECK(contains(plan.log, "HYPERDRIVE"));
  CHECK_FALSE(contains(plan.refusal->body, "HYPERDRIVE"));
  CHECK(refused({.url = "/api/months/x", .hyperdrive = ""}) == 400);
}
