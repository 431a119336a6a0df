#include "wasm/api/respond.hpp"

#include <doctest/doctest.h>

#include "tests/core/api/planning.hpp"

using namespace budgeting;
using api::Event;

namespace {

http::Answer answered(const Request& request, api::Outcome outcome) {
  const api::Plan plan = planned(request);
  REQUIRE_FALSE(plan.refusal);
  const Padded body(outcome.body.value_or(""));
  if (outcome.body) outcome.body = body.view();
  return answer_to(plan, outcome);
}

const Request latest_month{.url = "/api/months/latest"};
const Request create_month{.method = "POST", .body = R"({"name":"March","year":2025,"month":3,"income":1})"};
const Request rename_month{.method = "PATCH", .url = "/api/months/5", .body = R"({"name":"March"})"};
const Request create_child{
    .method = "POST", .url = "/api/yearly/categories", .body = R"({"sectionId":1,"name":"x","parentId":2})"};

}  // namespace

TEST_CASE("a row is sent as the response, byte for byte") {
  const http::Answer latest = answered(latest_month, {.event = Event::row});
  CHECK(latest.status == 200);
  CHECK(latest.body_is_row);
  CHECK(latest.body.empty());
  CHECK(answered(create_month, {.event = Event::row}).status == 201);
}

TEST_CASE("the rows of a tree become its JSON") {
  const http::Answer list =
      answered({}, {.event = Event::row, .body = "{{1,2025,2,3,4}}", .more = {"{March}"}});
  CHECK(list.status == 200);
  CHECK_FALSE(list.body_is_row);
  CHECK(list.body == R"([{"id":1,"name":"March","year":2025,"month":2,"income":3,"createdAt":4}])");
  const http::Answer unchanged =
      answered({}, {.event = Event::row, .body = std::nullopt, .more = {std::nullopt}});
  CHECK(unchanged.status == 304);
  CHECK(unchanged.body.empty());
}

TEST_CASE("no row means that the subject does not exist") {
  const auto missing = [](const Request& request) {
    return answered(request, {.event = Event::no_row}).body;
  };
  CHECK(contains(missing({.url = "/api/months/5"}), "\"Month not found\""));
  CHECK(contains(missing({.url = "/api/yearly/by-year/2031"}), "\"Budget for year 2031 not found\""));
  CHECK(contains(missing({.url = "/api/yearly/5"}), "\"Yearly budget not found\""));
  CHECK(contains(missing({.url = "/api/yearly/5/summary"}), "\"Budget not found\""));
  CHECK(contains(missing({.method = "POST",
                          .url = "/api/yearly/5/copy-month",
                          .body = R"({"sourceMonth":1,"targetMonth":2})"}),
                 "\"Budget not found\""));
  CHECK(contains(missing({.method = "POST", .url = "/api/yearly/5/clear-month", .body = R"({"month":1})"}),
                 "\"Budget not found\""));
  CHECK(contains(missing(create_child), "\"Section not found\""));
  CHECK(answered({.url = "/api/months/5"}, {.event = Event::no_row}).status == 404);
  // A list always has a row.
  CHECK(answered({}, {.event = Event::no_row}).status == 500);
}

