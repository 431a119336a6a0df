#include <doctest/doctest.h>

#include <string>

#include "tests/core/api/planning.hpp"
#include "tests/core/padded.hpp"
#include "wasm/json/document.hpp"
#include "wasm/native/describe/document.hpp"

using namespace budgeting;

namespace {

/// The description, with a way to look into it.
class Description {
 public:
  Description() : text_(describe::document("1.2.3")), padded_(text_) {
    REQUIRE_FALSE(document_.parse(padded_.view(), {.depth = 30, .values = 1'000'000}));
  }
  [[nodiscard]] json::Value operation(std::string_view path, std::string_view method) const {
    return document_.root().member("paths").value().member(path).value().member(method).value();
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
  Padded padded_;
  json::Document document_;
};

std::string_view text_of(json::Value value, std::string_view name) {
  const auto member = value.member(name);
  return member ? member->text() : "absent";
}

}  // namespace

TEST_CASE("query parameters are described from the endpoint's table") {
  const Description described;
  const auto parameters = described.operation("/api/things", "get").member("parameters").value().children();
  REQUIRE(parameters.size() == 8);  // and no conditions
  const auto schema = [&](std::size_t at) { return parameters[at].member("schema").value(); };
  CHECK(text_of(parameters[0], "name") == "number");
  CHECK(text_of(parameters[0], "in") == "query");
  CHECK(text_of(parameters[0], "required") == "absent");
  CHECK(text_of(parameters[0], "description") == "A year.");
  CHECK(text_of(schema(0), "type") == "integer");
  CHECK(text_of(schema(0), "minimum") == "2000");
  CHECK(text_of(schema(0), "maximum") == "2100");
  CHECK(text_of(schema(1), "type") == "boolean");
  CHECK(text_of(schema(2), "format") == "date");
  CHECK(text_of(schema(3), "pattern") == "^[0-9]{4}-[0-9]{2}$");
  CHECK(text_of(schema(3), "default") == "2026-02");
  CHECK(schema(4).member("enum").value().children().size() == 2);
  CHECK(text_of(schema(5), "maxLength") == "20");
  CHECK(text_of(schema(6), "pattern") == "^[0-9A-Za-z_-]*$");
  CHECK(text_of(schema(7), "default") == "2");
  const auto sum = described.operation("/api/things/sum", "get").member("parameters").value().children();
  CHECK(text_of(sum.at(0), "required") == "true");
  CHECK(contains(described.text(), "#/components/schemas/QueryError"));
}

TEST_CASE("a file and two numbers in a path are described") {
  const Description described;
  const json::Value lines = described.operation("/api/things/lines", "post");
  const auto content = lines.member("requestBody").value().member("content").value();
  CHECK_FALSE(content.member("application/json"));
  const auto schema = content.member("application/octet-stream").value().member("schema").value();
  CHECK(text_of(schema, "format") == "binary");
  CHECK(text_of(schema, "maxLength") == "4194304");
  const auto responses = lines.member("responses").value();
  CHECK(text_of(responses.member("413").value(), "description") == "The file is too large.");
  CHECK(contains(described.text(),
                 R"("/api/things/{id}/parts/{part}":{"parameters":[{"name":"id","in":"path")"));
  CHECK(contains(described.text(),
                 R"({"name":"part","in":"path","required":true,"description":"The id of the category.")"));
}
