#include "wasm/api/row_limits.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "tests/core/api/planning.hpp"
#include "wasm/api/endpoints.hpp"
#include "wasm/api/respond.hpp"

using namespace budgeting;

namespace {

const Request payment{
    .method = "POST", .url = "/api/fixed-payments", .body = R"({"monthId":1,"name":"x","amount":1})"};

std::string problem_of(std::string_view variable) { return api::row_limits(variable).problem; }

}  // namespace

TEST_CASE("ROW_LIMITS changes the limits that it names") {
  const api::RowLimits usual = api::row_limits({});
  CHECK(usual.problem.empty());
  CHECK(usual.of("transactionsPerMonth") == 5000);
  const api::RowLimits changed = api::row_limits("  transactions=7, categoriesPerMonth=1000000000 ");
  CHECK(changed.problem.empty());
  CHECK(changed.of("transactions") == 7);
  CHECK(changed.of("categoriesPerMonth") == 1000000000);
  CHECK(changed.of("transactionsPerMonth") == 5000);
}

TEST_CASE("what is wrong with ROW_LIMITS is said by name") {
  CHECK(problem_of("transaction=7") == "ROW_LIMITS: there is no limit \"transaction\"");
  CHECK(problem_of("transactions=7 transactions=7") == "ROW_LIMITS: transactions is set twice");
  for (const char* number : {"transactions", "transactions=", "transactions=0", "transactions=-1",
                             "transactions=1.5", "transactions=1e3", "transactions=1000000001",
                             "transactions=7x", "months=1 transactions= 7", "transactions==7"}) {
    CAPTURE(number);
    CHECK_FALSE(problem_of(number).empty());
  }
  CHECK(problem_of("transaction=7 transactions=7") == "ROW_LIMITS: there is no limit \"transaction\"");
  CHECK(problem_of("transactions=0") ==
        "ROW_LIMITS: transactions must be a whole number from 1 to 1000000000");
}

TEST_CASE("a limit is a parameter, and an invalid variable stops requests that need one") {
  Request request = payment;
  const auto parameters = [&] { return planned(request).parameters; };
  const auto has = [&](std::string_view number) {
    for (const auto& parameter : parameters()) {
      if (parameter == number) return true;
    }
    return false;
  };
  CHECK(has("200"));
  request.row_limits = "fixedPaymentsPerMonth=31";
  CHECK(has("31"));
  CHECK_FALSE(has("200"));
  CHECK(planned(request).sql == planned(payment).sql);
  request.row_limits = "oops=1";
  const api::Plan plan = planned(request);
  REQUIRE(plan.refusal);
  CHECK(plan.refusal->status == 503);
  CHECK(plan.log == "ROW_LIMITS: there is no limit \"oops\"");
  CHECK(refused({.url = "/api/months", .row_limits = "oops=1"}) == 0);
}

TEST_CASE("a request keeps its fingerprint when the limits change") {
  const auto fingerprint_of = [](std::string_view row_limits) {
    Request request = payment;
    request.idempotency_key = "k";
    request.row_limits = row_limits;
    const api::Plan plan = planned(request);
    const auto& endpoint =
        *std::find_if(api::endpoints().begin(), api::endpoints().end(),
                      [](const auto& each) { return each.operation == "createFixedPayment"; });
    for (std::size_t at = 0; at < plan.parameters.size(); ++at) {
      if (endpoint.statement.parameters()[at].source == query::Source::fingerprint)
        return *plan.parameters[at];
    }
    return std::string{};
  };
  CHECK_FALSE(fingerprint_of({}).empty());
  CHECK(fingerprint_of({}) == fingerprint_of("fixedPaymentsPerMonth=31"));
}

TEST_CASE("each limit has its own name and message, and a statement that can reach it") {
  std::set<std::string_view> names;
  for (const model::Limit& limit : model::limits) {
    CAPTURE(limit.name);
    CHECK(names.insert(limit.name).second);
    CHECK(contains(limit.message, "{most}"));
    bool used = false;
    for (const api::Endpoint& endpoint : api::endpoints()) {
      for (const query::Parameter& parameter : endpoint.statement.parameters()) {
        used = used || (parameter.source == query::Source::limit && parameter.name == limit.name);
      }
    }
    CHECK(used);
  }
}

TEST_CASE("reaching a limit is a 409 that states the number") {
  const api::Plan plan = planned(payment);
  const Padded body(R"({"most" : 31})");
  const http::Answer answer =
      answer_to(plan, {.event = api::Event::row, .problem = "fixedPaymentsPerMonth", .body = body.view()});
  CHECK(answer.status == 409);
  CHECK(contains(answer.body,
                 R"("code":"limit_reached","message":"A month can have at most 31 fixed payments")"));
  const api::Plan read = planned({.url = "/api/months/5"});
  const http::Answer large = answer_to(read, {.event = api::Event::row, .problem = "too_large"});
  CHECK(large.status == 409);
  CHECK(contains(large.body, "limit_reached"));
}