TEST_CASE("a row can report a problem, with the values for its message") {
  const http::Answer clash = answered(
      create_month, {.event = Event::row, .problem = "conflict", .body = R"({"name":"M\"ä","year":2025})"});
  CHECK(clash.status == 409);
  CHECK(contains(clash.body, R"("A month named \"M\"ä\" already exists for 2025")"));
  const http::Answer source =
      answered(create_month, {.event = Event::row, .problem = "source", .body = "{}"});
  CHECK(source.status == 404);
  CHECK(contains(source.body, "Source month not found"));
  const http::Answer parent =
      answered(create_child, {.event = Event::row, .problem = "parent", .body = "{}"});
  CHECK(parent.status == 422);
  CHECK(contains(parent.body, R"("fields":[{"field":"parentId")"));
}

TEST_CASE("an id beyond 32 bits that names nothing is told as one that cannot be") {
  const auto said = [](const Request& request, const api::Outcome& outcome) {
    const http::Answer answer = answered(request, outcome);
    return std::to_string(answer.status) + " " + answer.body;
  };
  const api::Outcome nothing{.event = Event::no_row};
  CHECK(contains(said({.url = "/api/months/2147483648"}, nothing), R"("message":"Invalid month ID")"));
  CHECK(contains(said({.url = "/api/months/9007199254740991"}, nothing), R"("statusCode":400)"));
  CHECK(answered({.method = "DELETE", .url = "/api/months/2147483648"}, {.event = Event::row}).status == 200);
  const Request owner{
      .method = "POST", .url = "/api/yearly/categories", .body = R"({"sectionId":2147483648,"name":"x"})"};
  const std::string_view field = R"(422 {"error":true,"statusCode":422,"code":"validation_failed",)";
  CHECK(said(owner, nothing).starts_with(field));
  CHECK(contains(said(owner, nothing), R"("fields":[{"field":"sectionId","message":"Section ID must be)"));
  const Request last{
      .method = "POST", .url = "/api/yearly/categories", .body = R"({"sectionId":2147483647,"name":"x"})"};
  CHECK(said(last, nothing).starts_with("404 "));
  CHECK(contains(said({.url = "/api/months/2147483647"}, nothing), R"("statusCode":404)"));
  const Request both{.method = "POST",
                     .url = "/api/yearly/categories",
                     .body = R"({"sectionId":2147483648,"name":"x","parentId":2147483649})"};
  CHECK(contains(said(both, nothing), R"({"field":"parentId")"));
  // The section is there, the parent is not.
  const api::Outcome parent{.event = Event::row, .problem = "parent", .body = "{}"};
  CHECK_FALSE(contains(said(both, parent), "sectionId"));
  CHECK(contains(said(both, parent), "Parent category ID must be a valid ID"));
  CHECK(contains(said(owner, parent), "must be a top-level category"));
  // Where ids still have 32 bits in the database.
  CHECK(contains(said(both, {.event = Event::error, .sqlstate = "22003"}), R"({"field":"parentId")"));
  const Request copy{.method = "POST",
                     .body = R"({"name":"x","year":2025,"month":1,"income":1,"copyFromMonthId":3000000000})"};
  CHECK(contains(said(copy, {.event = Event::row, .problem = "source", .body = "{}"}),
                 R"("fields":[{"field":"copyFromMonthId")"));
  const Request bulk{
      .method = "POST",
      .url = "/api/yearly/category-entries/bulk",
      .body = R"({"updates":[{"id":3000000000},{"id":1},{"id":3000000000},{"id":4000000000}]})"};
  const std::string places = said(bulk, nothing);
  for (const char* place : {"updates[0].id", "updates[2].id", "updates[3].id"})
    CHECK(contains(places, place));
  CHECK_FALSE(contains(places, "updates[1].id"));
}

TEST_CASE("an unstorable character is reported without quoting it") {
  for (const char* sqlstate : {"22P05", "22021"}) {
    const http::Answer answer = answered(rename_month, {.event = Event::error, .sqlstate = sqlstate});
    CHECK(answer.status == 422);
    CHECK(contains(answer.body, R"("fields":[{"field":"body")"));
  }
  const http::Answer ready = answered({.url = "/api/ready"}, {.event = Event::row, .problem = "encoding"});
  CHECK(ready.status == 503);
  CHECK(contains(ready.body, "UTF8"));
  CHECK(ready.headers.size() == answered({.url = "/api/ready"}, {.event = Event::no_row}).headers.size());
}

TEST_CASE("an exhausted sequence is not reported as a bug") {
  CHECK(answered(create_month, {.event = Event::error, .sqlstate = "2200H"}).status == 503);
}

TEST_CASE("a constraint violation gives the same error as a check, with values from the key") {
  const http::Answer clash =
      answered(rename_month,
               {.event = Event::error,
                .sqlstate = "23505",
                .constraint = "transaction_months_profile_token_month_name_year_key",
                .detail = "Key (profile_token, month_name, year)=(token-0, a, b) (c, 2025) already exists."});
  CHECK(clash.status == 409);
  CHECK(contains(clash.body, R"("A month named \"a, b) (c\" already exists for 2025")"));
  CHECK_FALSE(contains(clash.body, "token-0"));
  const http::Answer bare =
      answered(rename_month, {.event = Event::error,
                              .sqlstate = "23505",
                              .constraint = "transaction_months_profile_token_month_name_year_key"});
  CHECK(bare.status == 409);
}

TEST_CASE("an unexpected key format still gives a message") {
  for (const char* detail : {"Key ()=() already exists.", "Key (a)=(1) already exists.", ")=(", "Key (a)=(1",
                             "Key (a, b)=(1, 2025) already exists."}) {
    CAPTURE(detail);
    const http::Answer clash =
        answered(rename_month, {.event = Event::error,
                                .sqlstate = "23505",
                                .constraint = "transaction_months_profile_token_month_name_year_key",
                                .detail = detail});
    CHECK(clash.status == 409);
    CHECK(contains(clash.body, "A month named \\\"\\\" already exists for"));
  }
}

TEST_CASE("an owner deleted meanwhile is reported as not found") {
  const auto broken = [](std::string_view constraint) {
    return answered(create_child, {.event = Event::error, .sqlstate = "23503", .constraint = constraint});
  };
  CHECK(broken("yearly_categories_section_id_fkey").status == 404);
  CHECK(broken("yearly_categories_parent_id_fkey").status == 422);
  // A month has no owner that could be named: its profile went away, and another try makes a new one.
  CHECK(answered(create_month, {.event = Event::error, .sqlstate = "23503"}).status == 503);
}

TEST_CASE("PostgreSQL's errors become the contract's, and nothing of them shows") {
  struct Known {
    const char* sqlstate;
    int status;
  };
  const Known known[] = {{"58030", 503}, {"53300", 503}, {"57P01", 503}, {"57P03", 503}, {"08006", 503},
                         {"25006", 503}, {"40P01", 503}, {"40001", 503}, {"55P03", 503}, {"57014", 504},
                         {"42P01", 500}, {"42501", 500}, {"XX000", 500}, {"22P02", 401}, {"23505", 409},
                         {"23514", 500}, {"", 500}};
  for (const Known& error : known) {
    CAPTURE(error.sqlstate);
    const http::Answer answer =
        answered({}, {.event = Event::error, .sqlstate = error.sqlstate, .detail = "secret"});
    CHECK(answer.status == error.status);
    CHECK_FALSE(contains(answer.body, "secret"));
    bool retry = false;
    for (const http::Header& header : answer.headers) retry = retry || header.name == "retry-after";
    CHECK(retry == (error.status == 503));
  }
  CHECK(answered({}, {.event = Event::unreachable}).status == 503);
  CHECK(answered({}, {.event = Event::timeout}).status == 504);
  CHECK(api::fail({"r-9"}).status == 500);
  CHECK(contains(api::fail({"r-9"}).body, "r-9"));
}

TEST_CASE("of a write that was sent and got no answer nobody says that it was not made") {
  constexpr std::string_view unknown = "it is not known whether the change was made";
  const auto told = [&](const Request& request, const api::Outcome& outcome, int status) {
    const http::Answer answer = answered(request, outcome);
    CHECK(answer.status == status);
    return contains(answer.body, unknown);
  };
  CHECK(told(rename_month, {.event = Event::lost}, 503));
  CHECK(told(rename_month, {.event = Event::timeout}, 504));
  CHECK_FALSE(told({}, {.event = Event::lost}, 503));
  for (const char* sqlstate : {"08P01", "57P01", "57P02", "57P03"}) {
    CAPTURE(sqlstate);
    CHECK(told(rename_month, {.event = Event::error, .sqlstate = sqlstate}, 503));
    CHECK_FALSE(told({}, {.event = Event::error, .sqlstate = sqlstate}, 503));
  }
  // PostgreSQL itself says that it stopped the statement, so it was not made; a read makes nothing.
  const api::Outcome stopped{.event = Event::error, .sqlstate = "57014"};
  CHECK_FALSE(told(rename_month, stopped, 504));
  CHECK(contains(answered(rename_month, stopped).body, "The database took too long; nothing was changed\""));
  CHECK(contains(answered({}, stopped).body, "\"The database took too long\""));
  CHECK_FALSE(told(rename_month, {.event = Event::unreachable}, 503));
  CHECK_FALSE(told({}, {.event = Event::timeout}, 504));
}

TEST_CASE("a lock that was not to be had changed nothing, but who sent a key may hold it by that") {
  Request keyed = create_month;
  keyed.idempotency_key = "k";
  const api::Outcome crowded{.event = Event::error, .sqlstate = "55P03"};
  CHECK(contains(answered(rename_month, crowded).body, "so nothing was changed; please try again"));
  CHECK(contains(answered(keyed, crowded).body, "please send this again with the same Idempotency-Key"));
  CHECK_FALSE(contains(answered(keyed, crowded).body, "nothing was changed"));
}

TEST_CASE("the error for a write with a key says to send it again") {
  Request keyed = create_month;
  keyed.idempotency_key = "k";
  constexpr std::string_view again = "please send it again with the same Idempotency-Key";
  CHECK(contains(answered(keyed, {.event = Event::lost}).body, again));
  CHECK(contains(answered(keyed, {.event = Event::timeout}).body, again));
  CHECK_FALSE(contains(answered(create_month, {.event = Event::lost}).body, again));
  const http::Answer reused = answered(keyed, {.event = Event::row, .problem = "reused"});
  CHECK(reused.status == 422);
  CHECK(contains(reused.body, R"({"field":"Idempotency-Key","message":)"));
  const http::Answer raced =
      answered(keyed, {.event = Event::error, .sqlstate = "23505", .constraint = "idempotency_keys_pkey"});
  CHECK(raced.status == 409);
  CHECK(contains(raced.body, "A request with this Idempotency-Key is still under way"));
}

TEST_CASE("a response has its row's tag, and no body if the client already has it") {
  const auto etag = [](const http::Answer& answer) {
    for (const http::Header& header : answer.headers) {
      if (header.name == "etag") return header.value;
    }
    return std::string("none");
  };
  CHECK(etag(answered(latest_month, {.event = Event::row, .etag = "2a"})) == "\"2a\"");
  CHECK(etag(answered(latest_month, {.event = Event::row})) == "none");
  const http::Answer unchanged =
      answered({.url = "/api/months/5/summary"}, {.event = Event::row, .body = std::nullopt, .etag = "2a"});
  CHECK(unchanged.status == 304);
  CHECK(unchanged.body.empty());
  CHECK_FALSE(unchanged.body_is_row);
  CHECK(etag(unchanged) == "\"2a\"");
  const http::Answer stale = answered(rename_month, {.event = Event::row, .problem = "stale"});
  CHECK(stale.status == 412);
  CHECK(contains(stale.body, R"("code":"precondition_failed")"));
}

TEST_CASE("a read with If-Match returns only a version that the client knows") {
  const auto status = [](std::string_view url, std::string_view tags, Event event, bool is_known = false) {
    api::Outcome outcome{
        .event = event,
        .body = R"({"monthId":5,"monthName":"M","income":1,"totalFixedPayments":0,"categories":[]})",
        .etag = "2a"};
    if (is_known) outcome.body = std::nullopt;
    return answered({.url = url, .if_match = tags, .if_none_match = "\"2a\""}, outcome);
  };
  for (const char* url : {"/api/months/latest", "/api/yearly/latest", "/api/months/5/summary"}) {
    CAPTURE(url);
    CHECK(status(url, "\"2a\"", Event::row).status == 200);
    CHECK(status(url, "*", Event::row).status == 200);
    CHECK(status(url, "\"1\", W/\"2a\"", Event::row, true).status == 304);
    const http::Answer other = status(url, "\"1\"", Event::row);
    CHECK(other.status == 412);
    CHECK_FALSE(other.body_is_row);
    CHECK(contains(other.body, "This was changed in the meantime, please load it again"));
    // If-Match comes first.
    CHECK(status(url, "\"1\"", Event::row, true).status == 412);
  }
  CHECK(status("/api/months/5", "\"1\"", Event::no_row).status == 404);
  // Nobody's condition concerns the service.
  CHECK(answered({.url = "/api/ready", .if_match = "\"1\""}, {.event = Event::row}).status == 200);
}

TEST_CASE("a write with If-None-Match: * reports that the thing exists") {
  Request unless = rename_month;
  unless.if_none_match = "*";
  const http::Answer there = answered(unless, {.event = Event::row, .problem = "stale"});
  CHECK(there.status == 412);
  CHECK(contains(there.body, "\"This is there already, and nothing was changed\""));
  CHECK(answered(unless, {.event = Event::no_row}).status == 404);
}

TEST_CASE("a user whose id PostgreSQL rejects is asked to sign in") {
  bool asks = false;
  for (const http::Header& header : answered({}, {.event = Event::error, .sqlstate = "22P02"}).headers) {
    asks = asks || (header.name == "www-authenticate" && header.value == "Bearer realm=\"Budgeting API\"");
  }
  CHECK(asks);
}

TEST_CASE("a month's summary from its row") {
  const http::Answer summary =
      answered({.url = "/api/months/5/summary"},
               {.event = Event::row,
                .body = R"({"monthId":5,"monthName":"M","income":1000,"totalFixedPayments":300,"categories":)"
                        R"([{"categoryId":1,"categoryName":"F\"","allocated":200,"spent":250}]})"});
  CHECK(summary.status == 200);
  CHECK_FALSE(summary.body_is_row);
  CHECK(
      summary.body ==
      R"({"monthId":5,"monthName":"M","income":1000,"totalFixedPayments":300,"availableAfterFixed":700,)"
      R"("totalBudgeted":200,"availableAfterBudgets":500,"totalSpent":250,"totalRemaining":450,"categories":)"
      R"([{"categoryId":1,"categoryName":"F\"","allocated":200,"spent":250,"remaining":-50,"overBudget":50}]})");
}

