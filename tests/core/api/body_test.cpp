#include "wasm/api/body.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/core/api/planning.hpp"
#include "wasm/api/endpoints.hpp"
#include "wasm/json/document.hpp"

using namespace budgeting;

namespace {

constexpr std::string_view good = R"({"name":"March","year":2025,"month":3,"income":1})";

int posted(std::string_view body, std::string_view content_type = "application/json") {
  return refused({.method = "POST", .body = body, .content_type = content_type});
}

/// The fields that a 422 names, in order.
std::vector<std::string> bad_fields(std::string_view method, std::string_view url, std::string_view body) {
  const api::Plan plan = planned({.method = method, .url = url, .body = body});
  std::vector<std::string> names;
  if (!plan.refusal || plan.refusal->status != 422) return names;
  const Padded text(plan.refusal->body);
  json::Document document;
  REQUIRE_FALSE(document.parse(text.view()));
  for (const json::Value& field : document.root().member("fields")->children()) {
    names.emplace_back(field.member("field")->text());
  }
  return names;
}

using Names = std::vector<std::string>;

/// A parameter of the bulk statement.
std::optional<std::string> bulk(std::string_view updates, std::size_t parameter) {
  const std::string body = R"({"updates":)" + std::string(updates) + "}";
  const api::Plan plan =
      planned({.method = "POST", .url = "/api/yearly/category-entries/bulk", .body = body});
  REQUIRE_FALSE(plan.refusal);
  return plan.parameters.at(parameter);
}

/// What a change of a transaction gives PostgreSQL for a field.
std::optional<std::string> changed_transaction(const api::Plan& plan, std::string_view field) {
  for (const api::Endpoint& endpoint : api::endpoints()) {
    if (endpoint.operation != "updateTransaction") continue;
    const auto parameters = endpoint.statement.parameters(false);
    for (std::size_t at = 0; at < parameters.size(); ++at) {
      const bool is_it = parameters[at].source == query::Source::field && parameters[at].name == field;
      if (is_it) return plan.parameters.at(at);
    }
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("a body is refused by its size, its type, its syntax, its shape, in that order") {
  CHECK(posted(good) == 0);
  CHECK(posted(std::string(api::most_body_bytes + 1, ' '), "text/plain") == 413);
  CHECK(posted(std::string(good) + std::string(api::most_body_bytes - good.size(), ' ')) == 0);
  CHECK(posted("") == 400);
  CHECK(posted("{", "text/plain") == 415);
  CHECK(posted("{") == 400);
  CHECK(posted("[]") == 422);
  CHECK(contains(planned({.method = "POST", .body = "{\"a\":}"}).refusal->body, "(at byte offset 5)"));
}

TEST_CASE("several content types are accepted as JSON") {
  for (const char* type :
       {"", "application/json", "Application/JSON ; charset=utf-8", "application/merge-patch+json"}) {
    CAPTURE(type);
    CHECK(posted(good, type) == 0);
  }
  for (const char* type : {"text/plain", "application/jsonx", "application/xml", "text/json+json", "json"}) {
    CAPTURE(type);
    CHECK(posted(good, type) == 415);
  }
}

TEST_CASE("an encoded body is rejected, and the response says which encodings are accepted") {
  const auto encoded = [](std::string_view coding) {
    return planned({.method = "POST", .body = good, .content_encoding = coding});
  };
  for (const char* coding : {"", "identity", "Identity", " identity "}) {
    CAPTURE(coding);
    CHECK_FALSE(encoded(coding).refusal);
  }
  for (const char* coding : {"gzip", "br", "deflate", "x", "gzip, identity"}) {
    CAPTURE(coding);
    const api::Plan plan = encoded(coding);
    REQUIRE(plan.refusal);
    CHECK(plan.refusal->status == 415);
    bool is_told = false;
    for (const http::Header& header : plan.refusal->headers) {
      is_told = is_told || (header.name == "accept-encoding" && header.value == "identity");
    }
    CHECK(is_told);
  }
  CHECK(refused({.method = "DELETE", .url = "/api/months/1", .content_encoding = "gzip"}) == 0);
}

TEST_CASE("all bad fields are named, in declared order") {
  CHECK(bad_fields("POST", "/api/months", "{}") == Names{"name", "year", "month", "income"});
  CHECK(bad_fields("POST", "/api/months",
                   R"({"income":-1,"month":13,"year":1999,"name":"","copyFromMonthId":0})") ==
        Names{"name", "year", "month", "income", "copyFromMonthId"});
  CHECK(bad_fields("PATCH", "/api/yearly/categories/1", R"({"parentId":"x","orderIndex":-1,"name":1})") ==
        Names{"name", "orderIndex", "parentId"});
  CHECK(bad_fields("POST", "/api/yearly/1/copy-month", R"({"sourceMonth":3,"targetMonth":3})") ==
        Names{"targetMonth"});
  CHECK(refused({.method = "POST",
                 .url = "/api/yearly/1/copy-month",
                 .body = R"({"sourceMonth":3,"targetMonth":4})"}) == 0);
}

TEST_CASE("null is for nullable columns; in a create it counts as absent") {
  CHECK(bad_fields("PATCH", "/api/transactions/1", R"({"amount":null})") == Names{"amount"});
  CHECK(bad_fields("PATCH", "/api/transactions/1", R"({"description":null,"transactionDate":null})").empty());
  CHECK(bad_fields("POST", "/api/transactions",
                   R"({"categoryId":1,"amount":1,"description":null,"transactionDate":null})")
            .empty());
  CHECK(bad_fields("POST", "/api/categories",
                   R"({"monthId":1,"name":"x","allocatedAmount":1,"orderIndex":null})") ==
        Names{"orderIndex"});
}

TEST_CASE("texts are measured in characters and must be storable") {
  const auto named = [](const std::string& name) {
    return bad_fields("PATCH", "/api/months/1", "{\"name\":\"" + name + "\"}");
  };
  std::string emoji;
  for (int count = 0; count < 200; ++count) emoji += "\xF0\x9F\x98\x80";
  CHECK(named(emoji).empty());
  CHECK(named(emoji + "x") == Names{"name"});
  CHECK(named("") == Names{"name"});
  CHECK(named(" \\t " + emoji + "\\u200b\\n").empty());
  CHECK(named("a\\u0000b") == Names{"name"});
  CHECK(named("\\ud800") == Names{"name"});
  CHECK(bad_fields("PATCH", "/api/transactions/1", "{\"description\":\"" + std::string(2000, 'x') + "\"}")
            .empty());
  CHECK(bad_fields("PATCH", "/api/transactions/1", "{\"description\":\"" + std::string(2001, 'x') + "\"}") ==
        Names{"description"});
}

TEST_CASE("names lose the blanks at their ends, and need something to see") {
  const auto named = [](const std::string& name) {
    return planned(
        {.method = "PATCH", .url = "/api/fixed-payments/1", .body = "{\"name\":\"" + name + "\"}"});
  };
  const api::Plan plan = named(R"(\u00a0 Rent  and water\n)");
  REQUIRE_FALSE(plan.refusal);
  CHECK(plan.parameters.at(2) == "Rent  and water");
  const auto message = [&](const std::string& name) {
    const api::Plan wrong = named(name);
    REQUIRE(wrong.refusal);
    CHECK(wrong.refusal->status == 422);
    return wrong.refusal->body;
  };
  CHECK(contains(message(R"( \u3000)"), "Name must be a text of 1 to 200 characters"));
  CHECK(contains(message(R"(\u200d\u200e)"), "Name must have at least one visible character"));
  CHECK(contains(message(R"(Re\u0007nt)"), "Name must not hold control characters\""));
  CHECK(contains(message(R"(Re\nnt)"), "Name must not hold control characters\""));
}

TEST_CASE("descriptions are taken as they are, but for control characters") {
  const auto described = [](const std::string& text) {
    return planned(
        {.method = "PATCH", .url = "/api/transactions/1", .body = "{\"description\":\"" + text + "\"}"});
  };
  const api::Plan plan = described(R"( two\r\n\tlines\u200b )");
  REQUIRE_FALSE(plan.refusal);
  CHECK(changed_transaction(plan, "description") == " two\r\n\tlines\u200B ");
  CHECK(contains(described(R"(a\u009fb)").refusal->body,
                 "Description must not hold control characters but tabs and line ends"));
}

TEST_CASE("messages say what is wrong, of what, in the unit that was sent") {
  const auto message = [](std::string_view url, std::string_view body) {
    return std::string(planned({.method = "PATCH", .url = url, .body = body}).refusal->body);
  };
  struct Wrong {
    std::string_view url;
    std::string_view body;
    std::string_view field;
    std::string_view message;
  };
  const Wrong wrongs[] = {
      {"/api/fixed-payments/1", R"({"amount":-1})", "amount", "Amount must be a number of at least 0"},
      {"/api/fixed-payments/1", R"({"amount":"1"})", "amount", "Amount must be a number of at least 0"},
      {"/api/fixed-payments/1", R"({"amount":1e9})", "amount", "Amount must be at most 21474836.47"},
      {"/api/fixed-payments/1", R"({"orderIndex":1.5})", "orderIndex",
       "Order index must be a whole number of at least 0"},
      {"/api/categories/1", R"({"allocatedAmount":null})", "allocatedAmount",
       "Allocated amount must be a number of at least 0"},
      {"/api/transactions/1", R"({"amount":true})", "amount", "Amount must be a number"},
      {"/api/transactions/1", R"({"amount":21474836.48})", "amount", "Amount must be at most 21474836.47"},
      {"/api/transactions/1", R"({"amount":-21474836.49})", "amount", "Amount must be at least -21474836.48"},
      {"/api/transactions/1", R"({"transactionDate":-5})", "transactionDate",
       "Date must be Unix seconds, a whole number from 0 to 2147483647"},
      {"/api/yearly/deductions/1", R"({"amount":-1})", "amount",
       "Amount must be a whole number of cents of at least 0"},
      {"/api/yearly/deductions/1", R"({"amount":1.5})", "amount",
       "Amount must be a whole number of cents of at least 0"},
      // Too large for a column only if it were sent in currency units.
      {"/api/yearly/deductions/1", R"({"amount":30000000.5})", "amount",
       "Amount must be a whole number of cents of at least 0"},
      {"/api/yearly/deductions/1", R"({"amount":2147483648})", "amount",
       "Amount must be at most 2147483647 cents"},
      {"/api/yearly/1", R"({"spendTarget":0.5})", "spendTarget",
       "Spend target must be a whole number of cents"},
      {"/api/yearly/1", R"({"spendTarget":-1e99})", "spendTarget",
       "Spend target must be at least -2147483648 cents"},
      {"/api/yearly/1", R"({"showWarnings":1})", "showWarnings", "Show warnings must be true or false"},
      {"/api/yearly/categories/1", R"({"parentId":"x"})", "parentId",
       "Parent category ID must be a valid ID, a whole number"},
  };
  for (const Wrong& wrong : wrongs) {
    CAPTURE(wrong.body);
    const std::string field =
        "{\"field\":\"" + std::string(wrong.field) + "\",\"message\":\"" + std::string(wrong.message) + "\"}";
    CHECK(contains(message(wrong.url, wrong.body), field));
    CHECK(contains(message(wrong.url, wrong.body), "\"message\":\"" + std::string(wrong.message) + "\","));
  }
  const auto posted_message = [](std::string_view url, std::string_view body) {
    return std::string(planned({.method = "POST", .url = url, .body = body}).refusal->body);
  };
  CHECK(contains(posted_message("/api/categories", "{}"),
                 "Month ID is required; Name is required; Allocated amount is required"));
  CHECK(contains(posted_message("/api/yearly/1/copy-month", R"({"sourceMonth":3,"targetMonth":3})"),
                 R"("field":"targetMonth","message":"Target month must differ from the source month")"));
  const std::string_view bulk_url = "/api/yearly/category-entries/bulk";
  CHECK(contains(posted_message(bulk_url, "{}"), "Updates must be a list of 1 to 1000 items"));
  CHECK(contains(
      posted_message(bulk_url, R"({"updates":[{"id":1},7,{"id":2,"amount":-1}]})"),
      R"({"field":"updates[1]","message":"Item 2 must be an object"},)"
      R"({"field":"updates[2].amount","message":"Amount of item 3 must be a whole number of cents)"));
}

TEST_CASE("each type has its range, up to its ends and not beyond") {
  struct Range {
    std::string_view url;
    std::string field;
    std::string_view least;
    std::string_view most;
    std::string_view below;
    std::string_view beyond;
    std::string_view message;  ///< where the value is beyond
  };
  const Range ranges[] = {
      {"/api/months/1", "year", "2000", "2100", "1999", "2101", "must be a whole number from 2000 to 2100"},
      {"/api/months/1", "month", "1", "12", "0", "13", "must be a whole number from 1 to 12"},
      {"/api/months/1", "income", "0", "21474836.47", "-0.001", "21474836.48", "must be at most 21474836.47"},
      {"/api/transactions/1", "amount", "-21474836.48", "21474836.47", "-21474836.485", "21474836.475",
       "must be at most 21474836.47"},
      {"/api/yearly/sections/1", "targetPercent", "0", "100", "-1", "101",
       "must be a whole number from 0 to 100"},
      {"/api/yearly/category-entries/1", "amount", "0", "2147483647", "-1", "21474836480",
       "must be at most 2147483647 cents"},
      {"/api/yearly/1", "spendTarget", "-2147483648", "2147483647", "-2147483649", "2147483648",
       "must be at most 2147483647 cents"},
      {"/api/yearly/sections/1", "orderIndex", "0", "2147483647", "-1", "2147483648",
       "must be a whole number of at least 0"},
      {"/api/yearly/categories/1", "parentId", "1", "9007199254740991", "0", "9007199254740992",
       "must be a valid ID, a whole number"},
      {"/api/transactions/1", "transactionDate", "0", "2147483647", "-1", "2147483648",
       "must be Unix seconds, a whole number from 0 to 2147483647"},
  };
  for (const Range& range : ranges) {
    CAPTURE(range.field);
    const auto patched = [&](std::string_view value) {
      const std::string body = "{\"" + range.field + "\":" + std::string(value) + "}";
      return planned({.method = "PATCH", .url = range.url, .body = body});
    };
    CHECK_FALSE(patched(range.least).refusal);
    CHECK_FALSE(patched(range.most).refusal);
    REQUIRE(patched(range.below).refusal);
    CHECK(patched(range.below).refusal->status == 422);
    REQUIRE(patched(range.beyond).refusal);
    CHECK(contains(patched(range.beyond).refusal->body, range.message));
  }
}

TEST_CASE("a refund is rounded like spending: half away from zero") {
  const auto cents = [](std::string_view amount) {
    const std::string body = "{\"amount\":" + std::string(amount) + "}";
    const api::Plan plan = planned({.method = "PATCH", .url = "/api/transactions/1", .body = body});
    REQUIRE_FALSE(plan.refusal);
    return changed_transaction(plan, "amount").value();
  };
  CHECK(cents("-12.5") == "-1250");
  CHECK(cents("-1.005") == "-101");
  CHECK(cents("-0.004") == "0");
  CHECK(cents("-0") == "0");
}

TEST_CASE("a bulk body is one to a thousand items, each named by its place") {
  const std::string_view url = "/api/yearly/category-entries/bulk";
  CHECK(bad_fields("POST", url, "{}") == Names{"updates"});
  CHECK(bad_fields("POST", url, R"({"updates":[]})") == Names{"updates"});
  CHECK(bad_fields("POST", url, R"({"updates":{}})") == Names{"updates"});
  CHECK(bad_fields("POST", url, R"({"updates":[{"id":1},7,{"amount":-1,"isPaid":1}]})") ==
        Names{"updates[1]", "updates[2].id", "updates[2].amount", "updates[2].isPaid"});
  std::string many = "[";
  for (int count = 1; count <= 1000; ++count) many += "{\"id\":" + std::to_string(count) + "},";
  many.back() = ']';
  CHECK(bad_fields("POST", url, "{\"updates\":" + many + "}").empty());
  many.back() = ',';
  CHECK(bad_fields("POST", url, "{\"updates\":" + many + "{\"id\":1}]}") == Names{"updates"});
}

TEST_CASE("of a repeated id later items win, field by field") {
  const std::string_view updates =
      R"([{"id":7,"amount":1,"isPaid":true},{"id":3,"amount":5},{"id":7,"amount":2},{"id":3,"isPaid":false}])";
  CHECK(bulk(updates, 0) == "{3,7}");
  CHECK(bulk(updates, 1) == "{5,2}");
  CHECK(bulk(updates, 2) == "{false,true}");
  CHECK(bulk(R"([{"id":3},{"id":4,"amount":1}])", 1) == "{NULL,1}");
}

TEST_CASE("a body with too many values is rejected") {
  std::string body = R"({"name":"x","year":2025,"month":3,"income":1,"more":[0)";
  for (int count = 0; count < 200'000; ++count) body += ",0";
  CHECK(posted(body + "]}") == 400);
}
