#include <doctest/doctest.h>

#include <map>

#include "tests/core/api/planning.hpp"
#include "tests/kinds/endpoints.hpp"
#include "wasm/http/query_string.hpp"

using namespace budgeting;

namespace {

using Given = std::map<std::string, std::optional<std::string>>;

/// What the statement of a request gets for each query parameter.
Given given(const std::string& query) {
  const std::string url = "/api/things" + query;
  const api::Plan plan = planned({.url = url});
  REQUIRE_FALSE(plan.refusal);
  Given values;
  const auto parameters = kinds::endpoints[0].statement.parameters();
  for (std::size_t at = 0; at < parameters.size(); ++at) {
    if (parameters[at].source == query::Source::query) {
      values.emplace(parameters[at].name, plan.parameters[at]);
    }
  }
  return values;
}

std::optional<std::string> given(const std::string& query, const char* name) { return given(query).at(name); }

/// The body of the refusal; empty if there is none.
std::string refusal(const std::string& query) {
  const std::string url = "/api/things" + query;
  const api::Plan plan = planned({.url = url});
  if (!plan.refusal) return {};
  CHECK(plan.refusal->status == 400);
  CHECK(contains(plan.refusal->body, R"("code":"bad_request")"));
  return plan.refusal->body;
}

/// Whether the only thing wrong is that parameter.
void refuses(const std::string& query, const std::string& name, const std::string& problem) {
  CAPTURE(query);
  const std::string message = name + " " + problem;
  const std::string body = refusal(query);
  CAPTURE(body);
  CHECK(contains(body, R"("message":")" + message + R"(","fields":[{"field":")" + name + R"(","message":")" +
                           message + R"("}],)"));
}

}  // namespace

TEST_CASE("a query is read as a form sends it") {
  const auto pairs = http::query_pairs("a=1&b=+%2B%c3%A9&&c&=d&e=f=g&");
  REQUIRE(pairs.size() == 5);
  CHECK((pairs[0].name == "a" && pairs[0].value == "1"));
  CHECK((pairs[1].name == "b" && pairs[1].value == " +\u00e9"));
  CHECK((pairs[2].name == "c" && pairs[2].value == ""));
  CHECK((pairs[3].name == "" && pairs[3].value == "d"));
  CHECK((pairs[4].name == "e" && pairs[4].value == "f=g"));
  for (const char* bad : {"%", "%4", "%4x", "%-1", "a%", "%00", "%ff", "%c3", "%ed%a0%80", "%c0%80"}) {
    CAPTURE(bad);
    CHECK_FALSE(http::query_pairs(bad)[0].name);
    CHECK_FALSE(http::query_pairs(std::string("a=") + bad)[0].value);
  }
  CHECK(http::query_of("https://host/a?b=c?d#e?f") == "b=c?d");
  CHECK(http::query_of("/a#b?c").empty());
  CHECK(http::query_of("/a?").empty());
}

TEST_CASE("an absent query parameter is null, or its default") {
  const Given values = given("");
  CHECK(values.size() == 8);
  CHECK(values.at("number") == std::nullopt);
  CHECK(values.at("isPaid") == std::nullopt);
  CHECK(values.at("month") == "2026-02-01");
  CHECK(values.at("order") == "newest");
  CHECK(values.at("limit") == "2");
}

