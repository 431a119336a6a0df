#include "wasm/api/plan.hpp"

#include <doctest/doctest.h>

#include "tests/core/api/planning.hpp"
#include "tests/kinds/endpoints.hpp"

using namespace budgeting;

namespace {

api::Plan sent(std::string_view file, std::string_view type = "text/csv") {
  return planned({.method = "POST", .url = "/api/things/lines", .body = file, .content_type = type});
}

http::Answer missing(std::string_view url) {
  const api::Plan plan = planned({.url = url});
  REQUIRE_FALSE(plan.refusal);
  return answer_to(plan, {.event = api::Event::no_row});
}

}  // namespace

TEST_CASE("a path may have two numbers") {
  const api::Plan plan = planned({.url = "/api/things/3/parts/70"});
  REQUIRE_FALSE(plan.refusal);
  const auto parameters = kinds::endpoints[6].statement.parameters(false);
  REQUIRE(parameters.size() == plan.parameters.size());
  std::string found;
  for (std::size_t at = 0; at < parameters.size(); ++at) {
    if (parameters[at].source == query::Source::path) found += "path " + *plan.parameters[at] + " ";
    if (parameters[at].source == query::Source::path_part) found += "part " + *plan.parameters[at] + " ";
  }
  CHECK(found == "path 3 part 70 ");
}

TEST_CASE("each number in a path is checked, and the error names its thing") {
  const auto message = [](std::string_view url) { return planned({.url = url}).refusal.value().body; };
  CHECK(refused({.url = "/api/things/x/parts/1"}) == 400);
  CHECK(contains(message("/api/things/x/parts/1"), "Invalid month ID"));
  CHECK(contains(message("/api/things/1/parts/x"), "Invalid category ID"));
  CHECK(contains(message("/api/things/x/parts/y"), "Invalid month ID"));
  for (const char* url :
       {"/api/things/1/parts/0", "/api/things/1/parts/01", "/api/things/1/parts/%20",
        "/api/things/1/parts/9007199254740992", "/api/things/1%3F/parts/2", "/api/things/1/parts/2%20"}) {
    CAPTURE(url);
    CHECK(refused({.url = url}) == 400);
  }
  CHECK(refused({.url = "/api/things/1/parts/2/3"}) == 404);
}

TEST_CASE("what two numbers lead to may be missing") {
  CHECK(missing("/api/things/1/parts/2").status == 404);
  CHECK(contains(missing("/api/things/1/parts/2").body, "Category not found"));
  // As for one number: larger ids were invalid once.
  CHECK(contains(missing("/api/things/2147483648/parts/2").body, "Invalid month ID"));
  CHECK(contains(missing("/api/things/1/parts/2147483648").body, "Invalid category ID"));
}

TEST_CASE("a body may be a file of any type but JSON") {
  for (const char* type : {"", "text/csv", "application/octet-stream", "text/plain; charset=utf-8"}) {
    CAPTURE(type);
    CHECK_FALSE(sent("a\nb", type).refusal);
  }
  for (const char* type : {"application/json", "application/json; charset=utf-8", "application/geo+json"}) {
    CAPTURE(type);
    const api::Plan plan = sent("a", type);
    REQUIRE(plan.refusal);
    CHECK(plan.refusal->status == 415);
    CHECK(contains(plan.refusal->body, "application/octet-stream"));
  }
  CHECK(refused({.method = "POST", .url = "/api/things/lines", .content_type = "text/csv"}) == 400);
  CHECK(refused({.method = "POST",
                 .url = "/api/things/lines",
                 .body = "a",
                 .content_type = "text/csv",
                 .content_encoding = "gzip"}) == 415);
}

TEST_CASE("a file has as many bytes as its endpoint says") {
  CHECK(api::route({"POST", "/api/things/lines", "r"}).body_bytes == kinds::most_file_bytes + 1);
  CHECK(api::route({"POST", "/api/things", "r"}).body_bytes == api::most_body_bytes + 1);
  CHECK_FALSE(sent(std::string(kinds::most_file_bytes, 'x')).refusal);
  const api::Plan larger = sent(std::string(kinds::most_file_bytes + 1U, 'x'));
  REQUIRE(larger.refusal);
  CHECK(larger.refusal->status == 413);
  CHECK(contains(larger.refusal->body, "The body must have at most 4194304 bytes"));
}

TEST_CASE("what is in a file goes to the statement, or is refused") {
  const api::Plan plan = sent("a\n\"b\n");
  REQUIRE_FALSE(plan.refusal);
  CHECK(plan.parameters[1] == R"({"a","\"b"})");
  const api::Plan bad = sent("a\nbad");
  REQUIRE(bad.refusal);
  CHECK(bad.refusal->status == 422);
  CHECK(contains(bad.refusal->body, "Line 2 is bad"));
}

TEST_CASE("the plan says how rows become one text") {
  CHECK_FALSE(planned({.url = "/api/things/1/parts/2"}).joined);
  const auto joined = planned({.url = "/api/things"}).joined;
  REQUIRE(joined);
  CHECK(joined->prefix == "[");
  CHECK(joined->separator == ",");
  CHECK(joined->suffix == "]");
  CHECK_FALSE(joined->is_streamed);
  CHECK(planned({.url = "/api/things/export?rows=1"}).joined.value().is_streamed);
}

TEST_CASE("no row is an empty list, unless something is missing then") {
  CHECK(planned({.url = "/api/things"}).may_be_empty);
  CHECK_FALSE(planned({.url = "/api/things/1/parts"}).may_be_empty);
  CHECK(missing("/api/things/1/parts").status == 404);
}

TEST_CASE("several rows are the answer, or are computed with") {
  const api::Plan list = planned({.url = "/api/things"});
  CHECK(list.row_is_answer);
  CHECK(answer_to(list, {.event = api::Event::row, .body = ""}).body_is_row);
  const api::Plan sum = planned({.url = "/api/things/sum?rows=3"});
  CHECK_FALSE(sum.row_is_answer);
  const Padded rows("[1,2,3]");
  CHECK(answer_to(sum, {.event = api::Event::row, .body = rows.view()}).body == R"({"rows":3,"sum":6})");
  const api::Plan stream = planned({.url = "/api/things/export?rows=3"});
  CHECK(answer_to(stream, {.event = api::Event::row, .problem = "refused", .body = ""}).status == 409);
}

TEST_CASE("conditions have no effect on several rows, which have no tag") {
  const api::Plan plan = planned({.url = "/api/things", .if_match = "\"1\""});
  CHECK(answer_to(plan, {.event = api::Event::row, .body = ""}).status == 200);
}