TEST_CASE("a year's summary from its row: months that are missing are zero") {
  const http::Answer summary = answered(
      {.url = "/api/yearly/5/summary"},
      {.event = Event::row,
       .body =
           R"({"budgetId":5,"year":2026,"spendTarget":10,"showWarnings":false,"gross":[[2,5000000000]],)"
           R"("deductions":[[2,1000000000],[13,7],[0,7]],"sections":[{"sectionId":1,"sectionType":"LIVING",)"
           R"("sectionName":"L","targetPercent":50,"totals":[[2,2000000001]]}]})"});
  CHECK(
      contains(summary.body, R"("budgetId":5,"year":2026,"spendTarget":10,"showWarnings":false,"months":[)"));
  CHECK(contains(
      summary.body,
      R"({"month":2,"totalGross":5000000000,"totalDeductions":1000000000,"totalNet":4000000000,)"
      R"("totalExpenses":2000000001,"spendTarget":10,"leftover":1999999989,"sections":[{"sectionId":1,)"
      R"("sectionType":"LIVING","sectionName":"L","targetPercent":50,"actualPercent":50,)"
      R"("total":2000000001,"isOverBudget":false}]})"));
  CHECK(contains(summary.body, R"({"month":12,"totalGross":0)"));
  CHECK(contains(summary.body, R"("totalSpendTarget":120,"totalLeftover":1999999879}})"));
}