TEST_CASE("each kind of query parameter has its values") {
  CHECK(given("?number=2000", "number") == "2000");
  CHECK(given("?limit=0", "limit") == "0");
  CHECK(given("?limit=-0", "limit") == "0");
  for (const char* wrong : {"", "1999", "2101", "2e3", "2000.0", "02000", "+2000", " 2000", "x", "-1",
                            "9007199254740992", "99999999999999999999999999"}) {
    refuses("?number=" + std::string(wrong), "number", "must be a whole number from 2000 to 2100");
  }
  CHECK(given("?isPaid=true", "isPaid") == "true");
  CHECK(given("?isPaid=false", "isPaid") == "false");
  for (const char* wrong : {"", "1", "TRUE", "yes"}) {
    refuses("?isPaid=" + std::string(wrong), "isPaid", "must be true or false");
  }
  CHECK(given("?day=2024-02-29", "day") == "2024-02-29");
  for (const char* wrong :
       {"", "2026-02-29", "2026-2-01", "2026-02", "20260201", "0000-01-01", "2026-02-01T"}) {
    refuses("?day=" + std::string(wrong), "day", "must be a day, YYYY-MM-DD");
  }
  CHECK(given("?month=2026-12", "month") == "2026-12-01");
  for (const char* wrong : {"", "2026-13", "2026-00", "2026-1", "2026", "2026-01-01"}) {
    refuses("?month=" + std::string(wrong), "month", "must be a month, YYYY-MM");
  }
  CHECK(given("?order=name", "order") == "name");
  for (const char* wrong : {"", "Name", "nam", "namee"}) {
    refuses("?order=" + std::string(wrong), "order", "must be one of: name, newest");
  }
  const std::string twenty = "%C3%A9aaaaaaaaaaaaaaaaaaa";
  CHECK(given("?search=" + twenty, "search") == "\u00e9aaaaaaaaaaaaaaaaaaa");
  CHECK(given("?search=+a%26b", "search") == " a&b");
  refuses("?search=", "search", "must have 1 to 20 characters");
  refuses("?search=a" + twenty, "search", "must have 1 to 20 characters");
  CHECK(given("?after=aZ0_-", "after") == "aZ0_-");
  for (const std::string& wrong : {std::string(), std::string("a.b"), std::string(41, 'a')}) {
    refuses("?after=" + wrong, "after", "must be a cursor from an earlier answer");
  }
}

TEST_CASE("a query parameter that is encoded wrongly, unknown or repeated is named") {
  for (const char* wrong : {"%", "%zz", "%00", "%ff", "a%ed%a0%80"}) {
    refuses("?search=" + std::string(wrong), "search", "must be percent-encoded UTF-8 without NUL");
  }
  refuses("?Limit=1", "Limit", "is no query parameter here");
  refuses("?limit=1&limit=1", "limit", "must be there only once");
  refuses("?limit=1&lim%69t=1", "limit", "must be there only once");
  CHECK(
      contains(refusal("?%ff=1"), R"("fields":[{"field":"query","message":"A query parameter's name must)"));
  CHECK(contains(refusal("?%22%0a=1"), R"("field":"\"\n")"));
}

TEST_CASE("all query parameters that are wrong are named, in the order of the request") {
  const std::string body = refusal("?x=1&limit=101&day=&y=2");
  CHECK(contains(body, R"("fields":[{"field":"x",)"));
  CHECK(body.find(R"("field":"x")") < body.find(R"("field":"limit")"));
  CHECK(body.find(R"("field":"limit")") < body.find(R"("field":"day")"));
  CHECK(contains(body, "; and 1 more\""));
  const api::Plan plan = planned({.url = "/api/things/sum"});
  REQUIRE(plan.refusal);
  CHECK(contains(plan.refusal->body, R"("fields":[{"field":"rows","message":"rows is required"}])"));
}

TEST_CASE("an endpoint without query parameters ignores the query") {
  CHECK(refused({.url = "/api/things/7/parts?x=%ff&x=1"}) == 0);
}

TEST_CASE("credentials and the path come before the query, and the query before the body") {
  CHECK(refused({.url = "/api/things?x=1", .user = ""}) == 401);
  CHECK(refused({.method = "POST", .url = "/api/things?x=1", .body = "{"}) == 400);
  CHECK(contains(planned({.method = "POST", .url = "/api/things", .body = "{"}).refusal->body,
                 "day is required"));
}

TEST_CASE("two requests with a key are the same only if their queries are") {
  const auto fingerprint = [](std::string_view url) {
    const api::Plan plan =
        planned({.method = "POST", .url = url, .body = R"({"name":"a"})", .idempotency_key = "k"});
    REQUIRE_FALSE(plan.refusal);
    const auto parameters = kinds::endpoints[1].statement.parameters();
    for (std::size_t at = 0; at < parameters.size(); ++at) {
      if (parameters[at].source == query::Source::fingerprint) return plan.parameters[at].value();
    }
    return std::string();
  };
  const std::string first = fingerprint("/api/things?day=2026-02-28");
  CHECK_FALSE(first.empty());
  CHECK(fingerprint("/api/things?day=2026%2d02-28&") == first);
  CHECK(fingerprint("/api/things?day=2026-02-27") != first);
  CHECK(fingerprint("/api/things?day=2026-02-28&isPaid=false") != first);
}
